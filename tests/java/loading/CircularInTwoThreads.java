// Two classes that are each other's super, loaded from both ends by two threads through a parallel capable loader: each thread holds the
// lock that the other wants, unless the second one finds the circle before it asks the loader.
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

public class CircularInTwoThreads {
    static class SuperA {
    }

    static class ClassB extends SuperA {
    }

    /** Becomes SuperA by a rename of equal length. */
    static class ClassC extends ClassB {
    }

    static class Parallel extends ClassLoader {
        static {
            registerAsParallelCapable();
        }

        final CountDownLatch firstIsBetween = new CountDownLatch(1), secondHasLock = new CountDownLatch(1);

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("java.")) {
                return super.loadClass(name, resolve);
            }
            boolean circular = name.endsWith("SuperA");
            try {
                if (circular && Thread.currentThread().getName().equals("first")) {
                    firstIsBetween.countDown();
                    secondHasLock.await();
                }
                synchronized (getClassLoadingLock(name)) {
                    Class<?> found = findLoadedClass(name);
                    if (found != null) {
                        return found;
                    }
                    if (circular) {
                        secondHasLock.countDown();
                    }
                    String file = circular ? name.replace("SuperA", "ClassC") : name;
                    try (InputStream in = CircularInTwoThreads.class.getResourceAsStream(file + ".class")) {
                        String text = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
                        byte[] bytes = text.replace("ClassC", "SuperA").getBytes(StandardCharsets.ISO_8859_1);
                        return defineClass(name, bytes, 0, bytes.length);
                    }
                }
            } catch (java.io.IOException | InterruptedException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    static String load(String name, ClassLoader loader) {
        try {
            return "loaded " + Class.forName(name, false, loader);
        } catch (Throwable e) {
            return e.getClass().getName();
        }
    }

    public static void main(String[] args) throws Exception {
        Parallel loader = new Parallel();
        String[] results = new String[2];
        Thread first = new Thread(() -> results[0] = load("CircularInTwoThreads$ClassB", loader), "first");
        first.start();
        loader.firstIsBetween.await();
        Thread second = new Thread(() -> results[1] = load("CircularInTwoThreads$SuperA", loader), "second");
        second.start();
        first.join();
        second.join();
        System.out.println(results[0] + ", " + results[1]);
    }
}
