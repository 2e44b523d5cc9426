// vm: -Xmx64m -Xmn6m -Xss4m
// Thousands of frames full of references of all liveness, while collections move what they refer to.
import java.util.*;

public class DeepFrames {
    static int collections;

    static long frames(int depth, Object a, int[] b, String c, long d, Object[] e) {
        int[] f = {depth, 1};
        Object g = depth % 3 == 0 ? null : new Object[] {f, b};
        double h = depth * 0.5;
        String i = c.length() > 50 ? "s" + depth : c + depth % 10;
        if (depth == 0) {
            for (int k = 0; k < 2000; k++) {
                e = new Object[] {e[0], new byte[5_000]};
            }
            System.gc();
            collections++;
            return e.length;
        }
        long r = frames(depth - 1, g, f, i, d + 1, new Object[] {a, i});
        if (f[0] != depth || b[0] != depth + 1 && depth != START || g != null && ((Object[]) g)[0] != f || d != START - depth) {
            throw new IllegalStateException("frame " + depth);
        }
        return r + f[0] + b[1] + i.length() + (long) h + (e[1] == c ? 1 : 0);
    }

    static final int START = 2500;

    /** The same local is an int here and a reference there; operands wait on the stack during the call. */
    static int slots(int n) {
        int sum = 0;
        if (n % 2 == 0) {
            int[] a = {n};
            sum += a[0];
        } else {
            long l = n;
            sum += (int) l;
        }
        int[] x = {n, 2};
        return x[0] + (n == 0 ? gc() : slots(n - 1)) + new int[] {x[1], sum}[0] * x.length;
    }

    static int gc() {
        System.gc();
        return 1;
    }

    static Object tryCatch(int n) {
        Object local = new int[] {n};
        try {
            if (n == 0) {
                System.gc();
                throw new IllegalStateException(new StringBuilder("bottom").toString());
            }
            return tryCatch(n - 1);
        } catch (IllegalStateException e) {
            if (n % 100 == 0) {
                System.gc();
            }
            if (((int[]) local)[0] != n) {
                throw new AssertionError("local " + n);
            }
            if (n == 500) {
                return e.getMessage() + " " + e.getStackTrace().length;
            }
            throw e;
        } finally {
            local = null;
        }
    }

    public static void main(String[] args) {
        System.out.println(frames(START, "x", new int[] {START + 1, 5}, "start", 0, new Object[] {"y", "start"}));
        System.out.println(slots(1000));
        System.out.println(tryCatch(500));
        List<Object> args1 = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            args1.add(varargs(i, new int[] {1}, "two", gc(), new Object[] {gc(), new int[] {9}}, 2.5, 7L));
        }
        System.out.println(args1);
    }

    static String varargs(Object... o) {
        System.gc();
        return o.length + ((String) o[2]) + ((int[]) o[1])[0] + ((int[]) ((Object[]) o[4])[1])[0] + o[5] + o[6];
    }
}
