// Failing static initialisers: ExceptionInInitializerError first, NoClassDefFoundError after.
public class InitErrors {
    static class Unchecked {
        static int x = Integer.parseInt("x");
    }

    static class AnError {
        static final Object O;

        static {
            if (true) {
                throw new AssertionError("boom");
            }
            O = null;
        }

        static void m() {
        }
    }

    static class Sub extends Unchecked {
        static {
            System.out.println("never printed");
        }
    }

    static class Circular1 {
        static final int A = Circular2.B + 1;
    }

    static class Circular2 {
        static final int B = Circular1.A + 1;
    }

    interface Face {
        int BAD = 1 / Integer.parseInt("0");

        default void d() {
        }
    }

    static class Impl implements Face {
        static {
            System.out.println("not printed either");
        }
    }

    static class Null {
        static Object o = null;
        static int h = o.hashCode();
    }

    enum BadEnum {
        A, B;

        static {
            Object o = "s";
            Integer i = (Integer) o;
        }
    }

    static void attempt(String what, Runnable r) {
        for (int i = 0; i < 3; i++) {
            try {
                r.run();
                System.out.println(what + " fine");
            } catch (Throwable t) {
                System.out.println(what + " " + t);
                for (Throwable c = t.getCause(); c != null; c = c.getCause()) {
                    System.out.println("  because " + c);
                    StackTraceElement[] trace = c.getStackTrace();
                    System.out.println("  in " + trace[trace.length > 2 && c instanceof NumberFormatException ? 3 : 0]);
                }
                if (t instanceof ExceptionInInitializerError e) {
                    System.out.println("  " + (e.getException() == e.getCause()) + " " + e.getMessage());
                }
            }
        }
    }

    public static void main(String[] args) {
        attempt("Unchecked", () -> System.out.println(Unchecked.x));
        attempt("AnError", AnError::m);
        attempt("Sub", Sub::new);
        attempt("Sub[]", () -> System.out.println(new Sub[1].length));
        attempt("Circular", () -> System.out.println(Circular1.A + " " + Circular2.B));
        attempt("Impl", Impl::new);
        attempt("Face", () -> System.out.println(Face.BAD));
        attempt("Null", Null::new);
        attempt("BadEnum", () -> System.out.println(BadEnum.valueOf("A")));
        attempt("forName", () -> {
            try {
                Class.forName("InitErrors$Unchecked");
            } catch (ClassNotFoundException e) {
                System.out.println(e);
            }
        });
        attempt("forName without init", () -> {
            try {
                System.out.println(Class.forName("InitErrors$Unchecked", false, InitErrors.class.getClassLoader()));
            } catch (ClassNotFoundException e) {
                System.out.println(e);
            }
        });
        attempt("reflection", () -> {
            try {
                Null.class.getDeclaredField("h").get(null);
            } catch (ReflectiveOperationException e) {
                System.out.println(e);
            }
        });
    }
}
