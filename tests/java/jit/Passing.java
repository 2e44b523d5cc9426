// Arguments and results between compiled, interpreted and native methods: every kind, more than fit into registers, through
// all kinds of calls.
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.Arrays;

public class Passing {
    static String ints(int a, int b, int c, int d, int e, int f, int g, int h, int i) {
        return "" + a + b + c + d + e + f + g + h + i;
    }

    static String wide(long a, int b, long c, byte d, long e, short f, long g, char h, long i, boolean j) {
        return a + " " + b + " " + c + " " + d + " " + e + " " + f + " " + g + " " + h + " " + i + " " + j;
    }

    static String floats(float a, double b, float c, double d, float e, double f, float g, double h, float i, double j, float k) {
        return a + " " + b + " " + c + " " + d + " " + e + " " + f + " " + g + " " + h + " " + i + " " + j + " " + k;
    }

    static String all(int a, double b, long c, float d, Object e, int f, double g, long h, float i, Object j, int k, double l,
            long m, float n, Object o, int p, double q, long r, float s, Object t, int u, double v, long w, float x, Object y,
            int z, double a2, long b2, float c2, Object d2, int e2, double f2, long g2) {
        return a + "," + b + "," + c + "," + d + "," + e + "," + f + "," + g + "," + h + "," + i + "," + j + "," + k + "," + l + ","
                + m + "," + n + "," + o + "," + p + "," + q + "," + r + "," + s + "," + t + "," + u + "," + v + "," + w + "," + x
                + "," + y + "," + z + "," + a2 + "," + b2 + "," + c2 + "," + d2 + "," + e2 + "," + f2 + "," + g2;
    }

    interface I {
        double pick(long a, float b, double c, int d, Object e, long f, long g, float h);
    }

    static class First implements I {
        public double pick(long a, float b, double c, int d, Object e, long f, long g, float h) {
            return a + b * 2 + c * 3 + d * 4 + e.hashCode() * 5 + f * 6 + g * 7 + h * 8;
        }
    }

    static class Second extends First {
        @Override
        public double pick(long a, float b, double c, int d, Object e, long f, long g, float h) {
            return -super.pick(a, b, c, d, e, f, g, h);
        }
    }

    boolean z(int n) { return (n & 1) != 0; }
    byte b(int n) { return (byte) n; }
    char c(int n) { return (char) n; }
    short s(int n) { return (short) n; }
    int i(int n) { return n * n; }
    long l(int n) { return (long) n << 33; }
    float f(int n) { return n / 3f; }
    double d(int n) { return n / 7.0; }
    Object o(int n) { return n == 0 ? null : "o" + n; }

    static String callAll(int n, I first, I second, MethodHandle h, Method m, Passing p) throws Throwable {
        StringBuilder sb = new StringBuilder();
        sb.append(ints(n, 2, 3, 4, 5, 6, 7, 8, 9)).append('\n');
        sb.append(wide(n, -1, 1L << 40, (byte) -3, 5, (short) -6, Long.MIN_VALUE, 'x', 9, (n & 1) == 0)).append('\n');
        sb.append(floats(n, 2, 3.5f, 4.25, 5, 6, 7, 8, 9, 10.125, Float.NaN)).append('\n');
        sb.append(all(n, 1.5, 2L, 3.5f, "e", 6, 7, 8, 9, "j", 11, 12, 13, 14, null, 16, 17, 18, 19, "t", 21, 22, 23, 24, "y", 26, 27,
                28, 29, "d2", 31, 32, n)).append('\n');
        sb.append(first.pick(n, 1, 2, 3, "e", 4, 5, 6)).append(' ').append(second.pick(n, 1, 2, 3, "e", 4, 5, 6)).append('\n');
        sb.append((String) h.invokeExact((long) n, 2, 3L, (byte) 4, 5L, (short) 6, 7L, '8', 9L, true)).append('\n');
        sb.append(m.invoke(null, n, 2, 3, 4, 5, 6, 7, 8, 9)).append('\n');
        sb.append(p.z(n)).append(p.b(n)).append((int) p.c(n)).append(p.s(n)).append(p.i(n)).append(p.l(n)).append(p.f(n)).append(p.d(n));
        sb.append(p.o(n)).append('\n');
        // natives and methods that the VM has code of its own for
        int[] from = {n, n + 1, n + 2}, to = new int[5];
        System.arraycopy(from, 0, to, 1, 3);
        sb.append(Arrays.toString(to)).append(Math.sqrt(n)).append(StrictMath.atan2(n, 2)).append(Double.doubleToRawLongBits(n));
        sb.append(Float.intBitsToFloat(n)).append(String.class.isInstance(p)).append(p.getClass().getName()).append("abc".intern());
        sb.append(Integer.toHexString(n)).append(Thread.currentThread().isAlive()).append(new int[2].clone().length);
        return sb.toString();
    }

    public static void main(String[] args) throws Throwable {
        MethodHandle h = MethodHandles.lookup().findStatic(Passing.class, "wide", MethodType.methodType(String.class, long.class,
                int.class, long.class, byte.class, long.class, short.class, long.class, char.class, long.class, boolean.class));
        Class<?> n = int.class;
        Method m = Passing.class.getDeclaredMethod("ints", n, n, n, n, n, n, n, n, n);
        Passing p = new Passing();
        String first = callAll(300, new First(), new Second(), h, m, p);
        System.out.println(first);
        for (int i = 0; i < 400; i++) {
            callAll(i, new First(), new Second(), h, m, p);
            if (!callAll(300, new First(), new Second(), h, m, p).equals(first)) {
                System.out.println("differs in round " + i + ": " + callAll(300, new First(), new Second(), h, m, p));
                return;
            }
        }
        System.out.println(callAll(-5, new Second(), new First(), h, m, p));
    }
}
