// vm: -XX:MaxMetaspaceSize=64m -Xmx256m
// timeout: 300
// Loaders whose methods were hot die, with their compiled code; code that stays has called into them, through interfaces and
// classes of which theirs were the only implementations.
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;

public class UnloadHot {
    public interface Task {
        int run(int n);
    }

    public abstract static class Part {
        public abstract int weight(int x);

        public int both(int x) {
            return weight(x) + weight(x + 1);
        }
    }

    public static class HotTask implements Task {
        static int calls;

        public int run(int n) {
            int sum = 0;
            for (int i = 0; i < n; i++) {
                sum += step(i);
            }
            calls++;
            return sum;
        }

        int step(int i) {
            return new HotPart(i & 3).both(i);
        }
    }

    public static class HotPart extends Part {
        final int f;

        HotPart(int f) {
            this.f = f;
        }

        public int weight(int x) {
            return x * f;
        }
    }

    /** Defines HotTask and HotPart itself. */
    static class OwnLoader extends ClassLoader {
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("UnloadHot$Hot")) {
                return super.loadClass(name, resolve);
            }
            Class<?> there = findLoadedClass(name);
            if (there != null) {
                return there;
            }
            try (InputStream in = UnloadHot.class.getResourceAsStream(name + ".class")) {
                byte[] b = in.readAllBytes();
                return defineClass(name, b, 0, b.length);
            } catch (java.io.IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    static int drive(Task t, int n) {
        return t.run(n) + t.run(n / 2);
    }

    static int weigh(Part p, int n) {
        int sum = 0;
        for (int i = 0; i < n; i++) {
            sum += p.both(i);
        }
        return sum;
    }

    /** Runs a loader's classes until they are hot; what stays is a weak reference. */
    static WeakReference<Class<?>> round(int number, int[] sum) throws Exception {
        ClassLoader loader = new OwnLoader();
        Class<?> c = loader.loadClass("UnloadHot$HotTask");
        var constructor = c.getDeclaredConstructor();
        constructor.setAccessible(true);
        Task t = (Task) constructor.newInstance();
        for (int i = 0; i < 400; i++) {
            sum[0] += drive(t, 50 + number % 3);
        }
        var parts = loader.loadClass("UnloadHot$HotPart").getDeclaredConstructor(int.class);
        parts.setAccessible(true);
        Part p = (Part) parts.newInstance(number);
        for (int i = 0; i < 400; i++) {
            sum[0] += weigh(p, 50);
        }
        return new WeakReference<>(c);
    }

    /** A frame of surviving code that has assumed what is unloaded below it. */
    static int across(Task t, int n, boolean collect) throws Exception {
        int first = t == null ? 0 : t.run(n);
        t = null;
        if (collect) {
            System.gc();
        }
        Task other = new Lasting();
        return first + other.run(n);
    }

    static class Lasting implements Task {
        public int run(int n) {
            return -n;
        }
    }

    public static void main(String[] args) throws Exception {
        int[] sum = new int[1];
        List<WeakReference<Class<?>>> classes = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            classes.add(round(i, sum));
            if (i % 5 == 4) {
                System.gc();
            }
        }
        System.out.println("sum " + sum[0]);
        int alive = classes.size();
        // the last ones may be named by frames still; a compilation that is waiting for its turn keeps its class until then
        for (int tries = 0; alive > 2 && tries < 200; tries++) {
            System.gc();
            alive = 0;
            for (WeakReference<Class<?>> c : classes) {
                alive += c.get() == null ? 0 : 1;
            }
            Thread.sleep(alive > 2 ? 50 : 0);
        }
        System.out.println("unloaded " + (alive <= 2));
        int total = 0;
        for (int i = 0; i < 2000; i++) {
            total += across(null, i, i == 1000);
        }
        System.out.println("across " + total);
        classes.clear();
        sum[0] = 0;
        round(3, sum);
        System.out.println("again " + sum[0]);
    }
}
