// Recursion: plain, mutual, with many arguments, through interfaces and lambdas, on objects, deep.
import java.util.function.IntBinaryOperator;

public class Recursion1 {
    static int fib(int n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
    static int ackermann(int m, int n) { return m == 0 ? n + 1 : n == 0 ? ackermann(m - 1, 1) : ackermann(m - 1, ackermann(m, n - 1)); }
    static boolean even(int n) { return n == 0 || odd(n - 1); }
    static boolean odd(int n) { return n != 0 && even(n - 1); }
    static long wide(int n, long a, double b, float c, long d, double e, int f, Object g) {
        return n == 0 ? a + (long) b + (long) c + d + (long) e + f + (g == null ? 0 : 1) : wide(n - 1, d, e, c + 1, a + n, b * 2, f - 1, g) + n;
    }
    static double real(double x, int n) { return n == 0 ? x : real(x / 2 + 1, n - 1) * 0.5 + x; }
    static String text(int n) { return n == 0 ? "" : text(n - 1) + (char) ('a' + n % 26); }

    static final class Node {
        final Node left, right;
        final int value;

        Node(int depth, int value) {
            this.value = value;
            left = depth == 0 ? null : new Node(depth - 1, value * 2);
            right = depth == 0 ? null : new Node(depth - 1, value * 2 + 1);
        }

        long sum() { return value + (left == null ? 0 : left.sum()) + (right == null ? 0 : right.sum()); }
        int depth() { return left == null ? 1 : 1 + Math.max(left.depth(), right.depth()); }
    }

    static int hanoi(int n, int from, int to, int via, int[] moves) {
        if (n > 0) {
            hanoi(n - 1, from, via, to, moves);
            moves[0] = moves[0] * 31 + from * 3 + to;
            hanoi(n - 1, via, to, from, moves);
        }
        return moves[0];
    }

    static IntBinaryOperator gcd;
    static int deep(int n) { return n == 0 ? 0 : 1 + deep(n - 1); }

    static int throwing(int n) {
        if (n == 0) {
            throw new IllegalStateException("bottom");
        }
        try {
            return throwing(n - 1) + 1;
        } finally {
            passed++;
        }
    }

    static int passed;

    public static void main(String[] args) {
        System.out.println(fib(24));
        System.out.println(ackermann(2, 60));
        int n = 0;
        for (int i = 0; i < 500; i++) {
            n += even(i) ? 1 : 3;
        }
        System.out.println(n);
        long h = 0;
        for (int i = 0; i < 2000; i++) {
            h = h * 31 + wide(i % 20, i, 1.5, 2f, -i, 3.25, i, i % 2 == 0 ? null : "x");
        }
        System.out.println(h);
        System.out.println(real(3, 500));
        System.out.println(text(100));
        Node tree = new Node(12, 1);
        System.out.println(tree.sum() + " " + tree.depth());
        System.out.println(hanoi(14, 0, 2, 1, new int[1]));
        gcd = (a, b) -> b == 0 ? a : gcd.applyAsInt(b, a % b);
        h = 0;
        for (int i = 1; i < 5000; i++) {
            h += gcd.applyAsInt(i * 6, 3600);
        }
        System.out.println(h);
        int d = 0;
        for (int i = 0; i < 200; i++) {
            d += deep(1000);
        }
        System.out.println(d);
        for (int i = 0; i < 300; i++) {
            try {
                throwing(50);
            } catch (IllegalStateException e) {
                passed += e.getMessage().length();
            }
        }
        System.out.println(passed);
    }
}
