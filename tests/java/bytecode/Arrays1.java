// javac: -XDstringConcat=inline
// Arrays of every element type: store, load, narrowing, bounds, negative sizes, clone, length.
import java.util.Arrays;

public class Arrays1 {
    static void bounds(Runnable r) {
        try {
            r.run();
            System.out.println("no exception");
        } catch (RuntimeException e) {
            System.out.println(e);
        }
    }

    public static void main(String[] args) {
        boolean[] z = new boolean[3];
        byte[] b = new byte[3];
        short[] s = new short[3];
        char[] c = new char[3];
        int[] i = new int[3];
        long[] l = new long[3];
        float[] f = new float[3];
        double[] d = new double[3];
        String[] a = new String[3];
        System.out.println(z[0] + " " + b[0] + " " + s[0] + " " + (int) c[0] + " " + i[0] + " " + l[0] + " " + f[0]
            + " " + d[0] + " " + a[0]);
        for (int k = 0; k < 3; k++) {
            z[k] = k % 2 == 0;
            b[k] = (byte) (k * 100);
            s[k] = (short) (k * 30000);
            c[k] = (char) (k * 40000);
            i[k] = k * 2000000000;
            l[k] = k * 5000000000L;
            f[k] = k / 3f;
            d[k] = k / 3.0;
            a[k] = "s" + k;
        }
        System.out.println(Arrays.toString(z) + Arrays.toString(b) + Arrays.toString(s));
        for (char x : c) {
            System.out.print((int) x + " ");
        }
        System.out.println(Arrays.toString(i) + Arrays.toString(l) + Arrays.toString(f) + Arrays.toString(d)
            + Arrays.toString(a));
        b[0] += 200;
        c[1]++;
        s[2] *= 3;
        l[1] <<= 40;
        i[0]--;
        d[2] /= 0;
        System.out.println(b[0] + " " + (int) c[1] + " " + s[2] + " " + l[1] + " " + i[0] + " " + d[2]);
        bounds(() -> z[3] = true);
        bounds(() -> b[-1] = 1);
        bounds(() -> s[Integer.MAX_VALUE] = 1);
        bounds(() -> c[Integer.MIN_VALUE] = 1);
        bounds(() -> System.out.println(i[3]));
        bounds(() -> System.out.println(l[4]));
        bounds(() -> System.out.println(f[5]));
        bounds(() -> System.out.println(d[6]));
        bounds(() -> System.out.println(a[7]));
        bounds(() -> a[8] = null);
        bounds(() -> System.out.println(new int[-1].length));
        bounds(() -> System.out.println(new String[-5].length));
        bounds(() -> System.out.println(new int[2][-3].length));
        int[] copy = i.clone();
        copy[0] = 99;
        System.out.println(i[0] + " " + copy[0] + " " + copy.getClass() + " " + (copy.clone() != copy));
        bounds(() -> System.arraycopy(i, 0, l, 0, 1));
        bounds(() -> System.arraycopy(i, 1, i, 0, 3));
        bounds(() -> System.arraycopy(i, -1, i, 0, 1));
        bounds(() -> System.arraycopy("x", 0, i, 0, 1));
        bounds(() -> System.arraycopy(i, 0, i, 0, -1));
        bounds(() -> System.arraycopy(a, 0, new Object[1], 1, 1));
        bounds(() -> System.arraycopy(null, 0, i, 0, 1));
        int[] over = {0, 1, 2, 3, 4, 5, 6, 7};
        System.arraycopy(over, 0, over, 2, 5);
        System.out.println(Arrays.toString(over));
        System.arraycopy(over, 3, over, 0, 5);
        System.out.println(Arrays.toString(over));
    }
}
