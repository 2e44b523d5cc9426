// Reflective calls, field access and array access of all types with conversions and errors.
import java.lang.reflect.*;
import java.util.Arrays;

public class Invoke {
    public static class T {
        public boolean z = true;
        public byte b = 1;
        public short s = 2;
        public char c = 'c';
        public int i = 4;
        public long l = 5;
        public float f = 6.5f;
        public double d = 7.5;
        public String o = "o";
        public static int si = 8;
        public static final int CONST = 9;
        public final int fin = 10;
        private int priv = 11;

        public T() { }

        public T(int i, String s) {
            this.i = i;
            if (s == null) {
                throw new IllegalArgumentException("in constructor");
            }
        }

        public boolean z(boolean x) { return !x; }
        public byte b(byte x) { return (byte) (x + 1); }
        public short s(short x) { return (short) (x + 1); }
        public char c(char x) { return (char) (x + 1); }
        public int i(int x) { return x + 1; }
        public long l(long x) { return x + 1; }
        public float f(float x) { return x + 1; }
        public double d(double x) { return x + 1; }
        public String o(Object x) { return "got " + x; }
        public void v() { }
        public static int many(int a, long b, double c, String d, int[] e, byte f, char g, boolean h, float i, short j) {
            return a + (int) b + (int) c + d.length() + e.length + f + g + (h ? 1 : 0) + (int) i + j;
        }
        public static void fails(int k) throws Exception {
            switch (k) {
                case 0: throw new Exception("checked");
                case 1: throw new Error("error");
                default: throw null;
            }
        }
        public static String var(String... xs) { return Arrays.toString(xs); }
        private String priv() { return "private"; }
    }

    public static abstract class Abs {
        public Abs() { }
        public abstract int m();
    }

    static class Sub extends T {
        @Override
        public String o(Object x) { return "overridden " + x; }
    }

    static void t(String what, Thrower r) {
        try {
            System.out.println(what + " = " + r.run());
        } catch (InvocationTargetException e) {
            System.out.println(what + " target " + e.getCause() + " " + e.getMessage());
        } catch (Throwable e) {
            System.out.println(what + " " + e.toString().replaceAll("@[0-9a-f]+", "@"));
        }
    }

    interface Thrower {
        Object run() throws Throwable;
    }

