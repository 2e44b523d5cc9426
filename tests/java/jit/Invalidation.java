// Classes that are loaded while compiled code which assumed their absence is on the stack: of the own thread, of others, in
// loops and below calls.
public class Invalidation {
    static abstract class Shape {
        abstract int area(int n);

        int twice(int n) {
            return 2 * area(n);
        }
    }

    static class Square extends Shape {
        int area(int n) {
            return n * n;
        }
    }

    static class Loader {
        // not loaded before it is needed
        static Shape circle() {
            return new Circle();
        }

        static Shape big() {
            return new BigSquare();
        }
    }

    static class Circle extends Shape {
        int area(int n) {
            return 3 * n * n;
        }

        @Override
        int twice(int n) {
            return 1_000_000 + super.twice(n);
        }
    }

    static class BigSquare extends Square {
        @Override
        int area(int n) {
            return 100 * n * n;
        }
    }

    static Shape current = new Square();
    static volatile boolean stop;
    static volatile int rounds;

    static int change(int n, int at) {
        if (n == at) {
            current = Loader.circle();
        }
        return n;
    }

    static long loop(int n, int at, double d, String s) {
        long sum = 0;
        for (int i = 0; i < n; i++) {
            sum += current.twice(change(i, at)) + s.length();
            d += current.area(2);
        }
        return sum + (long) d;
    }

    static int nested(int depth, int n) {
        Shape s = current;
        if (depth == 0) {
            current = Loader.big();
            return s.twice(n);
        }
        int before = s.area(n);
        int r = nested(depth - 1, n);
        return r + before + current.area(n) - s.twice(1);
    }

    static long other(Square q) {
        long sum = 0;
        while (!stop) {
            sum = q.area(3);
            rounds++;
        }
        return sum;
    }

    public static void main(String[] args) throws Exception {
        long warm = 0;
        for (int i = 0; i < 300; i++) {
            warm += loop(100, -1, 1.5, "abc");
        }
        long[] result = new long[1];
        Square q = new Square();
        Thread t = new Thread(() -> result[0] = other(q));
        t.start();
        while (rounds < 100_000) {
            Thread.onSpinWait();
        }
        System.out.println(warm + " " + loop(20_000, 10_000, 2.5, "abcd"));
        current = new Square();
        for (int i = 0; i < 50; i++) {
            if (i < 49) {
                current = new Square();
            }
            System.out.println(i + " " + (i < 49 ? current.area(3) : nested(30, 3)));
        }
        int before = rounds;
        while (rounds - before < 100_000) {
            Thread.onSpinWait();
        }
        stop = true;
        t.join();
        System.out.println(result[0] + " " + current.twice(2));
    }
}
