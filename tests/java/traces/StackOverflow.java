// StackOverflowError caught from several kinds of recursion; the program goes on afterwards.
import java.util.function.IntUnaryOperator;

public class StackOverflow {
    static int depth;

    static void plain() {
        depth++;
        plain();
    }

    int many(long a, double b, Object c, int... d) {
        depth++;
        return many(a + 1, b * 2, this, d) + 1;
    }

    static synchronized void locked() {
        depth++;
        locked();
    }

    static IntUnaryOperator f;

    @Override
    public String toString() {
        return "x" + this;
    }

    static int withFinally(int n) {
        try {
            depth++;
            return withFinally(n + 1);
        } finally {
            depth--;
        }
    }

    static class Ctor {
        Ctor next = new Ctor();
    }

    interface Face {
        default int m() {
            return m();
        }
    }

    static void run(String what, Runnable r) {
        for (int i = 0; i < 3; i++) {
            depth = 0;
            try {
                r.run();
            } catch (StackOverflowError e) {
                StackTraceElement[] trace = e.getStackTrace();
                System.out.println(what + " " + e.getMessage() + " " + (trace.length == 1024) + " " + trace[500].getMethodName());
            }
        }
    }

    public static void main(String[] args) throws Exception {
        run("plain", StackOverflow::plain);
        System.out.println(depth > 500);
        run("many", () -> new StackOverflow().many(1, 2, null, 3));
        run("locked", StackOverflow::locked);
        run("constructor", Ctor::new);
        run("interface", () -> new Face() { }.m());
        run("finally", () -> withFinally(0));
        synchronized (StackOverflow.class) {
            System.out.println("lock is free of others: " + Thread.holdsLock(StackOverflow.class));
        }
        Thread other = new Thread(() -> {
            run("thread", StackOverflow::plain);
            synchronized (StackOverflow.class) {
                System.out.println("got the lock");
            }
        });
        other.start();
        other.join();
        Thread small = new Thread(null, () -> run("small stack", StackOverflow::plain), "small", 300_000);
        small.start();
        small.join();
        f = x -> f.applyAsInt(x + 1);
        try {
            f.applyAsInt(0);
        } catch (StackOverflowError e) {
            System.out.println("lambda " + e.getMessage());
        }
        try {
            new StackOverflow().toString();
        } catch (StackOverflowError e) {
            System.out.println("toString " + e.getMessage());
        }
        long sum = 0;
        for (int i = 0; i < 100000; i++) {
            sum += i;
        }
        System.out.println(sum);
    }
}
