/** Exceptions thrown and caught over several frames. */
public class Throwing {
    static final long RESULT = 4641420392795L;

    static final class Found extends Exception {
        final int value;

        Found(int value) {
            super("found", null, false, true);
            this.value = value;
        }
    }

    static int dig(int depth, int x) throws Found {
        if (depth == 0) {
            if (x % 3 == 0) {
                throw new Found(x);
            }
            return x / (x % 5);
        }
        try {
            return dig(depth - 1, x) + 1;
        } finally {
            counter++;
        }
    }

    static int counter;

    public static long run() {
        long sum = 0;
        counter = 0;
        for (int i = 0; i < 700_000; i++) {
            try {
                sum += dig(i & 7, i);
            } catch (Found e) {
                sum += e.value;
            } catch (ArithmeticException e) {
                sum--;
            }
        }
        return sum * 31 + counter;
    }

    public static void main(String[] args) {
        System.out.println("Throwing " + (run() == RESULT ? "ok" : "WRONG"));
    }
}
