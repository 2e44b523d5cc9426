// javac: -XDstringConcat=inline
// Number parsing and printing through the library's pure Java code.
public class NumberStrings {
    public static void main(String[] args) {
        int[] v = {0, 1, -1, 9, 10, 99, 100, 12345, -98765, Integer.MAX_VALUE, Integer.MIN_VALUE};
        for (int i : v) {
            System.out.println(Integer.toString(i) + " " + Integer.toHexString(i) + " " + Integer.toBinaryString(i) + " "
                + Integer.toOctalString(i) + " " + Integer.toString(i, 36) + " " + Integer.toUnsignedString(i) + " "
                + Integer.bitCount(i) + " " + Integer.reverse(i) + " " + Integer.highestOneBit(i) + " "
                + Integer.numberOfLeadingZeros(i) + " " + Integer.numberOfTrailingZeros(i) + " "
                + Integer.reverseBytes(i) + " " + Integer.rotateLeft(i, 5));
        }
        long[] w = {0, -1, 1234567890123L, Long.MAX_VALUE, Long.MIN_VALUE};
        for (long l : w) {
            System.out.println(Long.toString(l) + " " + Long.toHexString(l) + " " + Long.toString(l, 7) + " "
                + Long.toUnsignedString(l) + " " + Long.bitCount(l) + " " + Long.reverse(l) + " "
                + Long.numberOfLeadingZeros(l) + " " + Long.divideUnsigned(l, 10) + " " + Long.hashCode(l));
        }
        String[] bad = {"", "-", "+", "12x", "2147483648", "-2147483649", " 1", "0x10", null};
        for (String s : bad) {
            try {
                System.out.println(Integer.parseInt(s));
            } catch (NumberFormatException e) {
                System.out.println(e.getMessage());
            }
        }
        System.out.println(Integer.parseInt("+77") + Integer.parseInt("-zz", 36) + Long.parseLong("-9223372036854775808")
            + Integer.decode("#ff") + Integer.parseUnsignedInt("4294967295"));
        double[] d = {0, 1.0, 123456789.125, 1e7, 9999999.999, 1e-3, 0.00099, 1.0E23, 2.0E-323, 123e45, 5e-324, 1.1, 2.2250738585072012E-308};
        for (double x : d) {
            System.out.println(x + " " + (float) x + " " + Double.doubleToLongBits(x) + " " + Double.toHexString(x));
        }
        for (String s : new String[] {"1", "1.5e3", "-.5", "NaN", "Infinity", "1e-400", "0x1p-3", " 7 ", "1f", "9".repeat(30)}) {
            System.out.println(Double.parseDouble(s) + " " + Float.parseFloat(s));
        }
        try {
            Double.parseDouble("1.2.3");
        } catch (NumberFormatException e) {
            System.out.println(e.getMessage());
        }
    }
}
