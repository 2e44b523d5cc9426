/** Permutations in small int arrays. */
public class Fannkuch {
    static final int RESULT = 862930;

    public static int run() {
        int n = 9;
        int[] perm = new int[n], perm1 = new int[n], count = new int[n];
        int flipsMax = 0, permutations = 0, checksum = 0, r = n;
        for (int i = 0; i < n; i++) {
            perm1[i] = i;
        }
        while (true) {
            while (r != 1) {
                count[r - 1] = r;
                r--;
            }
            System.arraycopy(perm1, 0, perm, 0, n);
            int flips = 0;
            for (int k = perm[0]; k != 0; k = perm[0]) {
                for (int i = 0, j = k; i < j; i++, j--) {
                    int t = perm[i];
                    perm[i] = perm[j];
                    perm[j] = t;
                }
                flips++;
            }
            flipsMax = Math.max(flipsMax, flips);
            checksum += permutations % 2 == 0 ? flips : -flips;
            while (true) {
                if (r == n) {
                    return checksum * 100 + flipsMax;
                }
                int first = perm1[0];
                for (int i = 0; i < r; i++) {
                    perm1[i] = perm1[i + 1];
                }
                perm1[r] = first;
                if (--count[r] > 0) {
                    break;
                }
                r++;
            }
            permutations++;
        }
    }

    public static void main(String[] args) {
        System.out.println("Fannkuch " + (run() == RESULT ? "ok" : "WRONG"));
    }
}
