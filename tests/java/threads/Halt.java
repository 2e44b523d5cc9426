// exit: 9
public class Halt {
    public static void main(String[] args) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("never")));
        System.out.println("halting");
        try {
            Runtime.getRuntime().halt(9);
        } finally {
            System.out.println("never");
        }
    }
}
