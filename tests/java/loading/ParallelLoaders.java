// Parallel capable loaders, locks per class, many threads loading the same and different classes, circular superclasses.
import java.io.InputStream;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

class PA {
}

class PB extends PA {
}

class PC extends PB implements Runnable {
    public void run() {
    }
}

class PD {
    static int x = new PC().hashCode();
}

public class ParallelLoaders {
    static final AtomicInteger DEFINES = new AtomicInteger();

    static class Parallel extends ClassLoader {
        static {
            System.out.println("registered " + registerAsParallelCapable());
        }

        Parallel() {
            super(ParallelLoaders.class.getClassLoader());
        }

        Object lock(String name) {
            return getClassLoadingLock(name);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.length() != 2 || !name.startsWith("P")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> c = findLoadedClass(name);
                return c != null ? c : define(name);
            }
        }

        Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream in = getResourceAsStream(name + ".class")) {
                byte[] b = in.readAllBytes();
                Class<?> c = defineClass(name, b, 0, b.length);
                DEFINES.incrementAndGet();
                return c;
            } catch (java.io.IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    static class Unlocked extends Parallel {
        static {
            System.out.println("registered " + registerAsParallelCapable());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.length() != 2) {
                return super.loadClass(name, resolve);
            }
            try {
                return define(name);
            } catch (LinkageError e) {
                return findLoadedClass(name);
            }
        }
    }

    static class Serial extends ClassLoader {
        Object lock(String name) {
            return getClassLoadingLock(name);
        }
    }

    static void race(ClassLoader l, int threads) throws Exception {
        Set<Class<?>> seen = ConcurrentHashMap.newKeySet();
        CountDownLatch go = new CountDownLatch(1);
        Thread[] ts = new Thread[threads];
        for (int i = 0; i < threads; i++) {
            int k = i;
            ts[i] = new Thread(() -> {
                try {
                    go.await();
                    String[] names = {"PC", "PB", "PA", "PD"};
                    for (int j = 0; j < 4; j++) {
                        seen.add(Class.forName(names[(j + k) % 4], true, l));
                    }
                } catch (ReflectiveOperationException | InterruptedException e) {
                    System.out.println(e);
                }
            });
            ts[i].start();
        }
        go.countDown();
        for (Thread t : ts) {
            t.join();
        }
        System.out.println(seen.size() + " classes");
    }

    public static void main(String[] args) throws Exception {
        Parallel p = new Parallel();
        System.out.println(p.isRegisteredAsParallelCapable() + " " + (p.lock("a") == p.lock("a")) + " " + (p.lock("a") == p.lock("b")) + " " + (p.lock("a") == p));
        Serial s = new Serial();
        System.out.println(s.isRegisteredAsParallelCapable() + " " + (s.lock("a") == s));
        race(p, 8);
        System.out.println(DEFINES);
        race(new Unlocked(), 8);
    }
}