    public static void main(String[] args) throws Exception {
        T t = new T();
        Object[] values = {true, (byte) 11, (short) 12, 'd', 14, 15L, 16.5f, 17.5, "str", null};
        String[] names = {"z", "b", "s", "c", "i", "l", "f", "d", "o"};
        for (String name : names) {
            Field f = T.class.getField(name);
            Method m = T.class.getMethod(name, name.equals("o") ? Object.class : f.getType());
            for (Object v : values) {
                t("set " + name + " " + v, () -> { f.set(t, v); return f.get(t); });
                t("call " + name + " " + v, () -> m.invoke(t, v));
            }
            t("getInt " + name, () -> f.getInt(t));
            t("getLong " + name, () -> f.getLong(t));
            t("getDouble " + name, () -> f.getDouble(t));
            t("getBoolean " + name, () -> f.getBoolean(t));
            t("getChar " + name, () -> f.getChar(t));
            t("getByte " + name, () -> f.getByte(t));
            t("setInt " + name, () -> { f.setInt(t, 77); return f.get(t); });
            t("setByte " + name, () -> { f.setByte(t, (byte) 78); return f.get(t); });
            t("setChar " + name, () -> { f.setChar(t, 'x'); return f.get(t); });
            t("setDouble " + name, () -> { f.setDouble(t, 1.25); return f.get(t); });
        }
        Method many = T.class.getMethod("many", int.class, long.class, double.class, String.class, int[].class, byte.class, char.class, boolean.class, float.class, short.class);
        t("many", () -> many.invoke(null, 1, 2, 3, "four", new int[5], (byte) 6, 'g', true, 9, (byte) 10));
        t("too few", () -> many.invoke(null, 1));
        t("wrong type", () -> many.invoke(null, 1L, 2, 3, "four", new int[5], (byte) 6, 'g', true, 9, (byte) 10));
        Method fails = T.class.getMethod("fails", int.class);
        for (int k = 0; k < 3; k++) {
            int kk = k;
            t("fails " + k, () -> fails.invoke(null, kk));
        }
        t("var", () -> T.class.getMethod("var", String[].class).invoke(null, (Object) new String[] {"a", "b"}));
        t("var spread", () -> T.class.getMethod("var", String[].class).invoke(null, "a"));
        t("null receiver", () -> T.class.getMethod("v").invoke(null));
        t("wrong receiver", () -> T.class.getMethod("v").invoke("x"));
        t("virtual", () -> T.class.getMethod("o", Object.class).invoke(new Sub(), 1));
        t("void", () -> T.class.getMethod("v").invoke(t));
        t("constructor", () -> T.class.getConstructor(int.class, String.class).newInstance(5, "x").i);
        t("constructor fails", () -> T.class.getConstructor(int.class, String.class).newInstance(5, null));
        t("abstract", () -> Abs.class.getConstructor().newInstance());
        t("private method", () -> T.class.getDeclaredMethod("priv").invoke(t));
        Method mi = T.class.getMethod("i", int.class);
        int sum = 0;
        for (int i = 0; i < 100; i++) {
            sum += (int) mi.invoke(t, i);
        }
        System.out.println(sum);
        Field sf = T.class.getField("si");
        sf.set(null, 80);
        System.out.println(T.si + " " + sf.getInt("ignored"));
        t("constant", () -> { T.class.getField("CONST").set(null, 1); return 0; });
        t("final", () -> { T.class.getField("fin").set(t, 1); return 0; });
        Field fin = T.class.getField("fin");
        fin.setAccessible(true);
        t("final accessible", () -> { fin.set(t, 99); return fin.get(t); });
        t("wrong object", () -> T.class.getField("i").get("x"));
        t("null object", () -> T.class.getField("i").get(null));
        t("String internals", () -> { Field v = String.class.getDeclaredField("value"); v.setAccessible(true); return v; });
        t("trySetAccessible", () -> String.class.getDeclaredField("value").trySetAccessible());
        t("canAccess", () -> String.class.getDeclaredField("value").canAccess("x"));
        t("new enum", () -> Thread.State.class.getDeclaredConstructors()[0].newInstance("X", 9));
        Object arr = Array.newInstance(int.class, 3);
        Array.set(arr, 0, (byte) 5);
        Array.setInt(arr, 1, 6);
        Array.setChar(arr, 2, 'c');
        System.out.println(Array.get(arr, 0) + " " + Array.getLong(arr, 1) + " " + Array.getDouble(arr, 2) + " " + Array.getLength(arr));
        t("array bounds", () -> Array.get(arr, 3));
        t("array type", () -> { Array.set(arr, 0, 5L); return 0; });
        t("array narrow", () -> Array.getShort(arr, 0));
        t("not array", () -> Array.getLength("x"));
        t("null array", () -> Array.getLength(null));
        t("negative", () -> Array.newInstance(int.class, -1));
        t("void array", () -> Array.newInstance(void.class, 1));
        t("dims", () -> Array.newInstance(String.class, 2, 3).getClass());
        t("no dims", () -> Array.newInstance(String.class, new int[0]));
        t("too many dims", () -> Array.newInstance(String.class, new int[256]));
        t("store", () -> { Array.set(new String[1], 0, 5); return 0; });
        t("newInstance", () -> T.class.newInstance().i);
        t("interface", () -> Runnable.class.getDeclaredConstructor());
        t("setAccessible on Class", () -> { Constructor<?> k = Class.class.getDeclaredConstructors()[0]; k.setAccessible(true); return k; });
    }
}
