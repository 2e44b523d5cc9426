// printStackTrace of all shapes: causes, suppressed, circular, common frames, overridden methods.
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.function.Supplier;

public class Traces {
    static class Res implements AutoCloseable {
        final String name;

        Res(String name) {
            this.name = name;
        }

        @Override
        public void close() {
            throw new IllegalStateException("closing " + name, new RuntimeException("inner " + name));
        }
    }

    static class Custom extends Exception {
        Custom() {
            super(null, new Error("cause of custom"));
        }

        @Override
        public String getLocalizedMessage() {
            return "localized";
        }
    }

    static class NoTrace extends RuntimeException {
        NoTrace() {
            super("no trace", null, false, false);
        }
    }

    static class Weird extends RuntimeException {
        @Override
        public String toString() {
            return "weird\nmultiline";
        }
    }

    static void a(int n) {
        if (n == 0) {
            throw new UnsupportedOperationException();
        }
        try {
            a(n - 1);
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            throw new IllegalArgumentException("level " + n, e);
        }
    }

    static void print(Throwable t) {
        StringWriter w = new StringWriter();
        t.printStackTrace(new PrintWriter(w, true));
        System.out.print(w);
        System.out.println("--");
    }

    static class Init {
        static int x = compute();

        static int compute() {
            return Integer.parseInt("bad");
        }
    }

    class Inner {
        Inner() {
            throw new IllegalStateException("in a constructor");
        }
    }

    enum E {
        ONE {
            void m() {
                throw new IllegalStateException("in a constant");
            }
        };

        abstract void m();
    }

    static <T> T generic(Supplier<T> s) {
        return s.get();
    }

    public static void main(String[] args) throws Exception {
        try {
            a(2);
        } catch (RuntimeException e) {
            print(e);
        }
        try (Res one = new Res("one"); Res two = new Res("two")) {
            throw new Exception("body");
        } catch (Exception e) {
            print(e);
        }
        print(new Custom());
        print(new NoTrace());
        print(new Weird());
        Exception x = new Exception("x");
        Exception y = new Exception("y", x);
        x.initCause(y);
        x.addSuppressed(y);
        print(x);
        try {
            System.out.println(Init.x);
        } catch (ExceptionInInitializerError e) {
            print(e);
        }
        try {
            System.out.println(Init.x);
        } catch (NoClassDefFoundError e) {
            print(e);
        }
        try {
            new Traces().new Inner();
        } catch (IllegalStateException e) {
            print(e);
        }
        try {
            E.ONE.m();
        } catch (IllegalStateException e) {
            print(e);
        }
        try {
            generic(() -> generic(() -> {
                throw new IllegalStateException("in lambdas");
            }));
        } catch (IllegalStateException e) {
            print(e);
        }
        try {
            List.of(3, 1, 2).forEach(i -> System.out.println(10 / (i - 1)));
        } catch (ArithmeticException e) {
            print(e);
        }
        try {
            Traces.class.getDeclaredMethod("a", int.class).invoke(null, 1);
        } catch (java.lang.reflect.InvocationTargetException e) {
            print(e.getCause().getCause());
        }
        try {
            Class.forName("nope.Nope");
        } catch (ClassNotFoundException e) {
            print(e);
        }
        Throwable t = new Throwable("set");
        t.setStackTrace(new StackTraceElement[] {new StackTraceElement("A", "b", "C.java", 5), new StackTraceElement("l", "m", "1.0", "D", "e", null, -2),
            new StackTraceElement("D", "f", null, -1)});
        print(t);
        Throwable filled = new Throwable("filled in elsewhere");
        refill(filled);
        print(filled);
        Object[] arr = new Integer[1];
        try {
            arr[0] = "s";
        } catch (ArrayStoreException e) {
            print(e);
        }
        new Object() {
            void anon() {
                print(new Throwable("anonymous"));
            }
        }.anon();
        class Local {
            Local() {
                print(new Throwable("local"));
            }
        }
        new Local();
        Thread thread = new Thread(() -> print(new Throwable("in a thread")), "worker");
        thread.start();
        thread.join();
    }

    static void refill(Throwable t) {
        t.fillInStackTrace();
    }
}
