// Allocation of all kinds in hot code: objects of many sizes, arrays, arrays of arrays, negative sizes, zeroed memory.
// stress: 4000
import java.util.ArrayList;
import java.util.List;

public class AllocHot {
    static class Empty { }
    static class Small { int a; }
    static class Mixed { byte b; long l; Object o; char c; double d; boolean z; Mixed next; }
    static class Sub extends Mixed { int[] data = new int[3]; Sub(int k) { data[0] = k; } }
    static class Big { long a0, a1, a2, a3, a4, a5, a6, a7, a8, a9; Object o0, o1, o2, o3; int i = 5; }
    static class Final { static int finalized; @Override protected void finalize() { finalized++; } }
    record Point(int x, double y) { }
    abstract static class Shape { abstract int id(); }

    static int objects(int k) {
        Empty e = new Empty();
        Small s = new Small();
        Mixed m = new Mixed();
        Sub u = new Sub(k);
        Big b = new Big();
        Point p = new Point(k, k / 2.0);
        Shape h = new Shape() { int id() { return k; } };
        int clean = s.a + m.b + (int) m.l + (m.o == null ? 0 : 1) + m.c + (int) m.d + (m.z ? 1 : 0) + (m.next == null ? 0 : 1);
        clean += (int) (b.a0 + b.a5 + b.a9) + (b.o0 == null && b.o3 == null ? 0 : 1);
        m.next = u;
        s.a = k;
        return clean * 1000 + u.data[0] + u.data[1] + b.i + p.x() + (int) p.y() + h.id() + (e.equals(m) ? 1 : 0) + s.a;
    }

    static int arrays(int n) {
        boolean[] z = new boolean[n];
        byte[] b = new byte[n];
        char[] c = new char[n];
        short[] s = new short[n];
        int[] i = new int[n];
        long[] l = new long[n];
        float[] f = new float[n];
        double[] d = new double[n];
        Object[] o = new Object[n];
        String[][] t = new String[n][];
        int sum = 0;
        for (int k = 0; k < n; k++) {
            sum += (z[k] ? 1 : 0) + b[k] + c[k] + s[k] + i[k] + (int) l[k] + (int) f[k] + (int) d[k] + (o[k] == null ? 0 : 1) + (t[k] == null ? 0 : 1);
            b[k] = -1;
            l[k] = -1;
            o[k] = o;
        }
        int[] literal = {n, n + 1, n + 2};
        return sum * 1000 + z.length + literal[2] + b.length + t.length;
    }

    static int multi(int a, int b, int c) {
        int[][][] x = new int[a][b][c];
        long[][] y = new long[a][];
        Object[][] o = new Object[b][c];
        byte[][][][] w = new byte[1][a][1][b];
        int sum = 0;
        for (int i = 0; i < a; i++) {
            for (int j = 0; j < b; j++) {
                for (int k = 0; k < c; k++) {
                    sum += x[i][j][k];
                    x[i][j][k] = i + j + k;
                    sum += x[i][j][k];
                }
            }
            sum += y[i] == null ? 1 : 0;
        }
        return sum + o.length + w[0].length + (b > 0 ? o[0].length : 0);
    }

    static String negative(int k) {
        try {
            switch (k % 6) {
                case 0: return "" + new int[-1 - k].length;
                case 1: return "" + new Object[k - 100_000].length;
                case 2: return "" + new int[3][-2].length;
                case 3: return "" + new int[-3][2].length;
                case 4: return "" + new long[0][-k].length;
                default: return "" + new String[2][0][3].length;
            }
        } catch (NegativeArraySizeException e) {
            return "negative " + (k < 100 ? e.getMessage() : "");
        }
    }

    static Object[] fill(int n) {
        Object[] all = new Object[n];
        for (int i = 0; i < n; i++) {
            all[i] = i % 3 == 0 ? new int[] {i} : i % 3 == 1 ? (Object) new Object[] {all, i} : "s" + i;
        }
        return all;
    }

    public static void main(String[] args) throws Exception {
        long h = 0;
        List<Object> kept = new ArrayList<>();
        for (int k = 0; k < 6_000; k++) {
            h = h * 31 + objects(k);
            h = h * 31 + arrays(k % 23);
            h = h * 31 + multi(k % 3, k % 4, k % 5);
            h = h * 31 + negative(k).length();
            if (k % 100 == 0) {
                kept.add(fill(k % 300));
            }
            new Final();
        }
        System.out.println(h);
        int n = 0;
        for (Object o : kept) {
            Object[] all = (Object[]) o;
            for (int i = 0; i < all.length; i++) {
                n += all[i] instanceof int[] a ? a[0] : all[i] instanceof Object[] b ? (b[0] == all ? (Integer) b[1] : -1) : all[i].toString().length();
            }
        }
        System.out.println(n);
        for (int k = 0; k < 6; k++) {
            System.out.println(negative(k));
        }
        Object clone = new int[] {1, 2, 3}.clone();
        for (int i = 0; i < 20_000; i++) {
            clone = ((int[]) clone).clone();
        }
        System.out.println(((int[]) clone)[2]);
    }
}
