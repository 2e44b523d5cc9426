// Arrays of all types: loads, stores, lengths, bounds, null, ArrayStoreException, caught here and by callers.
// vm: -XX:-OmitStackTraceInFastThrow
public class ArraysAll {
    static int get(boolean[] a, int i) { return a[i] ? 1 : 0; }
    static int get(byte[] a, int i) { return a[i]; }
    static int get(short[] a, int i) { return a[i]; }
    static int get(char[] a, int i) { return a[i]; }
    static int get(int[] a, int i) { return a[i]; }
    static long get(long[] a, int i) { return a[i]; }
    static float get(float[] a, int i) { return a[i]; }
    static double get(double[] a, int i) { return a[i]; }
    static Object get(Object[] a, int i) { return a[i]; }
    static void set(boolean[] a, int i, boolean v) { a[i] = v; }
    static void set(byte[] a, int i, int v) { a[i] = (byte) v; }
    static void set(short[] a, int i, int v) { a[i] = (short) v; }
    static void set(char[] a, int i, int v) { a[i] = (char) v; }
    static void set(int[] a, int i, int v) { a[i] = v; }
    static void set(long[] a, int i, long v) { a[i] = v; }
    static void set(float[] a, int i, float v) { a[i] = v; }
    static void set(double[] a, int i, double v) { a[i] = v; }
    static void set(Object[] a, int i, Object v) { a[i] = v; }

    static final int N = 17;

    static long round(int seed) {
        boolean[] z = new boolean[N];
        byte[] b = new byte[N];
        short[] s = new short[N];
        char[] c = new char[N];
        int[] n = new int[N];
        long[] l = new long[N];
        float[] f = new float[N];
        double[] d = new double[N];
        Object[] o = new Object[N];
        String[] t = new String[N];
        int x = seed;
        for (int i = 0; i < N; i++) {
            x = x * 1103515245 + 12345;
            set(z, i, (x & 64) != 0);
            set(b, i, x);
            set(s, i, x);
            set(c, i, x);
            set(n, i, x);
            set(l, i, (long) x * x);
            set(f, i, x / 3f);
            set(d, i, x / 7.0);
            set(o, i, (x & 32) != 0 ? z : n);
            set(t, i, (x & 16) != 0 ? "a" : null);
        }
        long h = 0;
        for (int i = 0; i < N; i++) {
            h = h * 31 + get(z, i) + get(b, i) + get(s, i) + get(c, i) + get(n, i);
            h = h * 31 + get(l, i) + Float.floatToIntBits(get(f, i)) + Double.doubleToLongBits(get(d, i));
            h = h * 31 + (get(o, i) == z ? 1 : 2) + (get(t, i) == null ? 3 : 4);
            b[i] += 3;
            s[i]--;
            c[i] ^= 5;
            n[i] <<= i;
            l[i] *= 3;
            f[i] /= 2;
            d[i] -= 1;
            z[i] |= i % 2 == 0;
            h = h * 31 + b[i] + s[i] + c[i] + n[i] + l[i] + (int) f[i] + (long) d[i] + (z[i] ? 9 : 0) + t.length;
        }
        return h;
    }

    static int bounds(int[] a, int i) {
        try {
            return a[i];
        } catch (ArrayIndexOutOfBoundsException e) {
            return -e.getMessage().length();
        } catch (NullPointerException e) {
            return -1000;
        }
    }

    static String failing(int k, Object[] store) {
        try {
            switch (k % 20) {
                case 0: return "" + get(new byte[3], 3);
                case 1: return "" + get((byte[]) null, 0);
                case 2: set(new long[2], -1, 5); return "no";
                case 3: set((double[]) null, 0, 1); return "no";
                case 4: set(store, 0, new StringBuilder()); return "no";
                case 5: set(store, 0, null); return "null is fine";
                case 6: set(store, 5, "x"); return "no";
                case 7: return "" + ((int[]) null).length;
                case 8: set(new Integer[1][], 0, new Object[0]); return "no";
                case 9: return "" + new int[k - 1000000 < 0 ? -k - 1 : 1].length;
                case 10: return "" + new String[2][k < 0 ? 1 : -7].length;
                case 11: return "" + get(new boolean[0], 0);
                case 12: return "" + get(new char[1], Integer.MIN_VALUE);
                case 13: return "" + get(new short[1], Integer.MAX_VALUE);
                case 14: return "" + get(new float[1], 1);
                case 15: return "" + get((Object[]) null, 1);
                case 16: set(new char[4], 4, 'c'); return "no";
                case 17: set(new boolean[4], 4, true); return "no";
                case 18: set((Object[]) null, 4, null); return "no";
                default: set(new Object[4], 3, store); return "fine";
            }
        } catch (ArrayStoreException | NegativeArraySizeException | IndexOutOfBoundsException e) {
            return e.toString();
        } catch (NullPointerException e) {
            return e.getMessage();
        }
    }

    public static void main(String[] args) {
        long h = 0;
        for (int i = 0; i < 4000; i++) {
            h = h * 31 + round(i);
        }
        System.out.println(h);
        int[] a = {1, 2, 3};
        int sum = 0;
        for (int i = 0; i < 20_000; i++) {
            sum += bounds(i % 50 == 7 ? null : a, i % 7 - 2);
        }
        System.out.println(sum);
        h = 0;
        for (int i = 0; i < 20_000; i++) {
            String s = failing(i % 20, new String[1]);
            if (i < 20 || i >= 19_980) {
                System.out.println(s);
            }
            h = h * 31 + s.length();
        }
        System.out.println(h);
        // a loop that ends by the exception
        int ended = 0;
        for (int k = 0; k < 3000; k++) {
            int i = 0;
            try {
                while (true) {
                    ended += a[i++];
                }
            } catch (ArrayIndexOutOfBoundsException e) {
                ended += i;
            }
        }
        System.out.println(ended);
    }
}
