// exit: 1
// Uncaught from several threads; the main thread last.
public class Uncaught1 {
    static class Bad extends RuntimeException {
        Bad(String m, Throwable c) {
            super(m, c);
            addSuppressed(new IllegalStateException("suppressed in " + m));
        }
    }

    public static void main(String[] args) throws Exception {
        Thread t = new Thread(() -> {
            throw new Bad("thread", new Exception("cause"));
        }, "my thread");
        t.start();
        t.join();
        Thread u = new Thread(() -> {
            throw new Bad("handled", null);
        });
        u.setUncaughtExceptionHandler((th, e) -> System.out.println("handler got " + e.getMessage()));
        u.start();
        u.join();
        System.out.println("main goes on");
        throw new Bad("main", new Bad("nested", new Error("deepest")));
    }
}
