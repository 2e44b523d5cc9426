// exit: 1
// The default handler is used for the main thread; it throws itself.
public class Uncaught2 {
    public static void main(String[] args) {
        Thread.setDefaultUncaughtExceptionHandler((t, e) -> {
            System.out.println("default handler: " + t.getName() + " " + e);
            throw new RuntimeException("ignored");
        });
        throw new Error("top");
    }
}
