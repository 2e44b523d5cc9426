import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/** A picture, then a tour of the kernels with their times. */
public class Demo {
    public static void main(String[] args) throws Exception {
        System.out.printf("%s %s (%s), Java %s%n%n", System.getProperty("java.vm.name"),
            System.getProperty("java.vm.version"), System.getProperty("java.vm.info"), Runtime.version().feature());
        mandelbrot(76, 26);
        Map<String, Callable<?>> kernels = new LinkedHashMap<>();
        kernels.put("recursive calls", Fib::run);
        kernels.put("interface calls", Megamorphic::run);
        kernels.put("loops and arrays", Sieve::run);
        kernels.put("floating point", NBody::run);
        kernels.put("bit tricks", BitTricks::run);
        kernels.put("objects", Trees::run);
        kernels.put("hash maps", HashChurn::run);
        kernels.put("streams", Streams::run);
        kernels.put("exceptions", Throwing::run);
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 1;
        long begin = System.nanoTime();
        for (Map.Entry<String, Callable<?>> kernel : kernels.entrySet()) {
            System.out.printf("%-18s", kernel.getKey());
            Object result = null;
            for (int i = 0; i < rounds; i++) {
                long start = System.nanoTime();
                result = kernel.getValue().call();
                System.out.printf("%7.2f s", (System.nanoTime() - start) / 1e9);
            }
            System.out.println("   -> " + result);
        }
        System.out.printf("%nall in %.1f s%n", (System.nanoTime() - begin) / 1e9);
    }

    static void mandelbrot(int width, int height) {
        String shades = " .:-=+*#%@";
        for (int y = 0; y < height; y++) {
            StringBuilder line = new StringBuilder();
            for (int x = 0; x < width; x++) {
                double cr = -2.1 + 2.9 * x / width;
                double ci = -1.2 + 2.4 * y / height;
                double r = 0;
                double i = 0;
                int n = 0;
                for (; n < 90 && r * r + i * i < 4; n++) {
                    double t = r * r - i * i + cr;
                    i = 2 * r * i + ci;
                    r = t;
                }
                line.append(n == 90 ? '@' : shades.charAt(n * (shades.length() - 1) / 90 + (n & 1)));
            }
            System.out.println(line);
        }
        System.out.println();
    }
}
