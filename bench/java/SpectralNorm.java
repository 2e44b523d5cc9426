/** Double arithmetic with a division in the inner loop, small static methods. */
public class SpectralNorm {
    static final double RESULT = 1.2742238666431718;

    static double a(int i, int j) {
        return 1.0 / ((i + j) * (i + j + 1) / 2 + i + 1);
    }

    static void times(double[] v, double[] out, boolean transposed) {
        for (int i = 0; i < v.length; i++) {
            double sum = 0;
            for (int j = 0; j < v.length; j++) {
                sum += (transposed ? a(j, i) : a(i, j)) * v[j];
            }
            out[i] = sum;
        }
    }

    public static double run() {
        int n = 250;
        double[] u = new double[n], v = new double[n], t = new double[n];
        java.util.Arrays.fill(u, 1);
        for (int i = 0; i < 10; i++) {
            times(u, t, false);
            times(t, v, true);
            times(v, t, false);
            times(t, u, true);
        }
        double vBv = 0, vv = 0;
        for (int i = 0; i < n; i++) {
            vBv += u[i] * v[i];
            vv += v[i] * v[i];
        }
        return Math.sqrt(vBv / vv);
    }

    public static void main(String[] args) {
        System.out.println("SpectralNorm " + (run() == RESULT ? "ok" : "WRONG"));
    }
}
