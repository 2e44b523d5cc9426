/** long arithmetic: multiplications, rotations, divisions, an open hash table of longs. */
public class LongHash {
    static final long RESULT = 10736699200592703L;

    static long mix(long z) {
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    public static long run() {
        long[] keys = new long[1 << 16];
        long[] values = new long[1 << 16];
        long s = 0, h = 0;
        for (int i = 0; i < 400_000; i++) {
            s += 0x9E3779B97F4A7C15L;
            long k = mix(s) % 30_000 + 30_001;
            int slot = (int) (mix(k) >>> 48);
            while (keys[slot] != 0 && keys[slot] != k) {
                slot = slot + 1 & 0xffff;
            }
            keys[slot] = k;
            values[slot] += i;
            h = Long.rotateLeft(h, 5) ^ values[slot] / (k & 0xff | 1);
        }
        return h;
    }

    public static void main(String[] args) {
        System.out.println("LongHash " + (run() == RESULT ? "ok" : "WRONG"));
    }
}
