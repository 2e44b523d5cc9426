// Caller-sensitive checks: Class.forName callers, setAccessible across modules, private access by nest.
import java.lang.reflect.*;

public class ReflectPermissions {
    private static int hidden = 5;

    static class Holder {
        private int p = 1;
        protected int q = 2;
        int r = 3;

        private Holder() {
        }
    }

    static void t(String what, Thrower r) {
        try {
            System.out.println(what + " = " + r.run());
        } catch (Throwable e) {
            System.out.println(what + " " + e.toString().replaceAll("@[0-9a-f]+", "@"));
        }
    }

    interface Thrower {
        Object run() throws Throwable;
    }

    public static void main(String[] args) throws Exception {
        t("own private", () -> ReflectPermissions.class.getDeclaredField("hidden").get(null));
        t("nested private", () -> Holder.class.getDeclaredField("p").get(new Holder()));
        t("private constructor", () -> Holder.class.getDeclaredConstructor().newInstance().q);
        t("ArrayList.size", () -> java.util.ArrayList.class.getDeclaredField("size").get(new java.util.ArrayList<>()));
        t("ArrayList.grow", () -> java.util.ArrayList.class.getDeclaredMethod("grow").invoke(new java.util.ArrayList<>()));
        t("Thread.name", () -> { Field f = Thread.class.getDeclaredField("name"); f.setAccessible(true); return f.get(null); });
        t("sun.misc.Unsafe", () -> { Field f = Class.forName("sun.misc.Unsafe").getDeclaredField("theUnsafe"); f.setAccessible(true); return f.get(null) != null; });
        t("jdk.internal", () -> Class.forName("jdk.internal.misc.Unsafe").getMethod("getUnsafe").invoke(null));
        t("Object.clone", () -> Object.class.getDeclaredMethod("clone").invoke(new int[1]));
        t("protected", () -> { Method m = ClassLoader.class.getDeclaredMethod("findClass", String.class); return m.invoke(ClassLoader.getSystemClassLoader(), "x"); });
        t("public of private class", () -> java.util.List.of(1).getClass().getMethod("size").invoke(java.util.List.of(1)));
        t("through interface", () -> java.util.List.class.getMethod("size").invoke(java.util.List.of(1)));
        t("filtered fields", () -> Class.class.getDeclaredFields().length + " " + Field.class.getDeclaredFields().length + " " + ClassLoader.class.getDeclaredFields().length);
        t("filtered field", () -> System.class.getDeclaredField("security"));
        t("isAccessible", () -> Holder.class.getDeclaredField("p").isAccessible());
        AccessibleObject.setAccessible(new AccessibleObject[] {Holder.class.getDeclaredField("p"), Holder.class.getDeclaredField("q")}, true);
        t("Class.forName", () -> Class.forName("ReflectPermissions$Holder"));
        t("Class.forName module", () -> Class.forName(Object.class.getModule(), "java.lang.String"));
        t("Class.forName module missing", () -> Class.forName(Object.class.getModule(), "no.Such"));
        t("getCallerClass through Method", () -> Class.class.getMethod("forName", String.class).invoke(null, "ReflectPermissions$Holder"));
        t("invoke of invoke", () -> {
            Method invoke = Method.class.getMethod("invoke", Object.class, Object[].class);
            Method target = String.class.getMethod("length");
            return invoke.invoke(target, "four", new Object[0]);
        });
    }
}
