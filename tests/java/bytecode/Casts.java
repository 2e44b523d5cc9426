// javac: -XDstringConcat=inline
// checkcast and instanceof over classes, interfaces and arrays, with messages.
import java.io.Serializable;
import java.util.List;
import java.util.RandomAccess;

public class Casts {
    interface A {
    }

    interface B extends A {
    }

    static class C implements B {
    }

    static class D extends C implements Runnable {
        public void run() {
        }
    }

    static void test(String what, Object o, Class<?> c, boolean isInstance, Runnable cast) {
        String result;
        try {
            cast.run();
            result = "ok";
        } catch (ClassCastException e) {
            result = e.getMessage();
        }
        System.out.println(what + " " + isInstance + " " + c.isInstance(o) + " " + result);
    }

    public static void main(String[] args) {
        Object[] objects = {null, new Object(), new C(), new D(), "s", 1, new int[0], new long[0][0], new C[0], new D[0][],
            new Object[0], new Object[0][], List.of()};
        int n = 0;
        for (Object o : objects) {
            String k = "#" + n++;
            test(k + " A", o, A.class, o instanceof A, () -> { A x = (A) o; });
            test(k + " B", o, B.class, o instanceof B, () -> { B x = (B) o; });
            test(k + " C", o, C.class, o instanceof C, () -> { C x = (C) o; });
            test(k + " D", o, D.class, o instanceof D, () -> { D x = (D) o; });
            test(k + " Runnable", o, Runnable.class, o instanceof Runnable, () -> { Runnable x = (Runnable) o; });
            test(k + " String", o, String.class, o instanceof String, () -> { String x = (String) o; });
            test(k + " Integer", o, Integer.class, o instanceof Integer, () -> { int x = (Integer) o == null ? 0 : 1; });
            test(k + " int[]", o, int[].class, o instanceof int[], () -> { int[] x = (int[]) o; });
            test(k + " long[][]", o, long[][].class, o instanceof long[][], () -> { long[][] x = (long[][]) o; });
            test(k + " Object[]", o, Object[].class, o instanceof Object[], () -> { Object[] x = (Object[]) o; });
            test(k + " A[]", o, A[].class, o instanceof A[], () -> { A[] x = (A[]) o; });
            test(k + " C[][]", o, C[][].class, o instanceof C[][], () -> { C[][] x = (C[][]) o; });
            test(k + " Cloneable", o, Cloneable.class, o instanceof Cloneable, () -> { Cloneable x = (Cloneable) o; });
            test(k + " Serializable[]", o, Serializable[].class, o instanceof Serializable[],
                () -> { Serializable[] x = (Serializable[]) o; });
            test(k + " RandomAccess", o, RandomAccess.class, o instanceof RandomAccess,
                () -> { RandomAccess x = (RandomAccess) o; });
        }
    }
}
