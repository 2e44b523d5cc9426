// Collections in the middle of expressions, with references on the operand stack, in arguments, in dead and in reused locals.
// tiny: 40m
// stress: 300
import java.lang.ref.WeakReference;

public class GcOperands {
    static int countdown;
    static Object[] churn = new Object[64];

    static int gc() {
        for (int i = 0; i < 8; i++) {
            churn[countdown & 63] = new byte[100 + i];
        }
        if (--countdown <= 0) {
            countdown = 700;
            System.gc();
        }
        return countdown & 1;
    }

    static Object gcAnd(Object o) { gc(); return o; }
    static String s(int i) { return "string " + i; }
    static int[] arr(int i) { return new int[] {i, i + 1, gc() * 0 + i + 2}; }

    static int many(Object a, int b, Object c, long d, Object e, double f, Object g, Object h, Object i, int[] j) {
        gc();
        return a.toString().length() + b + c.hashCode() * 0 + (int) d + e.toString().length() + (int) f + ((int[]) g)[0] + ((Object[]) h).length
            + i.toString().length() + j[2];
    }

    static int operands(int i) {
        return s(i).length() + arr(i)[gc() + 1] + s(i + 1).concat(s(gc())).length() + (gcAnd(s(i)) + "x").length()
            + new Object[] {s(1), gcAnd(s(2)), arr(3), gc()}.length + ((String) gcAnd(s(i))).charAt(gc() + 2);
    }

    static int arguments(int i) {
        return many(s(i), gc(), new Object(), i, gcAnd(s(i)), i / 2.0, arr(i), new Object[gc() + 1], new StringBuilder("b").append(gc()), arr(7));
    }

    static int locals(int i) {
        Object a = s(i);
        int n = gc();
        {
            int[] b = arr(i);
            n += b[1] + gc();
        }
        {
            long l = i * 1000L;
            n += l > 5 ? gc() : 0;
        }
        {
            Object c = gcAnd(new int[] {i});
            gc();
            n += ((int[]) c)[0];
        }
        return n + a.toString().length();
    }

    static Object branch(int i, Object a, Object b) { return (i & 1) == 0 ? gcAnd(a) : (i & 2) == 0 ? b : arr(i); }

    static int inLoop(int n) {
        Object first = s(0);
        Object[] last = null;
        int sum = 0;
        for (int i = 0; i < n; i++) {
            Object[] next = {last == null ? first : last[0], arr(i), s(i)};
            sum += gc() + ((int[]) next[1])[0];
            last = next;
            if (i % 50 == 0) {
                last = null;
            }
        }
        return sum + first.toString().length();
    }

    static int throwing(int i) {
        Object held = s(i);
        try {
            gc();
            Object inner = arr(i);
            if (i % 3 == 0) {
                throw new IllegalStateException(s(i));
            }
            return ((int[]) inner)[0] + held.toString().length();
        } catch (IllegalStateException e) {
            gc();
            return e.getMessage().length() + held.toString().length();
        } finally {
            gc();
            held = null;
        }
    }

    static int lockHeld(int i) {
        Object lock = new int[] {i};
        synchronized (gcAnd(lock)) {
            gc();
            return Thread.holdsLock(lock) ? ((int[]) lock)[0] : -1;
        }
    }

    static boolean dies() throws InterruptedException {
        WeakReference<Object> w = make();
        for (int i = 0; i < 50 && w.get() != null; i++) {
            System.gc();
            Thread.sleep(1);
        }
        return w.get() == null;
    }

    static WeakReference<Object> make() { return new WeakReference<>(new Object()); }

    record Pair(Object a, Object b) { }

    static Pair build(int depth) {
        return depth == 0 ? new Pair(s(1), arr(2)) : new Pair(build(depth - 1), gcAnd(build(depth - 1)));
    }

    static int size(Object o) { return o instanceof Pair p ? size(p.a) + size(p.b) : o instanceof int[] a ? a.length : o.toString().length(); }

    public static void main(String[] args) throws Exception {
        countdown = 100;
        long h = 0;
        for (int i = 0; i < 3_000; i++) {
            h = h * 31 + operands(i) * 0 + arguments(i) * 0;
            int n = many(s(i), 1, s(2), 3, s(i), 4.0, arr(i), new Object[3], "x", arr(i));
            Object o = branch(i, s(i), arr(i));
            h = h * 31 + n + (o instanceof int[] a ? a[0] : o.toString().length());
            h = h * 31 + throwing(i) + lockHeld(i);
        }
        System.out.println(h);
        int before = 0;
        for (int i = 0; i < 2_000; i++) {
            countdown = 500 - i % 7;
            before += operands(i) + arguments(i) + locals(i);
        }
        System.out.println(before);
        countdown = 500;
        System.out.println(inLoop(3_000));
        System.out.println(size(build(8)));
        System.out.println(dies());
    }
}
