// vm: -Xmx160m -Xmn8m
// stress: 20000
// Object arrays of many MB whose elements are young: made, filled, replaced, and dropped with everything in them.
import java.util.Random;

public class HumongousElements {
    static Object[] kept;

    static Object[] make(int n, int seed) {
        Object[] a = new Object[n];
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            int at = random.nextInt(n);
            a[at] = new int[] {at, seed};
        }
        return a;
    }

    static int check(Object[] a, int seed) {
        int n = 0;
        for (int i = 0; i < a.length; i++) {
            if (a[i] != null) {
                int[] e = (int[]) a[i];
                if (e[0] != i || e[1] != seed) {
                    throw new IllegalStateException("element " + i);
                }
                n++;
            }
        }
        return n;
    }

    public static void main(String[] args) {
        long sum = 0;
        for (int round = 0; round < 12; round++) {
            Object[] a = make(500_000 + round * 50_000, round);
            sum = sum * 31 + check(a, round);
            if (kept != null) {
                sum = sum * 31 + check(kept, round - 1);
            }
            kept = a;
            if (round % 4 == 0) {
                System.gc();
            }
        }
        System.out.println(sum);
        // Arrays of arrays, the inner ones large too.
        Object[][] outer = new Object[20][];
        for (int i = 0; i < 100; i++) {
            outer[i % 20] = new Object[200_000];
            outer[i % 20][i * 7] = "e" + i;
            outer[i % 20][199_999] = outer;
        }
        System.gc();
        StringBuilder b = new StringBuilder();
        for (int i = 80; i < 100; i++) {
            b.append(outer[i % 20][i * 7]).append(outer[i % 20][199_999] == outer ? "" : "WRONG");
        }
        System.out.println(b);
    }
}
