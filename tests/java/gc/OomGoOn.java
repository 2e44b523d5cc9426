// vm: -Xmx64m
// timeout: 120
// Caught, and everything goes on: with small objects, strings, classes, exceptions, threads. The last room is
// taken by ever smaller objects before each attempt, so that what the attempts need is not there either.
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;

public class OomGoOn {
    static Object[] keep;

    /** Takes all room; answers with how many objects it took to be sure of it. */
    static void exhaust(int smallest) {
        Object[] chain = null;
        for (int size = 1 << 20; size >= smallest; size /= 2) {
            try {
                while (true) {
                    keep = new Object[] {keep, new byte[size]};
                }
            } catch (OutOfMemoryError e) {
                // smaller ones
            }
        }
    }

    static class Lazy0 {
        static int[] made = new int[500_000];
        static String text = "lazy0";
    }

    static class Lazy1 {
        static String text = "lazy" + System.getProperty("x", "1");
    }

    static class Fine {
        static String text = "fine";
    }

    interface Attempt {
        Object get() throws Throwable;
    }

    /** Makes the attempt without memory, then with. Only what happens with memory is printed. */
    static void attempt(String name, int smallest, Attempt a) {
        boolean failed;
        exhaust(smallest);
        try {
            a.get();
            failed = false;
        } catch (OutOfMemoryError | LinkageError e) {
            failed = true;
        } catch (Throwable e) {
            keep = null;
            System.out.println(name + " throws " + e);
        }
        keep = null;
        try {
            System.out.println(name + ": " + a.get());
        } catch (Throwable e) {
            System.out.println(name + " then throws " + e);
        }
    }

    static int recurse(int n) {
        return n == 0 ? 0 : 1 + recurse(n - 1);
    }

    static Object thrower() {
        try {
            Object o = null;
            return o.hashCode();
        } catch (NullPointerException e) {
            return "NPE";
        }
    }

    static Object caster(Object o) {
        try {
            return (Integer) o;
        } catch (ClassCastException e) {
            return "CCE";
        }
    }

    public static void main(String[] args) throws Throwable {
        // loaded while there is room
        Class.forName("java.lang.ClassCastException");
        StackWalker.getInstance().walk(f -> f.count());
        Method m = OomGoOn.class.getDeclaredMethod("recurse", int.class);
        m.invoke(null, 1);
        for (int round = 0; round < 2; round++) {
            for (int smallest : new int[] {1 << 18, 1 << 10, 16}) {
                attempt("string", smallest, () -> new String("abc".toCharArray()).concat("d"));
                attempt("intern", smallest, () -> ("in" + "tern".substring(1)).intern());
                attempt("boxing", smallest, () -> Long.valueOf(1234567890123L) + 1);
                attempt("null", smallest, OomGoOn::thrower);
                attempt("cast", smallest, () -> caster("s"));
                attempt("throw", smallest, () -> {
                    try {
                        throw new Exception("x");
                    } catch (Exception e) {
                        return e.getMessage();
                    }
                });
                attempt("map", smallest, () -> {
                    Map<String, Object> map = new HashMap<>();
                    for (int i = 0; i < 1000; i++) {
                        map.put("k" + i, new int[i % 10]);
                    }
                    return map.size();
                });
                attempt("reflection", smallest, () -> m.invoke(null, 3));
                attempt("monitor", smallest, () -> {
                    Object lock = new Object();
                    synchronized (lock) {
                        lock.wait(1);
                        return lock.hashCode() != 0;
                    }
                });
                attempt("thread", smallest, () -> {
                    int[] done = new int[1];
                    Thread t = new Thread(() -> done[0]++, "worker");
                    t.start();
                    t.join();
                    return t.getName();
                });
                attempt("recursion", smallest, () -> recurse(500));
                attempt("array copy", smallest, () -> java.util.Arrays.copyOf(new int[] {1, 2, 3}, 5).length);
                attempt("clone", smallest, () -> new int[] {1, 2, 3}.clone().length);
                attempt("multi", smallest, () -> new int[3][4][5].length);
                attempt("stack trace", smallest, () -> new Throwable().getStackTrace().length > 0);
                attempt("stack walk", smallest, () -> StackWalker.getInstance().walk(s -> s.count()) > 0);
                attempt("fine class", smallest, () -> Fine.text);
            }
        }
        System.out.println("end");
    }
}
