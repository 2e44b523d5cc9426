// StackOverflowError from hot recursion, caught at mixed depths; afterwards all works on.
// skip stress: a collection at each step of so deep a stack takes long
// skip compgc: a collection at each step of so deep a stack takes long
// vm: -Xss1m
public class Overflow {
    static int depth;
    static int caught;

    static int plain(int n) {
        depth = n;
        return plain(n + 1) + 1;
    }

    static long wide(int n, long a, double b, Object c, int[] d) {
        depth = n;
        long x = a * 3, y = x ^ n;
        return wide(n + 1, y, b + 1, c, d) + x;
    }

    static int catching(int n) {
        if (n % 100 != 0) {
            return catching(n + 1);
        }
        try {
            return catching(n + 1);
        } catch (StackOverflowError e) {
            caught++;
            if (caught % 3 != 0) {
                throw e;
            }
            return -n;
        }
    }

    synchronized int locked(int n) {
        return locked(n + 1) + n;
    }

    static int finallies(int n) {
        try {
            return finallies(n + 1);
        } finally {
            caught++;
        }
    }

    interface Self { int call(Self s, int n); }

    static String text(int n) { return "x" + text(n + 1); }

    static int even(int n) { return odd(n + 1) + 1; }
    static int odd(int n) { return even(n + 1) - 1; }

    static int small(int n) { return n == 0 ? 0 : 1 + small(n - 1); }

    static boolean overflows(Runnable r) {
        try {
            r.run();
            return false;
        } catch (StackOverflowError e) {
            return e.getMessage() == null && e.getStackTrace().length > 500;
        }
    }

    public static void main(String[] args) throws Exception {
        int total = 0;
        for (int i = 0; i < 2_000; i++) {
            total += small(100);
        }
        System.out.println(total);
        Overflow o = new Overflow();
        Self self = (s, n) -> s.call(s, n + 1) + 1;
        for (int round = 0; round < 6; round++) {
            boolean all = overflows(() -> plain(0)) && depth > 1000;
            all &= overflows(() -> wide(0, 1, 2, o, null)) && depth > 500;
            caught = 0;
            all &= catching(1) < 0 && caught == 3;
            all &= overflows(() -> o.locked(0)) && !Thread.holdsLock(o);
            caught = 0;
            all &= overflows(() -> finallies(0)) && caught > 500;
            all &= overflows(() -> self.call(self, 0));
            all &= overflows(() -> text(0));
            all &= overflows(() -> even(0));
            System.out.println(all);
        }
        Thread t = new Thread(null, () -> System.out.println("thread " + overflows(() -> plain(0))), "t", 512 << 10);
        t.start();
        t.join();
        total = 0;
        for (int i = 0; i < 2_000; i++) {
            total += small(100);
        }
        System.out.println(total);
        try {
            plain(0);
        } catch (StackOverflowError e) {
            StackTraceElement top = e.getStackTrace()[0];
            System.out.println(top.getMethodName() + " " + e.getStackTrace()[500].getLineNumber());
        }
    }
}
