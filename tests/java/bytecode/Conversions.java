// javac: -XDstringConcat=inline
// All fifteen conversions between primitive types.
public class Conversions {
    public static void main(String[] args) {
        int[] is = {0, 1, -1, 127, 128, -128, -129, 255, 256, 32767, 32768, -32769, 65535, 65536, 123456789,
            Integer.MAX_VALUE, Integer.MIN_VALUE, 16777217};
        for (int i : is) {
            System.out.println(i + ": " + (byte) i + " " + (short) i + " " + (int) (char) i + " " + (long) i + " "
                + (float) i + " " + (double) i);
        }
        long[] ls = {0, -1, 1L << 31, 1L << 32, 0x123456789ABCDEFL, Long.MAX_VALUE, Long.MIN_VALUE, 9007199254740993L};
        for (long l : ls) {
            System.out.println(l + ": " + (int) l + " " + (float) l + " " + (double) l);
        }
        double[] ds = {0.9, -0.9, 1e10, -1e10, 1e19, -1e19, Double.NaN, Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY, 1e-50, 3.4028235677973366e38, 2147483647.5, -2147483648.5, 9.223372036854775E18};
        for (double d : ds) {
            System.out.println(d + ": " + (int) d + " " + (long) d + " " + (float) d + " " + (byte) (int) d + " "
                + (char) d + "|" + (short) d);
        }
        float[] fs = {0.5f, -0.5f, 1e10f, -1e10f, 1e20f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY,
            2.14748365E9f, 2.1474835E9f};
        for (float f : fs) {
            System.out.println(f + ": " + (int) f + " " + (long) f + " " + (double) f);
        }
        byte b = (byte) 200;
        short s = (short) 40000;
        char c = (char) -1;
        b += 100;
        s -= 1;
        c++;
        System.out.println(b + " " + s + " " + (int) c);
        b >>>= 1;
        c -= 1;
        s <<= 3;
        System.out.println(b + " " + s + " " + (int) c);
        int big = 5;
        big *= 1.7;
        big += 0.9f;
        System.out.println(big);
    }
}
