// All instructions on int, with values at the edges, in a loop and in small methods of their own.
// vm: -XX:-OmitStackTraceInFastThrow
public class IntOps {
    static final int[] EDGES = {0, 1, -1, 2, -2, 3, 7, 31, 32, 33, 63, 64, -31, -32, 127, 128, -128, -129, 255, 256, 32767, 32768,
        -32768, -32769, 65535, 65536, 0x55555555, 0xAAAAAAAA, Integer.MAX_VALUE, Integer.MIN_VALUE, Integer.MAX_VALUE - 1,
        Integer.MIN_VALUE + 1, 1_000_003};

    static int add(int a, int b) { return a + b; }
    static int sub(int a, int b) { return a - b; }
    static int mul(int a, int b) { return a * b; }
    static int div(int a, int b) { return a / b; }
    static int rem(int a, int b) { return a % b; }
    static int and(int a, int b) { return a & b; }
    static int or(int a, int b) { return a | b; }
    static int xor(int a, int b) { return a ^ b; }
    static int shl(int a, int b) { return a << b; }
    static int shr(int a, int b) { return a >> b; }
    static int ushr(int a, int b) { return a >>> b; }
    static int neg(int a) { return -a; }
    static int not(int a) { return ~a; }
    static int b(int a) { return (byte) a; }
    static int s(int a) { return (short) a; }
    static int c(int a) { return (char) a; }

    static long constants(int a) {
        long h = a / 3;
        h = h * 31 + a / -7;
        h = h * 31 + a / 16;
        h = h * 31 + a / -1;
        h = h * 31 + a / Integer.MIN_VALUE;
        h = h * 31 + a % 3;
        h = h * 31 + a % -8;
        h = h * 31 + a % -1;
        h = h * 31 + a % Integer.MIN_VALUE;
        h = h * 31 + a * 5;
        h = h * 31 + a * -1;
        h = h * 31 + a * 65536;
        h = h * 31 + (a << 5) + (a << 37) + (a >> 33) + (a >>> -1) + (a >>> 32);
        h = h * 31 + (a & 0xff) + (a & 0xffff) + (a | 0x80000000) + (a ^ -1);
        h = h * 31 + (a + 0) + (a - 1) + (1 - a) + (0 - a);
        return h;
    }

    static long pair(int a, int b) {
        long h = add(a, b);
        h = h * 31 + sub(a, b);
        h = h * 31 + mul(a, b);
        try {
            h = h * 31 + div(a, b);
        } catch (ArithmeticException e) {
            h = h * 31 + 77;
        }
        try {
            h = h * 31 + rem(a, b);
        } catch (ArithmeticException e) {
            h = h * 31 + e.getMessage().length();
        }
        h = h * 31 + and(a, b);
        h = h * 31 + or(a, b);
        h = h * 31 + xor(a, b);
        h = h * 31 + shl(a, b);
        h = h * 31 + shr(a, b);
        h = h * 31 + ushr(a, b);
        h = h * 31 + (a / (b | 1)) + (a % (b | 1));
        h = h * 31 + (a < b ? 1 : 2) + (a <= b ? 4 : 8) + (a == b ? 16 : 32);
        h = h * 31 + (a > b ? 1 : 2) + (a >= b ? 4 : 8) + (a != b ? 16 : 32);
        h = h * 31 + (a < 0 ? 1 : 2) + (a <= 0 ? 4 : 8) + (a == 0 ? 16 : 32) + (a > 0 ? 1 : 2) + (a >= 0 ? 4 : 8) + (a != 0 ? 16 : 32);
        int i = a;
        i += 1000;
        i -= 40000;
        i++;
        i--;
        byte bb = (byte) a;
        bb += b;
        short ss = (short) b;
        ss *= a;
        char cc = (char) a;
        cc -= b;
        return ((h * 31 + i) * 31 + bb) * 31 + ss * 7 + cc;
    }

    static long unary(int a) {
        long h = neg(a);
        h = h * 31 + not(a);
        h = h * 31 + b(a);
        h = h * 31 + s(a);
        return h * 31 + c(a);
    }

    static long all() {
        long h = 0;
        for (int a : EDGES) {
            h = h * 31 + unary(a);
            h = h * 31 + constants(a);
            for (int b : EDGES) {
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
        for (int a : EDGES) {
            System.out.println(a + " " + pair(a, 5) + " " + pair(7, a) + " " + pair(a, a) + " " + unary(a) + " " + constants(a));
        }
        int x = 1;
        for (int i = 0; i < 200_000; i++) {
            x = x * 1103515245 + 12345;
            x ^= x >>> 16 | i << 3;
            x += i / (x % 13 + 14) - i % 7;
        }
        System.out.println(x);
    }
}
