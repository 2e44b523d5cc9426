// Methods of Math, Integer, Long, Float and Double, hot, with edge values: each result is exact by specification.
// vm: -XX:-OmitStackTraceInFastThrow
public class MathHot {
    static final int[] INTS = {0, 1, -1, 2, 31, 32, 255, -256, 65536, 0x55555555, Integer.MAX_VALUE, Integer.MIN_VALUE, 1234567};
    static final long[] LONGS = {0, 1, -1, 63, 64, 1L << 32, 0x5555555555555555L, Long.MAX_VALUE, Long.MIN_VALUE, 123456789012345L, -77};
    static final double[] DOUBLES = {0.0, -0.0, 1, -1, 0.5, -0.5, 1.5, 2.5, -2.5, 0.49999999999999994, 4503599627370497.5, 1e300, Double.MIN_VALUE,
        Double.MAX_VALUE, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 3.7, 1e10, 9.3e18};

    static long ints(int a, int b) {
        long h = Math.abs(a) + 3L * Math.max(a, b) + 5L * Math.min(a, b) + Math.multiplyFull(a, b);
        h = h * 31 + Integer.bitCount(a) + Integer.numberOfLeadingZeros(a) * 3 + Integer.numberOfTrailingZeros(a) * 5;
        h = h * 31 + Integer.reverse(a) + Integer.reverseBytes(a) + Integer.highestOneBit(a) + Integer.lowestOneBit(a);
        h = h * 31 + Integer.rotateLeft(a, b) + Integer.rotateRight(a, b) + Integer.signum(a) + Integer.compare(a, b);
        h = h * 31 + Integer.compareUnsigned(a, b) + Integer.divideUnsigned(a, b | 1) + Integer.remainderUnsigned(a, b | 1);
        h = h * 31 + Math.floorMod(a, b | 1) + Math.floorDiv(a, b | 1) + Character.reverseBytes((char) a) + Short.reverseBytes((short) a);
        h = h * 31 + exact(a, b) + Integer.toUnsignedLong(a) + Integer.hashCode(b) + Integer.valueOf(a).hashCode();
        return h * 31 + (Character.isDigit(a & 0xff) ? 1 : 0) + (Character.isLetter(b & 0xffff) ? 2 : 0) + (Character.isWhitespace(a & 0x7f) ? 4 : 0);
    }

    static long exact(int a, int b) {
        long h = 0;
        try { h += Math.addExact(a, b); } catch (ArithmeticException e) { h += 1000; }
        try { h += Math.subtractExact(a, b); } catch (ArithmeticException e) { h += 2000; }
        try { h += Math.multiplyExact(a, b); } catch (ArithmeticException e) { h += e.getMessage().length(); }
        try { h += Math.negateExact(a); } catch (ArithmeticException e) { h += 4000; }
        try { h += Math.incrementExact(a) + Math.decrementExact(b); } catch (ArithmeticException e) { h += 5000; }
        return h;
    }

    static long exact(long a, long b) {
        long h = 0;
        try { h += Math.addExact(a, b); } catch (ArithmeticException e) { h += 1000; }
        try { h += Math.subtractExact(a, b); } catch (ArithmeticException e) { h += 2000; }
        try { h += Math.multiplyExact(a, b); } catch (ArithmeticException e) { h += e.getMessage().length(); }
        try { h += Math.negateExact(a); } catch (ArithmeticException e) { h += 4000; }
        try { h += Math.toIntExact(a); } catch (ArithmeticException e) { h += 5000; }
        return h;
    }

    static long longs(long a, long b) {
        long h = Math.abs(a) + 3 * Math.max(a, b) + 5 * Math.min(a, b) + Math.multiplyHigh(a, b);
        h = h * 31 + Long.bitCount(a) + Long.numberOfLeadingZeros(a) * 3 + Long.numberOfTrailingZeros(a) * 5;
        h = h * 31 + Long.reverse(a) + Long.reverseBytes(a) + Long.highestOneBit(a) + Long.lowestOneBit(a);
        h = h * 31 + Long.rotateLeft(a, (int) b) + Long.rotateRight(a, (int) b) + Long.signum(a) + Long.compare(a, b);
        h = h * 31 + Long.compareUnsigned(a, b) + Long.divideUnsigned(a, b | 1) + Long.remainderUnsigned(a, b | 1);
        return h * 31 + Math.floorMod(a, b | 1) + Math.floorDiv(a, b | 1) + exact(a, b) + Long.hashCode(a);
    }

