// timeout: 120
// Instructions that were never executed when the method was compiled: classes that are loaded, fields and methods that are
// resolved, and call sites that are linked only then; and classes that are missing, every time anew.
import java.io.InputStream;
import java.util.function.IntUnaryOperator;

public class RarePaths {
    public static class Late {
        static int count = 5;
        int field = 7;

        Late next() {
            count++;
            return this;
        }

        static String text(int i) {
            return "late " + i;
        }
    }

    public static class LateArray {
        int x;
    }

    public static class LateError extends RuntimeException {
        LateError(String m) {
            super(m);
        }
    }

    public interface LateFace {
        int face(int x);
    }

    public static class LateFaceImpl implements LateFace {
        public int face(int x) {
            return x * 3;
        }
    }

    /** Never found by the loader of Victim. */
    public static class Missing {
        static int x;
        int y;

        static void run() {
        }
    }

    public static class Victim {
        public static String use(int what) {
            switch (what) {
                case 0:
                    return "common";
                case 1:
                    return "" + Missing.x;
                case 2:
                    Missing.run();
                    return "ran";
                case 3:
                    return "" + (new Missing() != null);
                case 4:
                    return "" + (use(0) == (Object) Missing.class);
                case 5:
                    return "" + new Missing[what].length;
                case 6: {
                    Object o = what > 3 ? "x" : null;
                    return "" + (o instanceof Missing);
                }
                default: {
                    Object o = what > 90 ? "x" : null;
                    return "null casts: " + (Missing) o;
                }
            }
        }
    }

    static class Picky extends ClassLoader {
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.equals("RarePaths$Missing")) {
                throw new ClassNotFoundException("not here");
            }
            if (!name.equals("RarePaths$Victim")) {
                return super.loadClass(name, resolve);
            }
            try (InputStream in = RarePaths.class.getResourceAsStream("RarePaths$Victim.class")) {
                byte[] b = in.readAllBytes();
                return defineClass(name, b, 0, b.length);
            } catch (java.io.IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    static Object rare(int what, int a, long b, Object o) {
        int local = a * 3;
        long wide = b + local;
        switch (what) {
            case 0:
                return null;
            case 1:
                // operands wait on the stack while the class is loaded
                return local + wide + new Late().next().next().field + Late.count;
            case 2:
                return Late.text(local) + (o instanceof Late);
            case 3:
                return new LateArray[local].length + new LateArray[2][3][].length + ((LateArray[]) new LateArray[1]).length;
            case 4:
                try {
                    throw new LateError("thrown " + local);
                } catch (LateError e) {
                    return e.getMessage() + wide;
                }
            case 5: {
                IntUnaryOperator f = x -> x + local;
                return f.applyAsInt(1) + wide;
            }
            case 6:
                return "concat " + a + b + o + local;
            case 7: {
                LateFace f = new LateFaceImpl();
                return f.face(local) + wide;
            }
            case 8:
                try {
                    return ((Late) o).field;
                } catch (ClassCastException e) {
                    return "ClassCastException " + local;
                }
            case 9:
                synchronized (o) {
                    return Thread.holdsLock(o) + " " + (String) o + LateArray.class.getSimpleName();
                }
            default:
                return Math.floorMod(local, 7) + String.valueOf(wide);
        }
    }

    public static void main(String[] args) throws Exception {
        for (int i = 0; i < 30_000; i++) {
            rare(0, i, i, null);
        }
        for (int what = 1; what <= 10; what++) {
            System.out.println(what + " " + rare(what, 2, 10, "object"));
            for (int i = 0; i < 3_000; i++) {
                rare(what, i % 5, i, "object");
            }
            System.out.println(what + " " + rare(what, 3, 11, "object"));
        }

        var use = new Picky().loadClass("RarePaths$Victim").getMethod("use", int.class);
        for (int i = 0; i < 30_000; i++) {
            use.invoke(null, 0);
        }
        for (int round = 0; round < 3; round++) {
            for (int what = 0; what < 8; what++) {
                String text;
                try {
                    text = (String) use.invoke(null, what);
                } catch (java.lang.reflect.InvocationTargetException e) {
                    Throwable t = e.getCause();
                    text = t + " in " + t.getStackTrace()[0].getMethodName();
                }
                System.out.println(round + " " + what + " " + text);
            }
        }
    }
}
