// instanceof, checkcast and stores into arrays of objects, hot, against classes, interfaces and arrays, deep and wide.
// vm: -XX:-OmitStackTraceInFastThrow
import java.io.Serializable;
import java.util.*;

public class TypeChecks {
    interface I0 { } interface I1 extends I0 { } interface I2 { } interface I3 extends I1, I2 { }
    static class D0 { } static class D1 extends D0 implements I2 { } static class D2 extends D1 { } static class D3 extends D2 { }
    static class D4 extends D3 implements I3 { } static class D5 extends D4 { } static class D6 extends D5 { } static class D7 extends D6 { }
    static class D8 extends D7 { } static class D9 extends D8 implements Serializable { } static class E0 extends D3 { }
    static final class Leaf extends D1 { }

    static int ask(Object o) {
        int h = o instanceof D0 ? 1 : 0;
        h = h * 2 + (o instanceof D3 ? 1 : 0);
        h = h * 2 + (o instanceof D8 ? 1 : 0);
        h = h * 2 + (o instanceof D9 ? 1 : 0);
        h = h * 2 + (o instanceof Leaf ? 1 : 0);
        h = h * 2 + (o instanceof I0 ? 1 : 0);
        h = h * 2 + (o instanceof I2 ? 1 : 0);
        h = h * 2 + (o instanceof I3 ? 1 : 0);
        h = h * 2 + (o instanceof Serializable ? 1 : 0);
        h = h * 2 + (o instanceof Cloneable ? 1 : 0);
        h = h * 2 + (o instanceof Object[] ? 1 : 0);
        h = h * 2 + (o instanceof D0[] ? 1 : 0);
        h = h * 2 + (o instanceof I2[] ? 1 : 0);
        h = h * 2 + (o instanceof int[] ? 1 : 0);
        h = h * 2 + (o instanceof int[][] ? 1 : 0);
        h = h * 2 + (o instanceof Object[][] ? 1 : 0);
        h = h * 2 + (o instanceof Serializable[] ? 1 : 0);
        h = h * 2 + (o instanceof String ? 1 : 0);
        h = h * 2 + (o instanceof Comparable ? 1 : 0);
        h = h * 2 + (o instanceof Object ? 1 : 0);
        return h;
    }

    static int cast(Object o, int k) {
        try {
            switch (k % 12) {
                case 0: return ((D0) o) == null ? 1 : 2;
                case 1: return ((D8) o) == null ? 1 : 2;
                case 2: return ((Leaf) o) == null ? 1 : 2;
                case 3: return ((I0) o) == null ? 1 : 2;
                case 4: return ((I3) o) == null ? 1 : 2;
                case 5: return ((Object[]) o) == null ? 1 : 2;
                case 6: return ((D0[]) o) == null ? 1 : 2;
                case 7: return ((int[]) o) == null ? 1 : 2;
                case 8: return ((I2[]) o) == null ? 1 : 2;
                case 9: return ((Cloneable) o) == null ? 1 : 2;
                case 10: return ((int[][]) o) == null ? 1 : 2;
                default: return ((String) o) == null ? 1 : 2;
            }
        } catch (ClassCastException e) {
            return e.getMessage().replaceAll("@[0-9a-f]+", "").length();
        }
    }

    static int store(Object[] a, Object o) {
        try {
            a[0] = o;
            return a[0] == o ? 1 : 2;
        } catch (ArrayStoreException e) {
            return e.getMessage().length();
        }
    }

    static String match(Object o) {
        if (o instanceof D4 d && d.getClass() != D4.class) {
            return "below D4";
        } else if (o instanceof int[] a && a.length > 1) {
            return "ints" + a.length;
        } else if (!(o instanceof String s)) {
            return "other";
        } else {
            return s;
        }
    }

    public static void main(String[] args) {
        Object[] all = {null, new D0(), new D1(), new D2(), new D3(), new D4(), new D5(), new D8(), new D9(), new E0(), new Leaf(), "s", 5, new int[2],
            new int[1][1], new Object[1], new D0[1], new D9[1], new I2[1], new String[1], new Object[1][1], new D4[1][], new Object(), new ArrayList<>(),
            I3.class, new long[0], new Serializable[1], new Comparable[1]};
        Object[][] targets = {new Object[1], new D0[1], new D9[1], new I2[1], new Serializable[1], new int[1][], new Object[1][], new String[1], new Comparable[1], new Leaf[1]};
        long h = 0;
        for (int r = 0; r < 250; r++) {
            int k = 0;
            for (Object o : all) {
                h = h * 31 + ask(o);
                h = h * 31 + cast(o, r + k++) + match(o).length();
                for (Object[] t : targets) {
                    h = h * 31 + store(t, o);
                }
            }
        }
        System.out.println(h);
        for (Object o : all) {
            System.out.print(Integer.toHexString(ask(o)) + " " + match(o) + " ");
        }
        System.out.println();
        for (int k = 0; k < 12; k++) {
            int n = 0;
            for (Object o : all) {
                n = n * 3 + cast(o, k);
            }
            System.out.println(n);
        }
        Class<?>[] classes = {D0.class, I0.class, int[].class, Object[].class, String.class, int.class};
        for (int r = 0; r < 400; r++) {
            for (Class<?> c : classes) {
                for (Object o : all) {
                    h = h * 31 + (c.isInstance(o) ? 1 : 0) + (o != null && c.isAssignableFrom(o.getClass()) ? 2 : 0);
                    try {
                        c.cast(o);
                    } catch (ClassCastException e) {
                        h++;
                    }
                }
            }
        }
        System.out.println(h);
    }
}
