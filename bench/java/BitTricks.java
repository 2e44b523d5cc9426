/** Long arithmetic: population counts, reversals, a hash and a queens solver on bit sets. */
public class BitTricks {
    static final long RESULT = 1142718018790852583L;

    static int pop(long x) {
        x -= x >>> 1 & 0x5555555555555555L;
        x = (x & 0x3333333333333333L) + (x >>> 2 & 0x3333333333333333L);
        return (int) ((x + (x >>> 4) & 0x0f0f0f0f0f0f0f0fL) * 0x0101010101010101L >>> 56);
    }

    static long reverse(long x) {
        long r = 0;
        for (int i = 0; i < 64; i++) {
            r = r << 1 | x & 1;
            x >>>= 1;
        }
        return r;
    }

    static int queens(int n, long cols, long left, long right) {
        long all = (1L << n) - 1;
        if (cols == all) {
            return 1;
        }
        int count = 0;
        for (long free = all & ~(cols | left | right); free != 0; free &= free - 1) {
            long bit = free & -free;
            count += queens(n, cols | bit, (left | bit) << 1, (right | bit) >>> 1);
        }
        return count;
    }

    public static long run() {
        long h = 0x9E3779B97F4A7C15L;
        for (int i = 0; i < 4_500_000; i++) {
            h ^= h >>> 33;
            h *= 0xff51afd7ed558ccdL;
            h ^= h >>> 29;
            h += pop(h);
            if ((i & 15) == 0) {
                h += reverse(h);
            }
        }
        return h + queens(9, 0, 0, 0);
    }

    public static void main(String[] args) {
        System.out.println("BitTricks " + (run() == RESULT ? "ok" : "WRONG"));
    }
}
