// float and double: arithmetic, remainders, comparisons with NaN, both zeros, saturating and rounding conversions.
public class FloatOps {
    static final double[] EDGES = {0.0, -0.0, 1, -1, 0.5, -0.5, 1.5, 2.5, -2.5, 1e10, -1e10, 2147483647.0, 2147483648.0, -2147483648.0,
        -2147483649.0, 9.223372036854775E18, 9.223372036854776E18, -9.223372036854776E18, 1e300, -1e300, 1e-300, Double.MIN_VALUE,
        -Double.MIN_VALUE, Double.MIN_NORMAL, Double.MAX_VALUE, -Double.MAX_VALUE, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY,
        Double.NaN, Math.PI, 1.0 / 3, 16777217.0, 4503599627370497.5, Float.MAX_VALUE, Float.MIN_VALUE, 0.1};

    static long d(double v) { return Double.doubleToLongBits(v); }
    static int f(float v) { return Float.floatToIntBits(v); }

    static double add(double a, double b) { return a + b; }
    static double sub(double a, double b) { return a - b; }
    static double mul(double a, double b) { return a * b; }
    static double div(double a, double b) { return a / b; }
    static double rem(double a, double b) { return a % b; }
    static float add(float a, float b) { return a + b; }
    static float sub(float a, float b) { return a - b; }
    static float mul(float a, float b) { return a * b; }
    static float div(float a, float b) { return a / b; }
    static float rem(float a, float b) { return a % b; }
    static int d2i(double a) { return (int) a; }
    static long d2l(double a) { return (long) a; }
    static float d2f(double a) { return (float) a; }
    static int f2i(float a) { return (int) a; }
    static long f2l(float a) { return (long) a; }
    static double f2d(float a) { return a; }
    static byte d2b(double a) { return (byte) a; }
    static char f2c(float a) { return (char) a; }
    static short f2s(float a) { return (short) a; }
    static float i2f(int a) { return a; }
    static double i2d(int a) { return a; }
    static float l2f(long a) { return a; }
    static double l2d(long a) { return a; }

    static int compare(double a, double b) {
        int h = a < b ? 1 : 0;
        h = h * 2 + (a <= b ? 1 : 0);
        h = h * 2 + (a > b ? 1 : 0);
        h = h * 2 + (a >= b ? 1 : 0);
        h = h * 2 + (a == b ? 1 : 0);
        h = h * 2 + (a != b ? 1 : 0);
        h = h * 2 + (!(a < b) ? 1 : 0);
        h = h * 2 + (!(a >= b) ? 1 : 0);
        if (a < b || a > b) {
            h += 512;
        }
        boolean less = a < b;
        boolean more = !(a <= b);
        return h * 4 + (less ? 1 : 0) + (more ? 2 : 0);
    }

    static int compare(float a, float b) {
        int h = a < b ? 1 : 0;
        h = h * 2 + (a <= b ? 1 : 0);
        h = h * 2 + (a > b ? 1 : 0);
        h = h * 2 + (a >= b ? 1 : 0);
        h = h * 2 + (a == b ? 1 : 0);
        h = h * 2 + (a != b ? 1 : 0);
        h = h * 2 + (!(a > b) ? 1 : 0);
        h = h * 2 + (!(a <= b) ? 1 : 0);
        return h;
    }

    static long pair(double a, double b) {
        long h = d(add(a, b));
        h = h * 31 + d(sub(a, b));
        h = h * 31 + d(mul(a, b));
        h = h * 31 + d(div(a, b));
        h = h * 31 + d(rem(a, b));
        float x = (float) a;
        float y = (float) b;
        h = h * 31 + f(add(x, y));
        h = h * 31 + f(sub(x, y));
        h = h * 31 + f(mul(x, y));
        h = h * 31 + f(div(x, y));
        h = h * 31 + f(rem(x, y));
        h = h * 31 + compare(a, b);
        h = h * 31 + compare(x, y);
        h = h * 31 + d(Math.max(a, b)) + d(Math.min(a, b)) + f(Math.max(x, y)) + f(Math.min(x, y));
        double z = a;
        z += b;
        z *= 0.25;
        z -= x;
        x /= 3;
        x += b;
        return (h * 31 + d(z)) * 31 + f(x);
    }

    static long single(double a) {
        float x = (float) a;
        long h = d2i(a);
        h = h * 31 + d2l(a);
        h = h * 31 + f(d2f(a));
        h = h * 31 + f2i(x);
        h = h * 31 + f2l(x);
        h = h * 31 + d(f2d(x));
        h = h * 31 + d2b(a) + f2c(x) + f2s(x);
        long l = (long) a;
        h = h * 31 + f(i2f((int) l)) + d(i2d((int) l)) + f(l2f(l)) + d(l2d(l));
        h = h * 31 + d(-a) + f(-x) + d(Math.abs(a)) + f(Math.abs(x));
        h = h * 31 + d(Math.sqrt(a)) + d(Math.floor(a)) + d(Math.ceil(a)) + d(Math.rint(a)) + Math.round(a) + Math.round(x);
        return h * 31 + d(a * 0.0) + d(0.0 - a) + d(a + 0.0) + d(a * 1.0) + d(a / 2) + f(x * 2);
    }

    static long all() {
        long h = 0;
        for (double a : EDGES) {
            h = h * 31 + single(a);
            for (double b : EDGES) {
                h = h * 31 + pair(a, b);
            }
        }
        return h;
    }

    public static void main(String[] args) {
        long first = all();
        System.out.println(Long.toHexString(first));
        for (int i = 0; i < 20; i++) {
            long h = all();
            if (h != first) {
                System.out.println("round " + i + ": " + Long.toHexString(h));
            }
        }
        for (double a : EDGES) {
            System.out.println(a + " " + pair(a, 0.75) + " " + pair(-3, a) + " " + pair(a, a) + " " + single(a));
        }
        double x = 0.5;
        float y = 0.5f;
        for (int i = 1; i < 100_000; i++) {
            x = 3.9 * x * (1 - x) + i % 3 * 1e-9;
            y = 3.7f * y * (1 - y) + 1e-6f * (i & 1);
            if (x != x || x > 1) {
                x = 0.3;
            }
        }
        System.out.println(x + " " + y);
        int steps = 0;
        for (float z = 0; z < 1000; z += 0.25f) {
            steps++;
        }
        for (double z = 1; z > 1e-300; z /= 1.7) {
            steps++;
        }
        System.out.println(steps);
    }
}
