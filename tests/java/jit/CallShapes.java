// Calls with up to 14 arguments of mixed types, static, virtual, by interface, private, of super; results of each type.
public class CallShapes {
    interface Shape {
        long many(int a, long b, float c, double d, Object e, byte f, short g, char h, boolean i, long j, double k, int[] l);
        double doubles(double a, double b, double c, double d, double e, double f, double g, double h, double i, double j, float k, float l);
        default int twice(int a, long b, int c) { return a * 2 + (int) b - c; }
    }

    static class A implements Shape {
        int base = 1;

        public long many(int a, long b, float c, double d, Object e, byte f, short g, char h, boolean i, long j, double k, int[] l) {
            return mix(base, a) * 31 + b * 7 + (long) c * 5 + (long) d * 3 + (e == this ? 1 : 2) + f + g * 11 + h * 13 + (i ? 17 : 19)
                + j * 23 + (long) k * 29 + l.length;
        }

        public double doubles(double a, double b, double c, double d, double e, double f, double g, double h, double i, double j, float k, float l) {
            return a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f + 7 * g + 8 * h + 9 * i + 10 * j + 11 * k + 12 * l + base;
        }

        private long mix(int a, int b) { return a * 1000L + b; }
        long longs(long a, long b, long c, long d, long e, long f, long g, long h) { return a + b * 2 + c * 3 + d * 4 + e * 5 + f * 6 + g * 7 + h * 8; }
    }

    static class B extends A {
        int base = 7;

        @Override
        public long many(int a, long b, float c, double d, Object e, byte f, short g, char h, boolean i, long j, double k, int[] l) {
            return super.many(a + 1, b, c, d, e, f, g, h, !i, j, k, l) ^ base;
        }

        @Override
        long longs(long a, long b, long c, long d, long e, long f, long g, long h) { return super.longs(h, g, f, e, d, c, b, a) - a; }
        @Override
        public int twice(int a, long b, int c) { return super.twice(c, b, a) + 1; }
    }

    static int s0() { return 5; }
    static int s1(int a) { return a + 1; }
    static long s2(long a, int b) { return a - b; }
    static float s3(float a, double b, long c) { return a + (float) b - c; }
    static double s4(double a, int b, float c, long d) { return a * b - c + d; }
    static boolean s5(int a, int b, int c, int d, int e) { return a + b + c + d + e > 20; }
    static byte s6(int a, int b, int c, int d, int e, int f) { return (byte) (a - b + c - d + e - f); }
    static char s7(int a, int b, int c, int d, int e, int f, int g) { return (char) (a * b * c + d * e * f * g); }
    static short s8(long a, long b, long c, long d, long e, long f, long g, long h) { return (short) (a ^ b ^ c ^ d ^ e ^ f ^ g ^ h); }
    static Object s9(Object a, Object b, Object c, Object d, Object e, Object f, Object g, Object h, Object i) { return i == null ? a : h; }
    static long s10(int a, double b, int c, double d, int e, double f, int g, double h, int i, double j) {
        return a + (long) b * 3 + c * 5 + (long) d * 7 + e * 11 + (long) f * 13 + g * 17 + (long) h * 19 + i * 23 + (long) j * 29;
    }
    static double s14(float a, float b, float c, float d, float e, float f, float g, float h, float i, float j, int k, int l, long m, Object n) {
        return a - b + c - d + e - f + g - h + i - j + k * 2 + l * 3 + m * 5 + (n == null ? 0.25 : 0.5);
    }
    static void nothing(long a, double b, int[] out) { out[0] += a - (int) b; }

    static long round(Shape x, A y, int k) {
        int[] out = {k};
        byte bb = (byte) k;
        long h = x.many(k, k * 3L, k / 2f, k / 3.0, x, bb, (short) k, (char) k, k % 2 == 0, -k, k * 1.5, out);
        h = h * 31 + y.many(-k, k * 5L, k / 4f, k / 5.0, x, (byte) -k, (short) -k, 'c', k % 3 == 0, k, -k, out);
        h = h * 31 + (long) x.doubles(k, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10f, k);
        h = h * 31 + y.longs(k, 2, 3, 4, 5, 6, 7, 8);
        h = h * 31 + x.twice(k, 1L << 33 | k, 9);
        h = h * 31 + s0() + s1(k) + s2(k, 7) + (int) s3(k, k, k) + (long) s4(k, 2, 3, 4);
        h = h * 31 + (s5(k & 7, 1, 2, 3, 4) ? 1 : 2) + s6(k, 1, 2, 3, 4, 5) + s7(k, 1, 2, 3, 4, 5, 6) + s8(k, 1, 2, 3, 4, 5, 6, 7);
        Object r = s9(x, null, y, null, null, null, "g", y, k % 2 == 0 ? null : "i");
        h = h * 31 + (r == x ? 1 : 0) + (r == y ? 2 : 0);
        h = h * 31 + s10(k, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5, k);
        h = h * 31 + (long) (4 * s14(k, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, k % 2 == 0 ? null : x));
        nothing(k, 2.5, out);
        return h * 31 + out[0];
    }

    public static void main(String[] args) {
        A[] objects = {new A(), new B(), new A() { }};
        long h = 0;
        for (int k = 0; k < 20_000; k++) {
            h = h * 31 + round(objects[k < 5000 ? 0 : k % 3], objects[k < 8000 ? 1 : (k + 1) % 3], k - 100);
            if (k % 2500 == 0) {
                System.out.println(h);
            }
        }
        System.out.println(h);
    }
}
