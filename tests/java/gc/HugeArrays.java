// vm: -Xmx400m
// Arrays of hundreds of MB made and dropped in a bounded heap.
public class HugeArrays {
    static Object hold;

    static long touch(Object array, int n) {
        if (array instanceof byte[] b) {
            for (int i = 0; i < n; i += 1_000_003) {
                if (b[i] != 0) {
                    return -1;
                }
                b[i] = (byte) i;
            }
            return b[1_000_003] + b.length;
        }
        if (array instanceof long[] b) {
            for (int i = 0; i < n; i += 1_000_003) {
                if (b[i] != 0) {
                    return -1;
                }
                b[i] = i;
            }
            return b[1_000_003] + b.length;
        }
        char[] b = (char[]) array;
        for (int i = 0; i < n; i += 1_000_003) {
            if (b[i] != 0) {
                return -1;
            }
            b[i] = (char) i;
        }
        return b[1_000_003] + b.length;
    }

    public static void main(String[] args) {
        long sum = 0;
        for (int i = 0; i < 12; i++) {
            hold = null;
            int n = 150_000_000 + i;
            hold = switch (i % 3) {
                case 0 -> new byte[n];
                case 1 -> new long[n / 8];
                default -> new char[n / 2];
            };
            sum = sum * 31 + touch(hold, i % 3 == 0 ? n : i % 3 == 1 ? n / 8 : n / 2);
        }
        System.out.println(sum);
        hold = null;
        // Many of middle size, some of them kept.
        byte[][] kept = new byte[20][];
        for (int i = 0; i < 200; i++) {
            int n = 1_000_000 + i * 5_003;
            kept[i % 20] = new byte[n];
            kept[i % 20][n - 1] = (byte) i;
        }
        int total = 0;
        for (byte[] k : kept) {
            total += k[k.length - 1] + k.length;
        }
        System.out.println(total);
        try {
            hold = new byte[500_000_000];
            System.out.println("fits");
        } catch (OutOfMemoryError e) {
            System.out.println(e.getMessage());
        }
        hold = new byte[200_000_000];
        System.out.println(((byte[]) hold).length);
    }
}
