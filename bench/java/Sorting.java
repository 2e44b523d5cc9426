import java.util.Arrays;

/** Quicksort and heapsort of ints written here, and the library's sort of objects. */
public class Sorting {
    static final int RESULT = -1104970283;

    static void quick(int[] a, int lo, int hi) {
        while (lo < hi) {
            int pivot = a[(lo + hi) >>> 1];
            int i = lo;
            int j = hi;
            while (i <= j) {
                while (a[i] < pivot) {
                    i++;
                }
                while (a[j] > pivot) {
                    j--;
                }
                if (i <= j) {
                    int t = a[i];
                    a[i++] = a[j];
                    a[j--] = t;
                }
            }
            if (j - lo < hi - i) {
                quick(a, lo, j);
                lo = i;
            } else {
                quick(a, i, hi);
                hi = j;
            }
        }
    }

    static void heap(int[] a) {
        for (int i = a.length / 2 - 1; i >= 0; i--) {
            sift(a, i, a.length);
        }
        for (int n = a.length - 1; n > 0; n--) {
            int t = a[0];
            a[0] = a[n];
            a[n] = t;
            sift(a, 0, n);
        }
    }

    static void sift(int[] a, int i, int n) {
        int v = a[i];
        for (int c; (c = 2 * i + 1) < n; i = c) {
            if (c + 1 < n && a[c + 1] > a[c]) {
                c++;
            }
            if (a[c] <= v) {
                break;
            }
            a[i] = a[c];
        }
        a[i] = v;
    }

    static int[] random(int n) {
        int[] a = new int[n];
        int x = 42;
        for (int i = 0; i < n; i++) {
            x ^= x << 13;
            x ^= x >>> 17;
            x ^= x << 5;
            a[i] = x;
        }
        return a;
    }

    public static int run() {
        int[] a = random(350_000);
        int[] b = a.clone();
        String[] c = new String[15_000];
        for (int i = 0; i < c.length; i++) {
            c[i] = Integer.toString(a[i], 36);
        }
        quick(a, 0, a.length - 1);
        heap(b);
        Arrays.sort(c, (x, y) -> y.compareTo(x));
        return Arrays.equals(a, b) ? Arrays.hashCode(a) + Arrays.hashCode(c) : 0;
    }

    public static void main(String[] args) {
        System.out.println("Sorting " + (run() == RESULT ? "ok" : "WRONG"));
    }
}
