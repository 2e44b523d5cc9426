// javac: -XDstringConcat=inline
// float arithmetic, comparisons with NaN on both sides, remainders, signed zeros.
public class FloatArith {
    static final float[] V = {0f, -0f, 1f, -1f, 0.1f, 1.5f, -2.5f, 3e38f, -3e38f, 1e-45f, 1.17549435E-38f, 16777216f,
        16777217f, Float.MAX_VALUE, Float.MIN_VALUE, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY,
        2147483647f, -2147483648f, 9.2233720E18f, 0.33333334f};

    static int h;

    static void mix(float f) {
        h = h * 31 + Float.floatToIntBits(f);
    }

    static void mix(boolean b) {
        h = h * 31 + (b ? 1231 : 1237);
    }

    public static void main(String[] args) {
        for (float a : V) {
            h = 0;
            for (float b : V) {
                mix(a + b);
                mix(a - b);
                mix(a * b);
                mix(a / b);
                mix(a % b);
                mix(a < b);
                mix(a <= b);
                mix(a > b);
                mix(a >= b);
                mix(a == b);
                mix(a != b);
                mix(!(a < b));
                mix(!(a > b));
                mix(Math.max(a, b));
                mix(Math.min(a, b));
                mix(Float.compare(a, b) > 0);
            }
            mix(-a);
            mix((double) a == a);
            System.out.println(a + " " + h + " " + (int) a + " " + (long) a + " " + (byte) a + " " + (char) (int) a
                + " " + (short) a + " " + (double) a + " " + Math.ulp(a) + " " + Math.round(a));
        }
        float x = 0;
        for (int i = 0; i < 1000; i++) {
            x += 0.1f;
        }
        System.out.println(x);
        System.out.println(5.5f % -2.5f + " " + -5.5f % 2.5f + " " + 0f / 0f + " " + 1f / -0f);
        System.out.println(Float.intBitsToFloat(0x7fc00001) + " " + Float.floatToIntBits(Float.intBitsToFloat(0x7fc00001)));
        System.out.println(Float.toHexString(0.1f) + " " + Float.parseFloat("0x1.8p1"));
    }
}