    static long d(double v) { return Double.doubleToLongBits(v); }
    static int f(float v) { return Float.floatToIntBits(v); }

    static long doubles(double a, double b) {
        float x = (float) a, y = (float) b;
        long h = d(Math.abs(a)) + f(Math.abs(x)) + d(Math.max(a, b)) + d(Math.min(a, b)) + f(Math.max(x, y)) + f(Math.min(x, y));
        h = h * 31 + d(Math.sqrt(a)) + d(Math.floor(a)) + d(Math.ceil(a)) + d(Math.rint(a)) + Math.round(a) + Math.round(x);
        h = h * 31 + d(Math.fma(a, b, 1.25)) + f(Math.fma(x, y, 1.25f)) + d(Math.signum(a)) + f(Math.signum(x));
        h = h * 31 + Math.getExponent(a) + Math.getExponent(x) + d(Math.ulp(a)) + f(Math.ulp(x)) + d(Math.scalb(a, 3)) + d(Math.nextUp(a)) + d(Math.pow(a, 2.0)) + d(Math.nextAfter(a, b));
        h = h * 31 + Double.compare(a, b) + Float.compare(x, y) + (Double.isNaN(a) ? 1 : 0) + (Double.isInfinite(b) ? 2 : 0) + (Float.isFinite(x) ? 4 : 0);
        h = h * 31 + Double.hashCode(a) + Float.hashCode(x) + d(Double.longBitsToDouble(d(a) + 1)) + f(Float.intBitsToFloat(f(x) ^ 1));
        h = h * 31 + d(StrictMath.sqrt(b)) + d(Math.IEEEremainder(a, b)) + d(Math.toRadians(a)) + d(StrictMath.sin(a)) + d(StrictMath.pow(a, b)) + d(StrictMath.log(b));
        return h;
    }

    static boolean close(double a, double b) { return a == b || Double.isNaN(a) && Double.isNaN(b) || Math.abs(a - b) <= 2 * Math.ulp(b); }

    static int approximate() {
        int bad = 0;
        for (double a : DOUBLES) {
            bad += close(Math.sin(a), StrictMath.sin(a)) && close(Math.cos(a), StrictMath.cos(a)) && close(Math.tan(a), StrictMath.tan(a)) ? 0 : 1;
            bad += close(Math.exp(a), StrictMath.exp(a)) && close(Math.log(a), StrictMath.log(a)) && close(Math.log10(a), StrictMath.log10(a)) ? 0 : 1;
            bad += close(Math.atan(a), StrictMath.atan(a)) && close(Math.cbrt(a), StrictMath.cbrt(a)) && close(Math.pow(a, 3), StrictMath.pow(a, 3)) ? 0 : 1;
            bad += (a > 0 ? d(Math.pow(a, 0.5)) == d(Math.sqrt(a)) : close(Math.pow(a, 0.5), StrictMath.pow(a, 0.5))) && close(Math.hypot(a, 3), StrictMath.hypot(a, 3)) && close(Math.atan2(a, 2), StrictMath.atan2(a, 2)) ? 0 : 1;
        }
        return bad;
    }

    public static void main(String[] args) {
        long h = 0;
        for (int r = 0; r < 25; r++) {
            for (int a : INTS) {
                for (int b : INTS) {
                    h = h * 31 + ints(a, b);
                }
            }
            for (long a : LONGS) {
                for (long b : LONGS) {
                    h = h * 31 + longs(a, b);
                }
            }
            for (double a : DOUBLES) {
                for (double b : DOUBLES) {
                    h = h * 31 + doubles(a, b);
                }
            }
            h = h * 31 + approximate();
            System.out.println(h);
        }
    }
}
