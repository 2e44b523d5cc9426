// vm: -XX:-OmitStackTraceInFastThrow
// Leaving compiled code for the interpreter: implicit exceptions with values of all kinds alive in locals and on the operand
// stack, handlers in the same and in calling methods, locks released on the way.
import java.util.Objects;

public class Exits {
    static int sink;

    static class Node {
        Node next;
        int value;
        long wide;

        Node(int value, Node next) {
            this.value = value;
            this.next = next;
            this.wide = value * 0x1_0000_0001L;
        }
    }

    static String mixed(int i, long l, float f, double d, Object o, int[] a, int index) {
        long l2 = l * 3 + i;
        double d2 = d / 2 + f;
        String s = "s" + i;
        try {
            int v = i + (int) (l2 >> 3) + a[index] + (o == null ? 1 : o.hashCode());
            return s + v + l2 + d2;
        } catch (ArrayIndexOutOfBoundsException e) {
            return "bounds " + e.getMessage() + " " + i + " " + l2 + " " + f + " " + d2 + " " + s + " " + o + " " + a.length;
        } catch (NullPointerException e) {
            return "null " + i + " " + l2 + " " + f + " " + d2 + " " + s + " " + o;
        }
    }

    static int onStack(int a, int[] b, int i) {
        // operands below the failing load
        return a * 31 + (a ^ 5) * (a + b[i]) - a;
    }

    static long wideOnStack(long a, double d, long[] b, int i) {
        return a * 31 + (long) d * (a + b[i]) - a;
    }

    static int divide(int a, int b) {
        return a / b + a % b;
    }

    static long divideLong(long a, long b) {
        return a / b + a % b;
    }

    static String cast(Object o) {
        return (String) o;
    }

    static void store(Object[] a, Object o) {
        a[0] = o;
    }

    static int[] make(int n) {
        return new int[n];
    }

    static int[][] make2(int n, int k) {
        return new int[n][k];
    }

    static int walk(Node n) {
        int sum = 0;
        while (true) {
            sum += n.value + (int) n.wide;
            n = n.next;
        }
    }

    static synchronized int locked(int[] a, int i) {
        return a[i] + 1;
    }

    synchronized int lockedInstance(int[] a, int i) {
        return a[i] + 1;
    }

    static int block(Object lock, int[] a, int i) {
        synchronized (lock) {
            return a[i] * 2;
        }
    }

    static int finallyBoth(int[] a, int i) {
        int n = 1;
        try {
            n += a[i];
            n += 10 / a[i];
        } catch (ArithmeticException e) {
            n += 1000;
        } finally {
            n *= 2;
            sink += n;
        }
        return n;
    }

    static int deep(int n, int[] a) {
        try {
            return n == 0 ? a[5] : deep(n - 1, a) + 1;
        } finally {
            sink++;
        }
    }

    static int rethrow(int n) {
        try {
            if (n == 0) {
                throw new IllegalStateException("bottom");
            }
            return rethrow(n - 1);
        } catch (IllegalArgumentException e) {
            return -1;
        }
    }

    interface Thrower {
        int run() throws Exception;
    }

    static String caught(Thrower t) {
        try {
            return "" + t.run();
        } catch (Throwable e) {
            StackTraceElement[] trace = e.getStackTrace();
            String top = trace.length == 0 ? "-" : trace[0].getMethodName() + ":" + trace[0].getLineNumber();
            return e.getClass().getName() + " " + e.getMessage() + " at " + top;
        }
    }

    static void round(boolean print) {
        int[] a = {1, 2, 3};
        Node list = new Node(1, new Node(2, new Node(3, null)));
        Exits x = new Exits();
        Object lock = new Object();
        String[] results = {
            mixed(1, 2, 3.5f, 4.25, "o", a, 1), mixed(1, 2, 3.5f, 4.25, null, a, 3), mixed(-1, 1L << 40, -0.0f, 1e300, "p", null, 0),
            caught(() -> onStack(7, a, 2)), caught(() -> onStack(7, a, -1)), caught(() -> onStack(7, null, 0)),
            caught(() -> (int) wideOnStack(7, 2.5, new long[2], 1)), caught(() -> (int) wideOnStack(7, 2.5, new long[2], 2)),
            caught(() -> divide(7, 2)), caught(() -> divide(7, 0)), caught(() -> divide(Integer.MIN_VALUE, -1)),
            caught(() -> (int) divideLong(7, 0)), caught(() -> (int) divideLong(Long.MIN_VALUE, -1)),
            caught(() -> cast("ok").length()), caught(() -> cast(5).length()), caught(() -> cast(null).length()),
            caught(() -> { store(new Object[1], 5); return 1; }), caught(() -> { store(new String[1], 5); return 1; }),
            caught(() -> { store(new Object[0], 5); return 1; }),
            caught(() -> make(4).length), caught(() -> make(-4).length), caught(() -> make2(2, -1).length), caught(() -> make2(2, 3)[1].length),
            caught(() -> walk(list)),
            caught(() -> locked(a, 1)), caught(() -> locked(a, 9)), caught(() -> x.lockedInstance(a, 1)), caught(() -> x.lockedInstance(a, 9)),
            caught(() -> block(lock, a, 0)), caught(() -> block(lock, a, 7)), caught(() -> block(null, a, 0)),
            caught(() -> finallyBoth(a, 0)), caught(() -> finallyBoth(new int[1], 0)), caught(() -> finallyBoth(a, 3)),
            caught(() -> deep(20, a)), caught(() -> deep(3, new int[6])), caught(() -> rethrow(15)),
            "held " + Thread.holdsLock(Exits.class) + Thread.holdsLock(x) + Thread.holdsLock(lock),
        };
        if (print) {
            for (String s : results) {
                System.out.println(s);
            }
        } else {
            sink += Objects.hash((Object[]) results) & 1;
        }
    }

    public static void main(String[] args) {
        round(true);
        for (int i = 0; i < 300; i++) {
            round(false);
        }
        round(true);
        System.out.println(sink > 0);
    }
}
