// javac: -XDstringConcat=inline
// Constant pushes and ldc of every kind: small and big numbers, strings, classes.
public class Constants {
    public static void main(String[] args) {
        int[] is = {-2, -1, 0, 1, 2, 3, 4, 5, 6, -128, -129, 127, 128, -32768, -32769, 32767, 32768, 65535, Integer.MIN_VALUE, Integer.MAX_VALUE};
        long[] ls = {-1, 0, 1, 2, 127, 1L << 31, Long.MIN_VALUE, Long.MAX_VALUE, 0xCAFEBABEL};
        float[] fs = {-1, -0f, 0, 1, 2, 3, 0.1f, Float.NaN, Float.MIN_VALUE, Float.POSITIVE_INFINITY};
        double[] ds = {-1, -0.0, 0, 1, 2, 0.1, Double.NaN, Double.MIN_VALUE, Double.NEGATIVE_INFINITY};
        for (int i : is) {
            System.out.print(i + " ");
        }
        for (long l : ls) {
            System.out.print(l + " ");
        }
        for (float f : fs) {
            System.out.print(f + "/" + Integer.toHexString(Float.floatToRawIntBits(f)) + " ");
        }
        for (double d : ds) {
            System.out.print(d + "/" + Long.toHexString(Double.doubleToRawLongBits(d)) + " ");
        }
        System.out.println();
        Class<?>[] cs = {int.class, void.class, Object.class, int[].class, String[][].class, Constants.class, Runnable.class, boolean.class};
        for (Class<?> c : cs) {
            System.out.print(c + ";");
        }
        System.out.println();
        String empty = "";
        String s = "with \u0000 zero, \u07ff, \uffff, \uD800 lone and \uD83D\uDE00 pair";
        System.out.println(empty.length() + " " + s.length() + " " + s.hashCode() + " " + (int) s.charAt(5) + " " + (s == "with \u0000 zero, \u07ff, \uffff, \uD800 lone and \uD83D\uDE00 pair"));
        final String big = "0123456789012345678901234567890123456789012345678901234567890123456789";
        System.out.println((big + big + big).hashCode());
        Object o = null;
        System.out.println((o == null ? 1 : 2) + (o != null ? 10 : 20) + (args == o ? 100 : 200));
        Integer a = 127, b = 127, c = 128, d = 128;
        System.out.println((a == b) + " " + (c == d) + " " + c.equals(d) + " " + ((Object) 1L).equals(1) + " " + (char) ('a' + 1) + " " + (byte) 0x80);
        Character ch = 'x';
        ch++;
        Long boxed = 5L;
        boxed += 3;
        Boolean flag = !Boolean.TRUE;
        double mixed = true ? 1 : 2.0;
        Object cond = true ? 1 : 2.0;
        System.out.println(ch + " " + boxed + " " + flag + " " + mixed + " " + cond);
    }
}
