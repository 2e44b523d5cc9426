// vm: -Djava.library.path={jni}
public class JniMethods {
    static StringBuilder seen = new StringBuilder();

    static String args(boolean z, byte b, char c, short s, int i, long j, float f, double d, String o) {
        return z + "," + b + "," + (int) c + "," + s + "," + i + "," + j + "," + f + "," + d + "," + o;
    }

    static class Base {
        boolean z(boolean z, byte b, char c, short s, int i, long j, float f, double d, String o) { return !z; }
        byte b(boolean z, byte b, char c, short s, int i, long j, float f, double d, String o) { return b; }
        char c(boolean z, byte b, char c, short s, int i, long j, float f, double d, String o) { return c; }
        short s(boolean z, byte b, char c, short s, int i, long j, float f, double d, String o) { return s; }
        int i(boolean z, byte b, char c, short s, int i, long j, float f, double d, String o) { return i; }
        long j(boolean z, byte b, char c, short s, int i, long j, float f, double d, String o) { return j; }
        float f(boolean z, byte b, char c, short s, int i, long j, float f, double d, String o) { return f; }
        double d(boolean z, byte b, char c, short s, int i, long j, float f, double d, String o) { return d; }
        String o(boolean z, byte b, char c, short s, int i, long j, float f, double d, String o) { return "base " + args(z, b, c, s, i, j, f, d, o); }
        void v(boolean z, byte b, char c, short s, int i, long j, float f, double d, String o) { seen.append("base;"); }

        static boolean sz(boolean z, byte b, char c, short s, int i, long j, float f, double d, String o) { return z; }
        static byte sb(boolean z, byte b, char c, short s, int i, long j, float f, double d, String o) { return (byte) (b + 1); }
        static char sc(boolean z, byte b, char c, short s, int i, long j, float f, double d, String o) { return (char) (c + 1); }
        static short ss(boolean z, byte b, char c, short s, int i, long j, float f, double d, String o) { return (short) (s + 1); }
        static int si(boolean z, byte b, char c, short s, int i, long j, float f, double d, String o) { return i + 1; }
        static long sj(boolean z, byte b, char c, short s, int i, long j, float f, double d, String o) { return j + 1; }
        static float sf(boolean z, byte b, char c, short s, int i, long j, float f, double d, String o) { return f + 1; }
        static double sd(boolean z, byte b, char c, short s, int i, long j, float f, double d, String o) { return d + 1; }
        static String so(boolean z, byte b, char c, short s, int i, long j, float f, double d, String o) { return "static " + args(z, b, c, s, i, j, f, d, o); }
        static void sv(boolean z, byte b, char c, short s, int i, long j, float f, double d, String o) { seen.append("static;"); }

        static int inheritedStatic() { return 99; }
    }

    static class Sub extends Base {
        @Override boolean z(boolean z, byte b, char c, short s, int i, long j, float f, double d, String o) { return z; }
        @Override byte b(boolean z, byte b, char c, short s, int i, long j, float f, double d, String o) { return (byte) -b; }
        @Override char c(boolean z, byte b, char c, short s, int i, long j, float f, double d, String o) { return (char) (c ^ 1); }
        @Override short s(boolean z, byte b, char c, short s, int i, long j, float f, double d, String o) { return (short) -s; }
        @Override int i(boolean z, byte b, char c, short s, int i, long j, float f, double d, String o) { return -i; }
        @Override long j(boolean z, byte b, char c, short s, int i, long j, float f, double d, String o) { return -j; }
        @Override float f(boolean z, byte b, char c, short s, int i, long j, float f, double d, String o) { return -f; }
        @Override double d(boolean z, byte b, char c, short s, int i, long j, float f, double d, String o) { return -d; }
        @Override String o(boolean z, byte b, char c, short s, int i, long j, float f, double d, String o) { return "sub " + args(z, b, c, s, i, j, f, d, o); }
        @Override void v(boolean z, byte b, char c, short s, int i, long j, float f, double d, String o) { seen.append("sub;"); }
    }

    interface Face {
        default int def() { return 5; }

        static int st() { return 6; }
    }

    static class Made {
        final String text;

        Made(int i, String s, double d) {
            if (i < 0) {
                throw new IllegalArgumentException("negative");
            }
            text = i + s + d;
        }

        @Override
        public String toString() {
            return "Made " + text;
        }
    }

    static class Special extends Base implements Face {
        private String priv() { return "private"; }

        static int var(int... xs) { return xs == null ? -1 : xs.length; }

        static void svoid() { }

        long fails(String s) { throw new IllegalStateException("fails " + s); }
    }

    String many(int a, double b, long c, float d, int e, double f, long g, float h, int i, double j, long k, float l, int m, double n, long o, float p,
            int q, double r, long s, float t) {
        return a + " " + b + " " + c + " " + d + " " + e + " " + f + " " + g + " " + h + " " + i + " " + j + " " + k + " " + l + " " + m + " " + n + " " + o
            + " " + p + " " + q + " " + r + " " + s + " " + t;
    }

    static native String forms(Object sub);

    static native String many(Object o);

    static native String special(Object o);

    static native int bounce(int n);

    static int back(int n) {
        return bounce(n) + 1;
    }

    public static void main(String[] args) {
        System.loadLibrary("excelsa_jni_test");
        System.out.println(forms(new Sub()));
        System.out.println(seen);
        System.out.println(many(new JniMethods()));
        System.out.println(special(new Special()));
        System.out.println(bounce(100));
    }
}
