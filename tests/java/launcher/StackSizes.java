// vm: -Xss400k
// Deeper stacks for threads that ask for them, and for -Xss.
public class StackSizes {
    static int depth;

    static void down() {
        depth++;
        down();
    }

    static int measure(long size) throws InterruptedException {
        int[] result = new int[1];
        Thread t = new Thread(null, () -> {
            depth = 0;
            try {
                down();
            } catch (StackOverflowError e) {
                result[0] = depth;
            }
        }, "deep", size);
        t.start();
        t.join();
        return result[0];
    }

    public static void main(String[] args) throws Exception {
        int small = measure(0);
        int big = measure(16 << 20);
        System.out.println(small > 300 && small < 40_000);
        System.out.println(big > small * 8);
        depth = 0;
        try {
            down();
        } catch (StackOverflowError e) {
            System.out.println(depth > 300);
        }
    }
}
