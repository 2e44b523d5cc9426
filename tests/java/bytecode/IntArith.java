// javac: -XDstringConcat=inline
// int arithmetic with all pairs of edge values.
public class IntArith {
    static final int[] V = {0, 1, -1, 2, -2, 7, -7, 31, 32, 33, 255, 256, -256, 65535, 65536, 0x55555555,
        0xAAAAAAAA, Integer.MAX_VALUE, Integer.MIN_VALUE, Integer.MAX_VALUE - 1, Integer.MIN_VALUE + 1};

    static int h;

    static void mix(int x) {
        h = h * 31 + x;
    }

    static int div(int a, int b) {
        try {
            return a / b;
        } catch (ArithmeticException e) {
            return e.getMessage().length();
        }
    }

    static int rem(int a, int b) {
        try {
            return a % b;
        } catch (ArithmeticException e) {
            return -e.getMessage().length();
        }
    }

    public static void main(String[] args) {
        for (int a : V) {
            h = 0;
            for (int b : V) {
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
                mix(a < b ? 1 : 2);
                mix(a <= b ? 1 : 2);
                mix(a > b ? 1 : 2);
                mix(a >= b ? 1 : 2);
                mix(a == b ? 1 : 2);
                mix(a != b ? 1 : 2);
            }
            mix(-a);
            mix(~a);
            mix(a == 0 ? 3 : 4);
            mix(a != 0 ? 3 : 4);
            mix(a < 0 ? 3 : 4);
            mix(a <= 0 ? 3 : 4);
            mix(a > 0 ? 3 : 4);
            mix(a >= 0 ? 3 : 4);
            int c = a;
            c++;
            c += 100;
            c += -129;
            c += 32767;
            c += 40000;
            c -= 32768;
            mix(c);
            System.out.println(a + " " + h);
        }
        System.out.println(Integer.MIN_VALUE / -1);
        System.out.println(Integer.MIN_VALUE % -1);
        System.out.println(1 << 33);
        System.out.println(-1 >>> 28);
        System.out.println(-17 >> 2);
        System.out.println(-17 / 4 + " " + -17 % 4);
    }
}
