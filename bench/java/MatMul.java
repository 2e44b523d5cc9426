/** Two-dimensional double arrays. */
public class MatMul {
    public static double run() {
        int n = 420;
        double[][] a = new double[n][n];
        double[][] b = new double[n][n];
        double[][] c = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                a[i][j] = i - j;
                b[i][j] = i + j;
            }
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int k = 0; k < n; k++) {
                    sum += a[i][k] * b[k][j];
                }
                c[i][j] = sum;
            }
        }
        double trace = 0;
        for (int i = 0; i < n; i++) {
            trace += c[i][i];
        }
        return trace;
    }

    public static void main(String[] args) {
        System.out.println("MatMul " + (run() == 0.0 ? "ok" : "WRONG"));
    }
}
