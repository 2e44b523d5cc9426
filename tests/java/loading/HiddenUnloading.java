// vm: -XX:MaxMetaspaceSize=32m -Xmx256m
// timeout: 300
// Hidden classes that are not strong die by themselves, strong ones with their loader; so do what method handles, lambdas,
// proxies and string concatenation of dropped loaders have spun.
import java.io.InputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.lang.reflect.Array;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

public class HiddenUnloading {
    static final Lookup LOOKUP = MethodHandles.lookup();

    public static class Pattern implements Supplier<String> {
        static int count;
        final int[] data = new int[4];

        public Pattern() {
            count++;
        }

        public String get() {
            return "got " + count + " " + data.length;
        }

        public static int twice(int x) {
            return 2 * x;
        }

        /** A class in the nest of this one. */
        public Object inner(byte[] bytes) throws Exception {
            return MethodHandles.lookup().defineHiddenClass(bytes, true, Lookup.ClassOption.NESTMATE).lookupClass();
        }
    }

    /** What a loader's classes do with java.lang.invoke and reflection. */
    public static class Work implements Supplier<String> {
        interface Greeter {
            String greet(String who);
        }

        private int field = 5;
        private static final VarHandle FIELD;

        static {
            try {
                FIELD = MethodHandles.lookup().findVarHandle(Work.class, "field", int.class);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        static String join(String a, Work w, int n) {
            return a + w.field + n;
        }

        public String get() {
            try {
                MethodType t = MethodType.methodType(String.class, String.class, Work.class, int.class);
                MethodHandle h = MethodHandles.lookup().findStatic(Work.class, "join", t);
                MethodHandle bound = MethodHandles.insertArguments(h, 1, this);
                String s = (String) bound.invokeExact("h", 3);
                s += (int) FIELD.getAndAdd(this, 2);
                Greeter g = (Greeter) Proxy.newProxyInstance(Work.class.getClassLoader(), new Class<?>[] {Greeter.class},
                    (p, m, args) -> m.getName() + args[0]);
                s += g.greet("x");
                Supplier<Work> made = Work::new;
                for (int i = 0; i < 20; i++) {
                    s = s.substring(0, 8) + Work.class.getDeclaredMethod("plus", int.class).invoke(made.get(), i);
                }
                return s;
            } catch (Throwable e) {
                throw new AssertionError(e);
            }
        }

        public int plus(int x) {
            return field + x;
        }
    }

    static class Own extends ClassLoader {
        Own() {
            super(HiddenUnloading.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> c = findLoadedClass(name);
                if (c != null || !name.startsWith("HiddenUnloading$")) {
                    return c != null ? c : super.loadClass(name, resolve);
                }
                byte[] b = bytes(name);
                return defineClass(name, b, 0, b.length);
            }
        }
    }

    static byte[] bytes(String name) {
        try (InputStream in = HiddenUnloading.class.getResourceAsStream(name + ".class")) {
            return in.readAllBytes();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static final byte[] PATTERN = bytes("HiddenUnloading$Pattern");

    static Class<?> hidden(Lookup.ClassOption... options) throws Exception {
        return LOOKUP.defineHiddenClass(PATTERN, true, options).lookupClass();
    }

    @SuppressWarnings("unchecked")
    static Supplier<String> instance(Class<?> c) throws Exception {
        return (Supplier<String>) c.getConstructor().newInstance();
    }

    static void collect() {
        for (int i = 0; i < 4; i++) {
            System.gc();
        }
    }

    static void keeps(String what, Object kept, WeakReference<?> hidden) {
        collect();
        boolean there = hidden.get() != null;
        Reference.reachabilityFence(kept);
        System.out.println(what + " keeps " + there);
    }

    static void many() throws Exception {
        List<WeakReference<?>> all = new ArrayList<>();
        int length = 0;
        for (int i = 0; i < 6_000; i++) {
            Class<?> c = hidden();
            all.add(new WeakReference<>(c));
            length += instance(c).get().length();
        }
        collect();
        System.out.println("texts " + length + ", left " + all.stream().filter(r -> r.get() != null).count());
    }

    static void reachable() throws Exception {
        Class<?> c = hidden();
        WeakReference<?> r = new WeakReference<>(c);
        keeps("class", c, r);
        Object o = instance(c);
        c = null;
        keeps("instance", o, r);
        System.out.println(((Supplier<?>) o).get());
        Object a = Array.newInstance(o.getClass(), 1, 1);
        o = null;
        keeps("array", a, r);
        System.out.println(a.getClass().getName().startsWith("[[LHiddenUnloading$Pattern/0x"));
        a = null;
        collect();
        System.out.println("nothing keeps " + (r.get() != null));

        c = hidden();
        r = new WeakReference<>(c);
        MethodHandle h = LOOKUP.findStatic(c, "twice", MethodType.methodType(int.class, int.class));
        c = null;
        keeps("method handle", h, r);
        int twice = 0;
        try {
            twice = (int) h.invokeExact(21);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
        System.out.println(twice);
        h = null;
        collect();
        System.out.println("nothing keeps " + (r.get() != null));

        c = hidden();
        r = new WeakReference<>(c);
        Object inner = inner(c);
        c = null;
        keeps("nestmate", inner, r);
        System.out.println(((Class<?>) inner).getNestHost() == r.get());
        inner = null;
        collect();
        System.out.println("nothing keeps " + (r.get() != null));

        c = hidden(Lookup.ClassOption.STRONG);
        r = new WeakReference<>(c);
        c = null;
        keeps("loader of strong class", HiddenUnloading.class, r);
    }

    static Object inner(Class<?> c) throws Exception {
        Object o = instance(c);
        return c.getMethod("inner", byte[].class).invoke(o, (Object) PATTERN);
    }

    static void loaders() throws Exception {
        List<WeakReference<?>> all = new ArrayList<>();
        String last = null;
        for (int i = 0; i < 400; i++) {
            Own loader = new Own();
            all.add(new WeakReference<>(loader));
            Class<?> c = loader.loadClass("HiddenUnloading$Work");
            last = instance(c).get();
        }
        for (int i = 0; i < 20 && all.stream().anyMatch(r -> r.get() != null); i++) {
            collect();
            Thread.sleep(10);
        }
        // caches of reflection and of method handles, which are soft, may keep some for a while
        System.out.println(last + ", most are gone " + (all.stream().filter(r -> r.get() != null).count() < 200));
    }

    public static void main(String[] args) throws Exception {
        many();
        reachable();
        loaders();
    }
}
