// vm: -XX:MaxMetaspaceSize=32m -Xmx256m
// timeout: 300
// Ten thousand class loaders, each with classes of its own that have instances, resolved constants, array classes and links to
// each other, are dropped: their metadata is used again. What is still reachable in any way stays.
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;

public class Unloading {
    public interface Shape {
        int area();
    }

    public static class Square implements Shape {
        static int made;
        static final String NAME = "square";
        final int side;

        public Square() {
            this(++made + 3);
        }

        Square(int side) {
            this.side = side;
        }

        public int area() {
            Helper[] helpers = {new Helper(side), new Helper(2)};
            IntSupplier s = () -> helpers[0].times(side);
            return s.getAsInt() + NAME.length() - "square".length();
        }
    }

    public static class Helper {
        final int n;

        public Helper(int n) {
            this.n = n;
        }

        public int times(int x) {
            return n * x;
        }

        @Override
        public String toString() {
            return "helper " + n;
        }
    }

    /** Defines the classes above itself. */
    static class Own extends ClassLoader {
        ClassLoader other;

        Own(ClassLoader other) {
            super(Unloading.class.getClassLoader());
            this.other = other;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> c = findLoadedClass(name);
                if (c != null) {
                    return c;
                }
                if (name.equals("Unloading$Helper") && other != null) {
                    return other.loadClass(name);
                }
                if (!name.equals("Unloading$Square") && !name.equals("Unloading$Helper")) {
                    return super.loadClass(name, resolve);
                }
                try (InputStream in = Unloading.class.getResourceAsStream(name + ".class")) {
                    byte[] b = in.readAllBytes();
                    return defineClass(name, b, 0, b.length);
                } catch (java.io.IOException e) {
                    throw new ClassNotFoundException(name, e);
                }
            }
        }
    }

    static Shape make(ClassLoader loader) throws Exception {
        return (Shape) loader.loadClass("Unloading$Square").getConstructor().newInstance();
    }

    static void settle(WeakReference<?> r) throws Exception {
        for (int i = 0; i < 50 && r.get() != null; i++) {
            System.gc();
            Thread.sleep(10);
        }
    }

    /** Many loaders: the metadata of all together does not fit. */
    static void many() throws Exception {
        long sum = 0;
        ReferenceQueue<Object> queue = new ReferenceQueue<>();
        List<PhantomReference<Object>> references = new ArrayList<>();
        int enqueued = 0;
        for (int i = 0; i < 10_000; i++) {
            Own loader = new Own(null);
            Shape shape = make(loader);
            sum += shape.area();
            references.add(new PhantomReference<>(loader, queue));
            while (queue.poll() != null) {
                enqueued++;
            }
        }
        System.out.println("areas " + sum);
        var bean = ManagementFactory.getClassLoadingMXBean();
        System.out.println("unloaded some " + (bean.getUnloadedClassCount() > 10_000));
        System.out.println("loaded few " + (bean.getLoadedClassCount() < 15_000));
        System.out.println("total "
            + (bean.getTotalLoadedClassCount() == bean.getLoadedClassCount() + bean.getUnloadedClassCount()));
        System.out.println("enqueued some " + (enqueued > 1_000));
    }

    /** Keeps a loader by one thing only. */
    static void keeps(String what, Object kept, WeakReference<?> loader) throws Exception {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        boolean there = loader.get() != null;
        java.lang.ref.Reference.reachabilityFence(kept);
        kept = null;
        System.out.println(what + " keeps " + there);
    }

    static Object[] pair() throws Exception {
        Own loader = new Own(null);
        return new Object[] {make(loader), new WeakReference<ClassLoader>(loader)};
    }

    static WeakReference<?> reference(Object[] p) {
        return (WeakReference<?>) p[1];
    }

    static void reachable() throws Exception {
        Object[] p = pair();
        Object kept = p[0];
        keeps("instance", kept, reference(p));
        System.out.println(((Shape) kept).area());

        p = pair();
        kept = p[0].getClass();
        p[0] = null;
        keeps("class", kept, reference(p));
        System.out.println(((Class<?>) kept).getName());

        p = pair();
        kept = java.lang.reflect.Array.newInstance(p[0].getClass(), 2, 3);
        p[0] = null;
        keeps("array", kept, reference(p));
        System.out.println(kept.getClass().getName());

        p = pair();
        kept = p[0].getClass().getMethod("area");
        p[0] = null;
        keeps("method", kept, reference(p));
        System.out.println(kept);

        p = pair();
        Own second = new Own((ClassLoader) reference(p).get());
        Shape shape = make(second);
        int area = shape.area();
        p[0] = null;
        second.other = null;
        keeps("resolved reference", shape, reference(p));
        System.out.println(area + " " + shape.area());
        shape = null;
        second = null;
        settle(reference(p));
        System.out.println("then gone " + (reference(p).get() == null));

        p = pair();
        Throwable trace = trace(p[0].getClass());
        p[0] = null;
        keeps("backtrace", trace, reference(p));
        System.out.println(trace.getClass().getName() + " " + (trace.getStackTrace().length > 0));

        p = pair();
        kept = null;
        p[0] = null;
        trace = null;
        settle(reference(p));
        System.out.println("nothing keeps " + (reference(p).get() != null));
    }

    static Throwable trace(Class<?> c) {
        try {
            c.getDeclaredConstructor(String.class);
        } catch (NoSuchMethodException e) {
            return e;
        }
        return null;
    }

    /** One call site sees instances of class after class; a cache of an old one must not answer for a new one. */
    static void callSites() throws Exception {
        int wrong = 0;
        for (int i = 0; i < 300; i++) {
            Shape shape = make(new Own(null));
            for (int j = 0; j < 3; j++) {
                wrong += shape.area() == 16 ? 0 : 1;
            }
            if (i % 20 == 0) {
                System.gc();
            }
        }
        System.out.println("wrong answers " + wrong);
    }

    public static void main(String[] args) throws Exception {
        many();
        reachable();
        callSites();
    }
}
