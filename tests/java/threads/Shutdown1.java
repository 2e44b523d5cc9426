// exit: 7
// Shutdown hooks run on System.exit, from another thread, with the code given.
public class Shutdown1 {
    public static void main(String[] args) throws Exception {
        Thread hook = new Thread(() -> System.out.println("hook runs"));
        Runtime.getRuntime().addShutdownHook(hook);
        Thread removed = new Thread(() -> System.out.println("never"));
        Runtime.getRuntime().addShutdownHook(removed);
        System.out.println(Runtime.getRuntime().removeShutdownHook(removed) + " " + Runtime.getRuntime().removeShutdownHook(removed));
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalArgumentException e) {
            System.out.println(e.getMessage());
        }
        new Thread(() -> {
            System.out.println("exiting");
            System.exit(7);
        }).start();
        Thread.sleep(100_000);
        System.out.println("not reached");
    }
}
