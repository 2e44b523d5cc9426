// javac: -XDstringConcat=inline
// double arithmetic, comparisons with NaN, remainders, conversions and Math functions.
public class DoubleArith {
    static final double[] V = {0d, -0d, 1, -1, 0.1, 1.5, -2.5, 1e308, -1e308, 4.9e-324, 2.2250738585072014E-308,
        9007199254740992.0, 9007199254740993.0, Double.MAX_VALUE, Double.NaN, Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY, 2147483647.0, 2147483648.0, -2147483649.0, 9.223372036854775807E18, -9.3E18, 1.0 / 3};

    static long h;

    static void mix(double d) {
        h = h * 31 + Double.doubleToLongBits(d);
    }

    static void mix(boolean b) {
        h = h * 31 + (b ? 1231 : 1237);
    }

    public static void main(String[] args) {
        for (double a : V) {
            h = 0;
            for (double b : V) {
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
                mix(!(a >= b));
                mix(Math.max(a, b));
                mix(Math.min(a, b));
                mix(Math.IEEEremainder(a, b));
                mix(Math.copySign(a, b));
                mix(Math.fma(a, b, 1.0));
            }
            mix(-a);
            System.out.println(a + " " + h + " " + (int) a + " " + (long) a + " " + (float) a + " " + (byte) a + " "
                + (short) a + " " + (int) (char) a + " " + Math.ulp(a) + " " + Math.round(a) + " " + Math.getExponent(a));
            System.out.println("  " + Math.floor(a) + " " + Math.ceil(a) + " " + Math.rint(a) + " " + Math.sqrt(a) + " "
                + Math.abs(a) + " " + Math.signum(a) + " " + Math.nextUp(a) + " " + Math.cbrt(a));
            System.out.println("  " + StrictMath.sin(a) + " " + StrictMath.exp(a) + " " + StrictMath.log(a) + " "
                + StrictMath.pow(a, 1.5) + " " + StrictMath.atan2(a, 2) + " " + StrictMath.tanh(a));
        }
        System.out.println(5.5 % -2.5 + " " + -5.5 % 2.5 + " " + 0.0 / 0 + " " + 1 / -0.0);
        System.out.println(Double.toHexString(0.1) + " " + Double.parseDouble("1e400") + " " + Double.valueOf("-0"));
    }
}
