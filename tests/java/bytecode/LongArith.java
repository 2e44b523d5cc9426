// javac: -XDstringConcat=inline
// long arithmetic with all pairs of edge values.
public class LongArith {
    static final long[] V = {0, 1, -1, 2, -2, 7, -7, 31, 32, 33, 63, 64, 65, 255, -256, 65536, 1L << 31, 1L << 32,
        (1L << 32) - 1, 0x5555555555555555L, 0xAAAAAAAAAAAAAAAAL, Long.MAX_VALUE, Long.MIN_VALUE,
        Long.MAX_VALUE - 1, Long.MIN_VALUE + 1, Integer.MIN_VALUE, Integer.MAX_VALUE};

    static long h;

    static void mix(long x) {
        h = h * 31 + x;
    }

    static long div(long a, long b) {
        try {
            return a / b;
        } catch (ArithmeticException e) {
            return e.getMessage().length();
        }
    }

    static long rem(long a, long b) {
        try {
            return a % b;
        } catch (ArithmeticException e) {
            return -e.getMessage().length();
        }
    }

    public static void main(String[] args) {
        for (long a : V) {
            h = 0;
            for (long b : V) {
                mix(a + b);
                mix(a - b);
                mix(a * b);
                mix(div(a, b));
                mix(rem(a, b));
                mix(a & b);
                mix(a | b);
                mix(a ^ b);
                mix(a << b);
                mix(a >> b);
                mix(a >>> b);
                mix(a << (int) b);
                mix(a < b ? 1 : 2);
                mix(a <= b ? 1 : 2);
                mix(a > b ? 1 : 2);
                mix(a >= b ? 1 : 2);
                mix(a == b ? 1 : 2);
                mix(Long.compare(a, b));
            }
            mix(-a);
            mix(~a);
            mix((int) a);
            mix((short) a);
            mix((byte) a);
            mix((char) a);
            System.out.println(a + " " + h);
        }
        System.out.println(Long.MIN_VALUE / -1);
        System.out.println(Long.MIN_VALUE % -1);
        System.out.println(1L << 65);
        System.out.println(-1L >>> 60);
        System.out.println(-17L >> 2);
        System.out.println(Math.multiplyHigh(Long.MAX_VALUE, Long.MIN_VALUE));
    }
}
