// vm: -Xmx200m -Xmn16m
// stress: 200000
// An old array of a million distinct elements: stores of young objects all over it, then everything is checked.
import java.util.Random;

public class WideArray {
    static final int N = 1_000_000;

    public static void main(String[] args) {
        int[][] a = new int[N][];
        int[] model = new int[N];
        for (int i = 0; i < N; i++) {
            a[i] = new int[] {i};
            model[i] = i;
        }
        System.gc();
        Random random = new Random(5);
        for (int i = 0; i < 1_000_000; i++) {
            int at = random.nextInt(N);
            a[at] = new int[] {i};
            model[at] = i;
        }
        System.out.println(check(a, model));
        // Only the ends and places 512 apart.
        for (int round = 0; round < 50; round++) {
            for (int at = round % 512; at < N; at += 512) {
                a[at] = new int[] {round};
                model[at] = round;
            }
            a[0] = new int[] {-round};
            a[N - 1] = a[0];
            model[0] = model[N - 1] = -round;
        }
        System.out.println(check(a, model));
        System.gc();
        System.out.println(check(a, model));
    }

    static String check(int[][] a, int[] model) {
        long sum = 0;
        for (int i = 0; i < N; i++) {
            if (a[i][0] != model[i]) {
                return "wrong at " + i;
            }
            sum += (long) i * a[i][0];
        }
        return "sum " + sum;
    }
}
