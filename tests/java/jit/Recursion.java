// Stack overflows in compiled code, alone and mixed with interpreted and native frames, again and again; what they leave
// behind: locks released, finally blocks run, the stack usable.
// stress: 80000
import java.lang.reflect.Method;
import java.util.function.IntUnaryOperator;

public class Recursion {
    static int depth;
    static int finals;

    static int plain(int n) {
        depth = n;
        return plain(n + 1) + 1;
    }

    static long many(long a, double b, long c, double d, Object e, long f, double g, long h, long i, double j, int k) {
        depth++;
        return many(a + 1, b, c, d, e, f, g, h, i, j, k) + k;
    }

    static synchronized void locked() {
        depth++;
        locked();
    }

    static void withFinally() {
        depth++;
        try {
            withFinally();
        } finally {
            finals++;
        }
    }

    interface Step {
        int step(Step s, int n);
    }

    static class A implements Step {
        public int step(Step s, int n) {
            depth = n;
            return s.step(this, n + 1) + 1;
        }
    }

    static class B implements Step {
        public int step(Step s, int n) {
            depth = n;
            return s.step(this, n + 1) - 1;
        }
    }

    static IntUnaryOperator self;

    static int lambda(int n) {
        depth++;
        return self.applyAsInt(n + 1);
    }

    static Method reflected;

    public static Object reflect(Integer n) throws Throwable {
        depth++;
        try {
            return reflected.invoke(null, n + 1);
        } catch (java.lang.reflect.InvocationTargetException e) {
            throw e.getCause();
        }
    }

    static int allocating(String s) {
        depth++;
        return allocating("x" + depth) + s.length();
    }

    static class Init {
        static int rec(int n) {
            depth++;
            return new Init(n).v;
        }

        final int v;

        Init(int n) {
            v = rec(n + 1);
        }
    }

    interface Body {
        void run() throws Throwable;
    }

    static void overflow(String name, Body b, int atLeast) {
        for (int i = 0; i < 12; i++) {
            depth = 0;
            try {
                b.run();
                System.out.println(name + " returned");
            } catch (StackOverflowError e) {
                if (depth < atLeast) {
                    System.out.println(name + " too early: " + depth);
                }
                if (i == 11) {
                    StackTraceElement[] t = e.getStackTrace();
                    System.out.println(name + " overflows, trace " + t.length + ", message " + e.getMessage());
                }
            } catch (Throwable t) {
                System.out.println(name + " throws " + t);
            }
        }
    }

    static int useful(int n) {
        return n < 2 ? n : useful(n - 1) + useful(n - 2);
    }

    static void all() throws Exception {
        overflow("plain", () -> plain(0), 1000);
        overflow("many", () -> many(1, 2, 3, 4, "5", 6, 7, 8, 9, 10, 11), 1000);
        overflow("locked", () -> locked(), 1000);
        System.out.println(Thread.holdsLock(Recursion.class));
        finals = 0;
        overflow("finally", () -> withFinally(), 1000);
        System.out.println(finals > 1000);
        overflow("interface", () -> new A().step(new B(), 0), 1000);
        self = Recursion::lambda;
        overflow("lambda", () -> lambda(0), 500);
        reflected = Recursion.class.getMethod("reflect", Integer.class);
        overflow("reflect", () -> reflect(0), 100);
        overflow("allocating", () -> allocating(""), 500);
        overflow("init", () -> Init.rec(0), 500);
        System.out.println(useful(20));
    }

    public static void main(String[] args) throws Exception {
        all();
        Thread t = new Thread(null, () -> {
            try {
                all();
            } catch (Exception e) {
                e.printStackTrace();
            }
        }, "small", 256 << 10);
        t.start();
        t.join();
        System.out.println("done");
    }
}
