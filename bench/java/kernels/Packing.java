import java.util.Arrays;

/** A compressor written out: matches by a hash of three bytes, lengths and distances as bytes, and back again. */
public class Packing {
    static int pack(byte[] in, byte[] out) {
        int[] last = new int[1 << 13];
        Arrays.fill(last, -1);
        int o = 0;
        int literals = 0;
        int i = 0;
        while (i < in.length) {
            int length = 0;
            int distance = 0;
            if (i + 3 < in.length) {
                int hash = ((in[i] & 0xff) << 16 | (in[i + 1] & 0xff) << 8 | in[i + 2] & 0xff) * 0x9E3779B1 >>> 19;
                int from = last[hash];
                last[hash] = i;
                if (from >= 0 && i - from < 65_536) {
                    int most = Math.min(in.length - i, 127);
                    while (length < most && in[from + length] == in[i + length]) {
                        length++;
                    }
                    distance = i - from;
                }
            }
            if (length >= 4) {
                literals = 0;
                out[o++] = (byte) (0x80 | length);
                out[o++] = (byte) (distance >> 8);
                out[o++] = (byte) distance;
                i += length;
            } else {
                if (literals == 0 || literals == 127) {
                    out[o++] = 0;
                    literals = 0;
                }
                out[o - literals - 1]++;
                out[o++] = in[i++];
                literals++;
            }
        }
        return o;
    }

    static int unpack(byte[] in, int n, byte[] out) {
        int o = 0;
        for (int i = 0; i < n;) {
            int b = in[i++];
            if (b < 0) {
                int distance = (in[i] & 0xff) << 8 | in[i + 1] & 0xff;
                i += 2;
                for (int k = b & 0x7f; k > 0; k--, o++) {
                    out[o] = out[o - distance];
                }
            } else {
                System.arraycopy(in, i, out, o, b);
                i += b;
                o += b;
            }
        }
        return o;
    }

    public static Object run() {
        String[] words = {"alpha ", "beta ", "gamma ", "delta, ", "epsilon. ", "zeta\n"};
        byte[] text = new byte[400_000];
        long seed = 7;
        for (int i = 0; i < text.length;) {
            seed = seed * 6364136223846793005L + 1442695040888963407L;
            String w = words[(int) ((seed >>> 33) % words.length)];
            for (int k = 0; k < w.length() && i < text.length; k++) {
                text[i++] = (byte) w.charAt(k);
            }
            if ((seed >>> 50 & 7) == 0 && i < text.length) {
                text[i++] = (byte) (seed >>> 40);
            }
        }
        byte[] packed = new byte[text.length * 2];
        int n = pack(text, packed);
        byte[] back = new byte[text.length];
        if (unpack(packed, n, back) != text.length || !Arrays.equals(text, back)) {
            throw new AssertionError("not the same");
        }
        return n + "/" + Arrays.hashCode(Arrays.copyOf(packed, n));
    }
}
