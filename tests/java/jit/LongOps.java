// All instructions on long, with values at the edges, in a loop and in small methods of their own.
// vm: -XX:-OmitStackTraceInFastThrow
public class LongOps {
    static final long[] EDGES = {0, 1, -1, 2, -2, 3, 31, 32, 33, 63, 64, 65, -63, -64, 127, -128, 65535, 0x7fffffffL, 0x80000000L,
        -0x80000000L, -0x80000001L, 0xffffffffL, 0x100000000L, 0x5555555555555555L, 0xAAAAAAAAAAAAAAAAL, Long.MAX_VALUE,
        Long.MIN_VALUE, Long.MAX_VALUE - 1, Long.MIN_VALUE + 1, 1_000_000_000_039L};

    static long add(long a, long b) { return a + b; }
    static long sub(long a, long b) { return a - b; }
    static long mul(long a, long b) { return a * b; }
    static long div(long a, long b) { return a / b; }
    static long rem(long a, long b) { return a % b; }
    static long and(long a, long b) { return a & b; }
    static long or(long a, long b) { return a | b; }
    static long xor(long a, long b) { return a ^ b; }
    static long shl(long a, int b) { return a << b; }
    static long shr(long a, int b) { return a >> b; }
    static long ushr(long a, int b) { return a >>> b; }
    static long neg(long a) { return -a; }
    static int toInt(long a) { return (int) a; }
    static long fromInt(int a) { return a; }

    static long constants(long a) {
        long h = a / 3;
        h = h * 31 + a / -7;
        h = h * 31 + a / 1024;
        h = h * 31 + a / -1;
        h = h * 31 + a / Long.MIN_VALUE;
        h = h * 31 + a % 10;
        h = h * 31 + a % -16;
        h = h * 31 + a % -1;
        h = h * 31 + a % Long.MIN_VALUE;
        h = h * 31 + a * 5 + a * -1 + a * (1L << 40);
        h = h * 31 + (a << 5) + (a << 69) + (a >> 65) + (a >>> -1) + (a >>> 64) + (a << 32) + (a >>> 32);
        h = h * 31 + (a & 0xffffffffL) + (a | 1L << 63) + (a ^ -1) + (a + 0) + (1 - a) + (a + 0x123456789aL);
        return h;
    }

    static long pair(long a, long b) {
        long h = add(a, b);
        h = h * 31 + sub(a, b);
        h = h * 31 + mul(a, b);
        try {
            h = h * 31 + div(a, b);
            h = h * 31 + rem(a, b);
        } catch (ArithmeticException e) {
            h = h * 31 + e.getMessage().length();
        }
        h = h * 31 + and(a, b);
        h = h * 31 + or(a, b);
        h = h * 31 + xor(a, b);
        h = h * 31 + shl(a, (int) b);
        h = h * 31 + shr(a, (int) b);
        h = h * 31 + ushr(a, (int) b);
        h = h * 31 + a / (b | 1) + a % (b | 1);
        h = h * 31 + (a < b ? 1 : 2) + (a <= b ? 4 : 8) + (a == b ? 16 : 32) + (a > b ? 1 : 2) + (a >= b ? 4 : 8) + (a != b ? 16 : 32);
        h = h * 31 + Long.compare(a, b) * 3 + (a < 0 ? 1 : 2) + (a == 0 ? 4 : 8);
        int i = (int) a;
        i <<= b;
        i += b;
        long j = a;
        j >>= (int) b;
        return (h * 31 + i) * 31 + j;
    }

    static long all() {
        long h = 0;
        for (long a : EDGES) {
            h = h * 31 + neg(a) + toInt(a) + fromInt((int) (a >> 3));
            h = h * 31 + constants(a);
            for (long b : EDGES) {
                h = h * 31 + pair(a, b);
            }
        }
        return h;
    }

    public static void main(String[] args) {
        long first = all();
        System.out.println(Long.toHexString(first));
        for (int i = 0; i < 30; i++) {
            long h = all();
            if (h != first) {
                System.out.println("round " + i + ": " + Long.toHexString(h));
            }
        }
        for (long a : EDGES) {
            System.out.println(a + " " + pair(a, 5) + " " + pair(7, a) + " " + pair(a, a) + " " + constants(a));
        }
        long x = 1;
        for (long i = 0; i < 200_000; i++) {
            x = x * 6364136223846793005L + 1442695040888963407L;
            x ^= x >>> 29 | i << 33;
            x += i / (x % 13 + 14) - i % 7;
        }
        System.out.println(x);
    }
}
