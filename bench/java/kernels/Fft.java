/** The fast Fourier transform on arrays of double, forth and back. */
public class Fft {
    static void transform(double[] re, double[] im, boolean inverse) {
        int n = re.length;
        for (int i = 1, j = 0; i < n; i++) {
            int bit = n >> 1;
            for (; (j & bit) != 0; bit >>= 1) {
                j ^= bit;
            }
            j ^= bit;
            if (i < j) {
                double t = re[i];
                re[i] = re[j];
                re[j] = t;
                t = im[i];
                im[i] = im[j];
                im[j] = t;
            }
        }
        for (int size = 2; size <= n; size <<= 1) {
            double angle = (inverse ? 2 : -2) * StrictMath.PI / size;
            int half = size >> 1;
            for (int k = 0; k < half; k++) {
                double c = StrictMath.cos(angle * k);
                double s = StrictMath.sin(angle * k);
                for (int i = k; i < n; i += size) {
                    int o = i + half;
                    double tr = re[o] * c - im[o] * s;
                    double ti = re[o] * s + im[o] * c;
                    re[o] = re[i] - tr;
                    im[o] = im[i] - ti;
                    re[i] += tr;
                    im[i] += ti;
                }
            }
        }
    }

    public static Object run() {
        int n = 1 << 15;
        double[] re = new double[n];
        double[] im = new double[n];
        for (int i = 0; i < n; i++) {
            re[i] = i * 7919 % 1009 - 504;
            im[i] = i % 17;
        }
        double[] was = re.clone();
        transform(re, im, false);
        double power = 0;
        for (int i = 0; i < n; i++) {
            power += re[i] * re[i] + im[i] * im[i];
        }
        transform(re, im, true);
        double error = 0;
        for (int i = 0; i < n; i++) {
            error = Math.max(error, Math.abs(re[i] / n - was[i]));
        }
        return Double.doubleToLongBits(power) + "/" + (error < 1e-9);
    }
}
