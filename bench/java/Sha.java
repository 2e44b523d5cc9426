/** SHA-256 written out: int arithmetic, rotations, arrays. */
public class Sha {
    static final int RESULT = -1799558226;
    static final int[] K = new int[64];

    static {
        for (int i = 0, p = 2; i < 64; p++) {
            boolean prime = true;
            for (int d = 2; d * d <= p; d++) {
                prime &= p % d != 0;
            }
            if (prime) {
                double root = Math.cbrt(p);
                K[i++] = (int) (long) ((root - Math.floor(root)) * (1L << 32));
            }
        }
    }

    static void block(byte[] data, int from, int[] state, int[] w) {
        for (int i = 0; i < 16; i++) {
            int p = from + i * 4;
            w[i] = data[p] << 24 | (data[p + 1] & 255) << 16 | (data[p + 2] & 255) << 8 | data[p + 3] & 255;
        }
        for (int i = 16; i < 64; i++) {
            int x = w[i - 15], y = w[i - 2];
            int s0 = Integer.rotateRight(x, 7) ^ Integer.rotateRight(x, 18) ^ x >>> 3;
            int s1 = Integer.rotateRight(y, 17) ^ Integer.rotateRight(y, 19) ^ y >>> 10;
            w[i] = w[i - 16] + s0 + w[i - 7] + s1;
        }
        int a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6], h = state[7];
        for (int i = 0; i < 64; i++) {
            int s1 = Integer.rotateRight(e, 6) ^ Integer.rotateRight(e, 11) ^ Integer.rotateRight(e, 25);
            int t1 = h + s1 + (e & f ^ ~e & g) + K[i] + w[i];
            int s0 = Integer.rotateRight(a, 2) ^ Integer.rotateRight(a, 13) ^ Integer.rotateRight(a, 22);
            int t2 = s0 + (a & b ^ a & c ^ b & c);
            h = g;
            g = f;
            f = e;
            e = d + t1;
            d = c;
            c = b;
            b = a;
            a = t1 + t2;
        }
        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
        state[5] += f;
        state[6] += g;
        state[7] += h;
    }

    public static int run() {
        byte[] data = new byte[1 << 19];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) (i * 7 + (i >> 8));
        }
        int[] state = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
        int[] w = new int[64];
        for (int i = 0; i < data.length; i += 64) {
            block(data, i, state, w);
        }
        return java.util.Arrays.hashCode(state);
    }

    public static void main(String[] args) {
        System.out.println("Sha " + (run() == RESULT ? "ok" : "WRONG"));
    }
}
