// exit: 1
// Hooks run after the main thread died of an exception, and cannot be added any more then.
public class Shutdown2 {
    public static void main(String[] args) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            System.out.println("hook");
            try {
                Runtime.getRuntime().addShutdownHook(new Thread());
            } catch (IllegalStateException e) {
                System.out.println(e.getMessage());
            }
        }));
        throw new RuntimeException("end");
    }
}
