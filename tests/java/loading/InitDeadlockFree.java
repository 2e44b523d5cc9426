// Superclass and interface initialisation from several threads at once, many times, without a deadlock.
import java.util.concurrent.CyclicBarrier;

public class InitDeadlockFree {
    public static class Top {
        static int t = work(1);
    }

    public static class Left extends Top {
        static int l = Top.t + work(2);
    }

    public static class Right extends Top {
        static int r = Top.t + work(3);
    }

    public static class Bottom extends Left {
        static int b = Left.l + Right.r + work(4);
    }

    static int work(int n) {
        int x = n;
        for (int i = 0; i < 1000; i++) {
            x = x * 31 + i;
        }
        return x & 0xff | n << 8;
    }

    static class Fresh extends ClassLoader {
        Fresh() {
            super(InitDeadlockFree.class.getClassLoader());
        }

        @Override
        public Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("InitDeadlockFree")) {
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
        long sum = 0;
        for (int round = 0; round < 30; round++) {
            Fresh l = new Fresh();
            String[] names = {"Bottom", "Left", "Right", "Top"};
            int[] values = new int[4];
            CyclicBarrier barrier = new CyclicBarrier(4);
            Thread[] ts = new Thread[4];
            for (int i = 0; i < 4; i++) {
                int k = i;
                ts[i] = new Thread(() -> {
                    try {
                        barrier.await();
                        Class<?> c = Class.forName("InitDeadlockFree$" + names[k], true, l);
                        var f = c.getDeclaredField(names[k].substring(0, 1).toLowerCase());
                        f.setAccessible(true);
                        values[k] = f.getInt(null);
                    } catch (Exception e) {
                        System.out.println(e);
                    }
                });
                ts[i].start();
            }
            for (Thread t : ts) {
                t.join();
            }
            for (int v : values) {
                sum = sum * 7 + v;
            }
        }
        System.out.println(sum);
    }
}
