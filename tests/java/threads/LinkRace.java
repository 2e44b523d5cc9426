// Eight threads link the same fresh call sites, fields, methods, constants and classes at once, in many loaders.
import java.util.concurrent.CyclicBarrier;
import java.util.function.*;

public class LinkRace {
    public static class Data {
        static int counter = 5;
        static final Object[] TABLE = {"x", 1, 2L};
        int inst = 3;
        double d = 1.5;

        int virt(int x) {
            return x + inst;
        }
    }

    interface Shape {
        int area();

        default int twice() {
            return 2 * area();
        }
    }

    record Square(int a) implements Shape {
        public int area() {
            return a * a;
        }
    }

    enum Kind { A, B, C }

    public static class Job implements IntUnaryOperator {
        public Job() {
        }

        public int applyAsInt(int k) {
            BinaryOperator<Integer> sum = Integer::sum;
            Supplier<String> text = () -> "k" + k + Data.counter;
            Data data = new Data();
            Shape s = new Square(k);
            int r = sum.apply(k, 1) + text.get().length() + data.virt(k) + s.area() + s.twice();
            r += switch (Kind.values()[k % 3]) {
                case A -> 1;
                case B -> 2;
                case C -> 3;
            };
            Object o = Data.TABLE[k % 3];
            r += o instanceof String t ? t.length() : o instanceof Integer i ? i : ((Long) o).intValue();
            int[][] m = new int[2][3];
            m[1][2] = (int) (data.d * 2);
            try {
                Object bad = "s";
                r += (Integer) bad;
            } catch (ClassCastException e) {
                r += m[1][2];
            }
            ToIntFunction<String> len = String::length;
            Function<Integer, Square> make = Square::new;
            return r + len.applyAsInt("abc" + k) + make.apply(2).area() + Data.class.getName().length();
        }
    }

    static class Fresh extends ClassLoader {
        static {
            registerAsParallelCapable();
        }

        Fresh() {
            super(LinkRace.class.getClassLoader());
        }

        @Override
        public Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("LinkRace")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> c = findLoadedClass(name);
                if (c != null) {
                    return c;
                }
                try (var in = getResourceAsStream(name + ".class")) {
                    byte[] b = in.readAllBytes();
                    return defineClass(name, b, 0, b.length);
                } catch (java.io.IOException e) {
                    throw new ClassNotFoundException(name);
                }
            }
        }
    }

    public static void main(String[] args) throws Exception {
        int n = 8;
        long sum = 0;
        for (int round = 0; round < 25; round++) {
            Fresh l = new Fresh();
            IntUnaryOperator job = (IntUnaryOperator) l.loadClass("LinkRace$Job").getDeclaredConstructor().newInstance();
            CyclicBarrier barrier = new CyclicBarrier(n);
            int[] results = new int[n];
            Thread[] ts = new Thread[n];
            for (int i = 0; i < n; i++) {
                int k = i;
                ts[i] = new Thread(() -> {
                    try {
                        barrier.await();
                        for (int j = 0; j < 20; j++) {
                            results[k] += job.applyAsInt(k);
                        }
                    } catch (Throwable e) {
                        System.out.println(e);
                    }
                });
                ts[i].start();
            }
            for (Thread t : ts) {
                t.join();
            }
            for (int r : results) {
                sum = sum * 31 + r;
            }
        }
        System.out.println(sum);
    }
}
