import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/** What `tests/faults.rs` does to a virtual machine; the first argument says what. */
public class Faults {
    static int depth;

    static void recurse() {
        depth++;
        recurse();
    }

    static int recurseWide(int a, long b, double c, Object d) {
        return recurseWide(a + 1, b, c, d) + 1;
    }

    static void recurseReflectively() throws Exception {
        Faults.class.getDeclaredMethod("recurseReflectively").invoke(null);
    }

    static MethodHandle handle;

    static void recurseByHandle() throws Throwable {
        handle.invokeExact();
    }

    /** Recursion through the class library and back. */
    static class Cmp implements Comparable<Cmp> {
        public int compareTo(Cmp o) {
            return sort();
        }
    }

    static int sort() {
        Object[] a = {new Cmp(), new Cmp()};
        Arrays.sort(a);
        return 0;
    }

    static synchronized void recurseLocked(Object o) {
        synchronized (o) {
            try {
                recurseLocked(o);
            } finally {
                depth++;
            }
        }
    }

    interface Body {
        void run() throws Throwable;
    }

    static Throwable root(Throwable t) {
        while (t.getCause() != null && t.getCause() != t) {
            t = t.getCause();
        }
        return t;
    }

    static void overflow(int times, Body body) {
        for (int i = 0; i < times; i++) {
            try {
                body.run();
            } catch (Throwable t) {
                System.out.println(root(t).getClass());
            }
        }
    }

    static class BigInit {
        static byte[][] x = new byte[1 << 20][];

        static {
            for (int i = 0; i < x.length; i++) {
                x[i] = new byte[1 << 20];
            }
        }

        static void use() {}
    }

    static class Late {}

    /** Fills the heap nearly to the last byte. */
    static ArrayList<Object> fill() {
        ArrayList<Object> all = new ArrayList<>(1 << 20);
        for (int size = 1 << 16; size >= 16; size /= 4) {
            try {
                for (;;) {
                    all.add(new byte[size]);
                }
            } catch (OutOfMemoryError e) {
                // smaller ones
            }
        }
        return all;
    }

    static void nothing() {}

    static void sleeper() {
        try {
            Thread.sleep(100_000);
        } catch (InterruptedException e) {
            // ends
        }
    }

    static volatile Object sink;

    public static void main(String[] a) throws Throwable {
        switch (a[0]) {
            case "hello" -> System.out.println("hello");
            case "lines" -> {
                for (int i = 0; i < 100_000; i++) {
                    System.out.println("line " + i);
                }
            }
            case "recursion" -> {
                overflow(3, Faults::recurse);
                overflow(20, () -> recurseWide(1, 2, 3, null));
                overflow(3, () -> recurseLocked(new Object()));
                System.out.println(Thread.holdsLock(Faults.class));
            }
            case "mixed" -> {
                overflow(5, Faults::recurseReflectively);
                overflow(5, Faults::sort);
                handle = MethodHandles.lookup().findStatic(Faults.class, "recurseByHandle", MethodType.methodType(void.class));
                overflow(5, Faults::recurseByHandle);
                Thread t = new Thread(null, () -> overflow(5, Faults::sort), "small", 200_000);
                t.start();
                t.join();
            }
            case "uncaught" -> recurse();
            case "clinit" -> {
                for (int i = 0; i < 2; i++) {
                    try {
                        BigInit.use();
                    } catch (Throwable t) {
                        System.out.println(t);
                    }
                }
            }
            case "heap" -> {
                ArrayList<Object> l = new ArrayList<>();
                for (;;) {
                    l.add(new byte[1000]);
                }
            }
            case "lambda" -> {
                ArrayList<Object> all = fill();
                Throwable thrown = null;
                try {
                    Supplier<String> s = () -> "x" + a.length;
                    sink = s.get();
                } catch (Throwable t) {
                    thrown = root(t);
                }
                all.clear();
                System.out.println(thrown == null ? "enough" : thrown.getClass().toString());
                System.out.println(Arrays.asList("a", "b").stream().map(x -> x + "!").toList());
            }
            case "start" -> {
                ArrayList<Object> all = fill();
                int failed = 0;
                for (int i = 0; i < 20; i++) {
                    try {
                        Thread t = new Thread(Faults::nothing);
                        t.start();
                        t.join();
                    } catch (OutOfMemoryError e) {
                        failed++;
                    }
                }
                all.clear();
                Thread t = new Thread(Faults::nothing);
                t.start();
                t.join();
                System.out.println("started");
            }
            case "direct" -> {
                List<Object> l = new ArrayList<>();
                try {
                    for (;;) {
                        l.add(ByteBuffer.allocateDirect(1 << 20));
                    }
                } catch (OutOfMemoryError e) {
                    System.out.println(e.getMessage().replaceAll("\\d+", "N") + " " + (l.size() > 5));
                }
            }
            case "metaspace" -> {
                List<Object> l = new ArrayList<>();
                try {
                    for (;;) {
                        l.add(Proxy.newProxyInstance(new ClassLoader() {}, new Class<?>[] {Runnable.class}, (p, m, b) -> null));
                    }
                } catch (OutOfMemoryError e) {
                    System.out.println(e);
                }
            }
            case "churn" -> {
                // errors thrown in methods that get compiled meanwhile
                int caught = 0;
                for (int i = 0; i < 500; i++) {
                    try {
                        sink = new long[Integer.MAX_VALUE - 2 - i % 3];
                    } catch (OutOfMemoryError e) {
                        caught++;
                    }
                }
                System.out.println(caught);
            }
            case "threads" -> {
                try {
                    for (int i = 0; i < Integer.parseInt(a[1]); i++) {
                        Thread t = new Thread(Faults::sleeper);
                        t.setDaemon(true);
                        t.start();
                    }
                    System.out.println("all");
                } catch (OutOfMemoryError e) {
                    System.out.println(e);
                }
                System.out.println("goes on");
            }
            case "many" -> {
                Thread[] all = new Thread[500];
                int[] n = {0};
                for (int i = 0; i < all.length; i++) {
                    all[i] = new Thread(() -> {
                        Object o = new Object[1000];
                        synchronized (n) {
                            n[0]++;
                        }
                        sink = o;
                    });
                    all[i].start();
                }
                for (Thread t : all) {
                    t.join();
                }
                System.out.println(n[0]);
            }
            case "files" -> {
                List<Object> l = new ArrayList<>();
                try {
                    for (;;) {
                        l.add(new java.io.FileInputStream("/dev/null"));
                    }
                } catch (java.io.IOException e) {
                    System.out.println(e);
                }
                Body[] more = {() -> new Late(), () -> new java.net.ServerSocket(0), () -> Runtime.getRuntime().exec("true")};
                for (Body b : more) {
                    try {
                        b.run();
                        System.out.println("done");
                    } catch (Throwable t) {
                        System.out.println(t);
                    }
                }
            }
            case "wait" -> {
                Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook")));
                System.out.println("ready");
                Thread.sleep(60_000);
            }
            case "count" -> {
                for (long end = System.nanoTime() + 3_000_000_000L, i = 0; System.nanoTime() < end; i++) {
                    sink = new byte[100];
                    if (i == 0) {
                        System.out.println("ready");
                    }
                }
                System.out.println("done");
            }
            case "write" -> {
                try (var o = new java.io.FileOutputStream(a[1])) {
                    for (int i = 0; i < 10_000; i++) {
                        o.write(new byte[1000]);
                    }
                    System.out.println("written");
                } catch (java.io.IOException e) {
                    System.out.println(e);
                }
            }
            default -> throw new IllegalArgumentException(a[0]);
        }
    }
}
