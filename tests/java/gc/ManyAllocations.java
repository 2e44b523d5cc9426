// What allocates in the VM itself: strings, classes, lambdas, reflection, exceptions, threads, arrays. Prints the
// number of steps; tests/out_of_memory.rs lets allocations fail.
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.Supplier;

public class ManyAllocations {
    static int steps;
    static volatile Object sink;

    @java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME)
    @interface Mark {
        String value() default "x";
    }

    @Mark("y")
    record Pair(int a, String b) {}

    static class Lazy {
        static final Object made = new int[] {1, 2, 3};
        static final String TEXT = "constant \u00e9\u4e2d";
    }

    static class Failing {
        static int value = Integer.parseInt("no number");
    }

    static class Finalizable {
        protected void finalize() {}
    }

    enum Color { RED, GREEN }

    interface Step {
        void run() throws Throwable;
    }

    static void step(Step s) {
        try {
            s.run();
            steps++;
        } catch (OutOfMemoryError | LinkageError e) {
            sink = e;
        } catch (Throwable e) {
            sink = e.toString();
        }
    }

    static int deep(int n) {
        return deep(n + 1) + 1;
    }

    public static void main(String[] args) throws Throwable {
        step(() -> sink = "a" + steps + new StringBuilder("b").append(1.5).toString().intern());
        step(() -> sink = Lazy.TEXT + Lazy.made);
        step(() -> sink = new Pair(1, "p").toString() + new Pair(1, "q").hashCode());
        step(() -> {
            Supplier<Supplier<Object>> s = () -> () -> new Object[] {steps};
            sink = s.get().get();
        });
        step(() -> {
            try {
                sink = Failing.value;
            } catch (ExceptionInInitializerError e) {
                sink = e.getCause();
            }
            try {
                sink = Failing.value;
            } catch (NoClassDefFoundError e) {
                sink = e.getCause();
            }
        });
        step(() -> {
            try {
                sink = ((Object[]) null).length;
            } catch (NullPointerException e) {
                sink = e.getMessage() + e.getStackTrace().length;
            }
        });
        step(() -> {
            try {
                Object o = "s";
                sink = (Integer) o;
            } catch (ClassCastException e) {
                sink = e.getMessage();
            }
        });
        step(() -> {
            try {
                sink = new int[3][Integer.parseInt("-1")];
            } catch (NegativeArraySizeException e) {
                sink = e;
            }
        });
        step(() -> {
            try {
                Object[] o = new String[1];
                o[0] = 1;
            } catch (ArrayStoreException e) {
                sink = e;
            }
        });
        step(() -> sink = new int[3][4][5].clone());
        step(() -> {
            for (Method m : Pair.class.getDeclaredMethods()) {
                sink = m.getReturnType() + m.getName() + m.getParameterTypes().length;
            }
            sink = Pair.class.getDeclaredMethod("a").invoke(new Pair(7, "r"));
            sink = Pair.class.getDeclaredConstructors()[0].newInstance(1, "z");
            sink = Pair.class.getAnnotations();
            sink = Pair.class.getRecordComponents();
            sink = ManyAllocations.class.getDeclaredFields();
            sink = ManyAllocations.class.getDeclaredClasses();
            sink = Pair.class.getEnclosingClass();
        });
        step(() -> {
            MethodHandles.Lookup l = MethodHandles.lookup();
            var h = l.findStatic(Math.class, "max", MethodType.methodType(int.class, int.class, int.class));
            sink = (int) h.invokeExact(1, 2);
            sink = h.asType(MethodType.methodType(long.class, short.class, int.class)).invoke((short) 1, 2);
            sink = MethodHandles.arrayElementVarHandle(long[].class).getAndAdd(new long[1], 0, 5L);
        });
        step(() -> sink = Proxy.newProxyInstance(
                ManyAllocations.class.getClassLoader(), new Class<?>[] {Runnable.class}, (p, m, a) -> null));
        step(() -> {
            Thread t = new Thread(() -> sink = Thread.currentThread().getName(), "t");
            t.start();
            t.join();
        });
        step(() -> {
            Object lock = new Object();
            synchronized (lock) {
                lock.wait(1);
            }
        });
        step(() -> {
            try {
                sink = deep(0);
            } catch (StackOverflowError e) {
                sink = e.getStackTrace().length;
            }
        });
        step(() -> sink = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                .walk(s -> s.map(f -> f.getDeclaringClass().getName()).toList()));
        step(() -> sink = Array.newInstance(String.class, 2, 3));
        step(() -> sink = Class.forName("java.util.zip.CRC32").getDeclaredConstructor().newInstance());
        step(() -> {
            try {
                Class.forName("no.such.Class");
            } catch (ClassNotFoundException e) {
                sink = e.getMessage();
            }
        });
        step(() -> sink = new Finalizable());
        step(() -> sink = switch (Color.valueOf("GREEN")) {
            case RED -> 1;
            case GREEN -> Color.values();
        });
        step(() -> sink = Thread.getAllStackTraces().size());
        step(() -> sink = System.getenv().size() + System.getProperties().size());
        step(() -> sink = new java.io.File(".").getAbsoluteFile().list());
        step(() -> sink = new Exception("x", new Error("y")).fillInStackTrace().getStackTrace());
        step(() -> sink = Runtime.version().toString());
        System.out.println("steps " + steps);
    }
}
