/** AES-128 written out on bytes, tables computed: masks, shifts, table look-ups. */
public class Aes {
    private static final int[] SBOX = new int[256];

    static {
        // Inverses in GF(2^8), by powers of 3, then the affine map.
        int p = 1;
        int q = 1;
        do {
            p ^= p << 1 ^ (p >> 7) * 0x11b;
            q ^= q << 1;
            q ^= q << 2;
            q ^= q << 4;
            q = (q ^ (q >> 7 & 1) * 0x09) & 0xff;
            int x = q ^ rotate(q, 1) ^ rotate(q, 2) ^ rotate(q, 3) ^ rotate(q, 4);
            SBOX[p] = x ^ 0x63;
        } while (p != 1);
        SBOX[0] = 0x63;
    }

    private static int rotate(int b, int by) {
        return (b << by | b >> 8 - by) & 0xff;
    }

    private static int twice(int b) {
        return b << 1 ^ (b >> 7) * 0x11b;
    }

    static int[] expand(byte[] key) {
        int[] w = new int[176];
        for (int i = 0; i < 16; i++) {
            w[i] = key[i] & 0xff;
        }
        int constant = 1;
        for (int i = 16; i < 176; i += 4) {
            int a = w[i - 4], b = w[i - 3], c = w[i - 2], d = w[i - 1];
            if (i % 16 == 0) {
                int t = a;
                a = SBOX[b] ^ constant;
                b = SBOX[c];
                c = SBOX[d];
                d = SBOX[t];
                constant = twice(constant);
            }
            w[i] = w[i - 16] ^ a;
            w[i + 1] = w[i - 15] ^ b;
            w[i + 2] = w[i - 14] ^ c;
            w[i + 3] = w[i - 13] ^ d;
        }
        return w;
    }

    static void encrypt(int[] key, int[] state, int[] t) {
        for (int i = 0; i < 16; i++) {
            state[i] ^= key[i];
        }
        for (int round = 1; round <= 10; round++) {
            for (int i = 0; i < 16; i++) {
                t[i] = SBOX[state[i * 5 & 15]];
            }
            for (int c = 0; c < 16; c += 4) {
                int a0 = t[c], a1 = t[c + 1], a2 = t[c + 2], a3 = t[c + 3];
                if (round < 10) {
                    int all = a0 ^ a1 ^ a2 ^ a3;
                    t[c] = a0 ^ all ^ twice(a0 ^ a1);
                    t[c + 1] = a1 ^ all ^ twice(a1 ^ a2);
                    t[c + 2] = a2 ^ all ^ twice(a2 ^ a3);
                    t[c + 3] = a3 ^ all ^ twice(a3 ^ a0);
                }
            }
            for (int i = 0; i < 16; i++) {
                state[i] = t[i] ^ key[round * 16 + i];
            }
        }
    }

    public static Object run() {
        byte[] key = new byte[16];
        for (int i = 0; i < 16; i++) {
            key[i] = (byte) i;
        }
        int[] expanded = expand(key);
        int[] state = new int[16];
        int[] t = new int[16];
        // The example of FIPS 197, appendix C.1, then its output encrypted again and again.
        for (int i = 0; i < 16; i++) {
            state[i] = i * 0x11;
        }
        encrypt(expanded, state, t);
        StringBuilder out = new StringBuilder();
        for (int round = 0; round < 2; round++) {
            for (int b : state) {
                out.append(Integer.toHexString(b | 0x100), 1, 3);
            }
            out.append(' ');
            for (int i = 0; round == 0 && i < 40_000; i++) {
                encrypt(expanded, state, t);
            }
        }
        return out.toString().trim();
    }
}
