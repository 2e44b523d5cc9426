// vm: -XX:MaxMetaspaceSize=40m -Xmx128m
// timeout: 300
// Threads that load, link and drop classes at the same time, some of them each other's, while others collect.
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntUnaryOperator;

public class UnloadingThreads {
    public interface Step extends IntUnaryOperator {
        default int both(int x) {
            return applyAsInt(applyAsInt(x));
        }
    }

    public static class Base implements Step {
        public int applyAsInt(int x) {
            return x + 1;
        }
    }

    public static class Derived extends Base {
        static final Step[] STEPS = new Step[2];

        static {
            STEPS[0] = x -> x * 2;
            STEPS[1] = new Base();
        }

        @Override
        public int applyAsInt(int x) {
            int r = super.applyAsInt(x);
            for (Step s : STEPS) {
                r = s.both(r);
            }
            return r;
        }
    }

    /** Takes `Base` from another loader, if it has one. */
    static class Own extends ClassLoader {
        final ClassLoader other;

        Own(ClassLoader other) {
            super(UnloadingThreads.class.getClassLoader());
            this.other = other;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> c = findLoadedClass(name);
                if (c != null) {
                    return c;
                }
                if (name.equals("UnloadingThreads$Base") && other != null) {
                    return other.loadClass(name);
                }
                if (!name.equals("UnloadingThreads$Base") && !name.equals("UnloadingThreads$Derived")) {
                    return super.loadClass(name, resolve);
                }
                byte[] b = bytes(name);
                return defineClass(name, b, 0, b.length);
            }
        }
    }

    static byte[] bytes(String name) {
        try (InputStream in = UnloadingThreads.class.getResourceAsStream(name + ".class")) {
            return in.readAllBytes();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static final byte[] BASE = bytes("UnloadingThreads$Base");
    static final AtomicReferenceArray<ClassLoader> SHARED = new AtomicReferenceArray<>(4);
    static final AtomicLong SUM = new AtomicLong();

    static void work(int rounds) {
        try {
            for (int i = 0; i < rounds; i++) {
                int at = ThreadLocalRandom.current().nextInt(SHARED.length());
                ClassLoader other = SHARED.get(at);
                Own loader = new Own(i % 5 == 0 ? null : other);
                if (i % 5 == 0) {
                    SHARED.set(at, loader);
                }
                Step s = (Step) loader.loadClass("UnloadingThreads$Derived").getConstructor().newInstance();
                SUM.addAndGet(s.both(3));
                Class<?> hidden = MethodHandles.lookup().defineHiddenClass(BASE, true).lookupClass();
                SUM.addAndGet(((Step) hidden.getConstructor().newInstance()).both(1));
                if (i % 40 == 0) {
                    System.gc();
                }
            }
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    public static void main(String[] args) throws Exception {
        Thread[] threads = new Thread[4];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = new Thread(() -> work(500));
            threads[i].start();
        }
        for (Thread t : threads) {
            t.join();
        }
        System.out.println(SUM);
    }
}
