// javac: -XDstringConcat=inline
// Exception tables: order, nesting, finally with return, rethrow, multi-catch, loops with finally.
public class Exceptions {
    static StringBuilder log = new StringBuilder();

    static class A extends Exception {
        A(String m) {
            super(m);
        }
    }

    static class B extends A {
        B(String m) {
            super(m);
        }
    }

    static int f(int n) {
        try {
            log.append("t").append(n);
            switch (n) {
                case 0: return 0;
                case 1: throw new A("a");
                case 2: throw new B("b");
                case 3: throw new IllegalStateException("ise");
                case 4: throw new StackOverflowError("fake");
                case 5: return 1 / (n - 5);
                default: Object o = "s"; return ((Integer) o);
            }
        } catch (B e) {
            log.append("B");
            return 20;
        } catch (A e) {
            log.append("A");
            return 10;
        } catch (IllegalStateException | ArithmeticException e) {
            log.append(e.getClass().getSimpleName());
            throw new RuntimeException("again", e);
        } finally {
            log.append("F");
            if (n == 4) {
                return 40;
            }
        }
    }

    @SuppressWarnings("finally")
    static int override() {
        for (int i = 0; ; i++) {
            try {
                try {
                    if (i == 2) {
                        return i;
                    }
                    throw new RuntimeException("x" + i);
                } finally {
                    log.append("i").append(i);
                    if (i < 3) {
                        continue;
                    }
                }
            } finally {
                log.append("o");
                if (i == 5) {
                    break;
                }
            }
        }
        return -1;
    }

    static int value() {
        int x = 1;
        try {
            return x;
        } finally {
            x = 2;
        }
    }

    static class Res implements AutoCloseable {
        final String name;

        Res(String name) {
            this.name = name;
            log.append("open").append(name);
        }

        public void close() throws A {
            log.append("close").append(name);
            throw new A("close " + name);
        }
    }

    static void resources(boolean fail) throws Exception {
        try (Res a = new Res("1"); Res b = new Res("2")) {
            log.append("body");
            if (fail) {
                throw new B("body");
            }
        }
    }

    static <T extends Throwable> void sneaky(Throwable t) throws T {
        @SuppressWarnings("unchecked")
        T x = (T) t;
        throw x;
    }

    public static void main(String[] args) {
        for (int i = 0; i < 7; i++) {
            log.setLength(0);
            try {
                System.out.println(f(i) + " " + log);
            } catch (RuntimeException e) {
                System.out.println(e + " " + e.getCause() + " " + log);
            }
        }
        log.setLength(0);
        try {
            System.out.println(override() + " " + log);
        } catch (RuntimeException e) {
            System.out.println(e + " " + log);
        }
        System.out.println(value());
        for (boolean fail : new boolean[] {false, true}) {
            log.setLength(0);
            try {
                resources(fail);
            } catch (Exception e) {
                System.out.println(e.getMessage() + " " + e.getSuppressed().length + " " + log);
                for (Throwable t : e.getSuppressed()) {
                    System.out.println("  " + t.getMessage());
                }
            }
        }
        try {
            Exceptions.<RuntimeException>sneaky(new A("checked"));
        } catch (Throwable t) {
            System.out.println(t);
        }
        try {
            throw null;
        } catch (NullPointerException e) {
            System.out.println("throw null is an NPE");
        }
        int count = 0;
        for (int i = 0; i < 1000; i++) {
            try {
                if (i % 3 == 0) {
                    throw new A("n" + i);
                }
                count++;
            } catch (A e) {
                count += e.getMessage().length();
            }
        }
        System.out.println(count);
    }
}
