/** Double arithmetic in nested loops that end early. */
public class Mandelbrot {
    static final int RESULT = 3954085;

    public static int run() {
        int size = 300;
        int sum = 0;
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                double cr = 2.0 * x / size - 1.5, ci = 2.0 * y / size - 1;
                double zr = 0, zi = 0;
                int n = 0;
                while (n < 100 && zr * zr + zi * zi <= 4) {
                    double t = zr * zr - zi * zi + cr;
                    zi = 2 * zr * zi + ci;
                    zr = t;
                    n++;
                }
                sum += n;
            }
        }
        return sum;
    }

    public static void main(String[] args) {
        System.out.println("Mandelbrot " + (run() == RESULT ? "ok" : "WRONG"));
    }
}
