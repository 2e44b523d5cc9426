// exit: 3
public class ExitCode {
    public static void main(String[] args) {
        System.out.println("leaving");
        try {
            System.exit(3);
        } finally {
            System.out.println("not reached");
        }
    }
}
