// Who has called, asked by caller-sensitive methods in hot code: directly, from inlined methods, by reflection, by reflection on
// reflection, by method handles and lambdas.
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.function.Supplier;

public class CallersHot {
    static class Near {
        static Class<?> lookedUp() {
            return MethodHandles.lookup().lookupClass();
        }

        static Object call(Method m, Object... arguments) throws Throwable {
            return m.invoke(null, arguments);
        }
    }

    public static Class<?> here() {
        return MethodHandles.lookup().lookupClass();
    }

    static Object call(Method m, Object... arguments) throws Throwable {
        try {
            return m.invoke(null, arguments);
        } catch (IllegalAccessException e) {
            return "refused";
        }
    }

    static Object refused(Method m, Object... arguments) throws Throwable {
        try {
            return Far.call(m, arguments);
        } catch (IllegalAccessException e) {
            return "refused";
        }
    }

    private static int secret(int x) {
        return x + 1;
    }

    private static int hidden = 7;

    private CallersHot() {
    }

    static String name(Object o) {
        return o instanceof Class<?> c ? c.getName().replaceFirst("\\$\\$Lambda.*", "\\$\\$Lambda").replaceFirst("/.*", "") : String.valueOf(o);
    }

    public static void main(String[] args) throws Throwable {
        Method secret = CallersHot.class.getDeclaredMethod("secret", int.class);
        Method here = CallersHot.class.getMethod("here");
        Method invoke = Method.class.getMethod("invoke", Object.class, Object[].class);
        Method lookup = MethodHandles.class.getMethod("lookup");
        Method forName = Class.class.getMethod("forName", String.class);
        Field hiddenField = CallersHot.class.getDeclaredField("hidden");
        Constructor<CallersHot> constructor = CallersHot.class.getDeclaredConstructor();
        MethodHandle lookupHandle =
            MethodHandles.lookup().findStatic(MethodHandles.class, "lookup", MethodType.methodType(MethodHandles.Lookup.class));
        Supplier<Class<?>> lambda = () -> MethodHandles.lookup().lookupClass();
        Supplier<MethodHandles.Lookup> reference = MethodHandles::lookup;
        String last = "";
        for (int i = 0; i < 6_000; i++) {
            StringBuilder b = new StringBuilder();
            b.append(name(here())).append(' ').append(name(Near.lookedUp())).append(' ').append(name(Far.lookedUp()));
            b.append(' ').append(call(secret, i & 7)).append(' ').append(refused(secret, 1));
            b.append(' ').append(Near.call(secret, 3)).append(' ').append(name(call(here)));
            b.append(' ').append(name(invoke.invoke(here, null, null)));
            b.append(' ').append(name(invoke.invoke(invoke, here, new Object[] {null, null})));
            b.append(' ').append(name(((MethodHandles.Lookup) lookupHandle.invokeExact()).lookupClass()));
            b.append(' ').append(name(((MethodHandles.Lookup) call(lookup)).lookupClass()));
            b.append(' ').append(name(((MethodHandles.Lookup) invoke.invoke(lookup, null, null)).lookupClass()));
            b.append(' ').append(name(((MethodHandles.Lookup) Far.call(lookup)).lookupClass()));
            b.append(' ').append(name(lambda.get())).append(' ').append(name(reference.get().lookupClass()));
            b.append(' ').append(name(call(forName, "CallersHot$Near")));
            b.append(' ').append(hiddenField.getInt(null)).append(' ').append(Far.read(hiddenField));
            b.append(' ').append(constructor.newInstance().getClass() == CallersHot.class).append(' ').append(Far.make(constructor));
            String now = b.toString();
            if (i < 2 || i == 5_999) {
                System.out.println(now);
            }
            last = now;
        }
        try {
            call(secret, "no");
        } catch (IllegalArgumentException e) {
            System.out.println(e.getMessage());
        }
        try {
            call(here.getClass().getMethod("invoke", Object.class, Object[].class), 1);
        } catch (NullPointerException | InvocationTargetException | IllegalArgumentException e) {
            System.out.println(e.getClass().getName());
        }
        System.out.println(last.length());
    }
}

class Far {
    static Class<?> lookedUp() {
        return MethodHandles.lookup().lookupClass();
    }

    static Object call(Method m, Object... arguments) throws Exception {
        return m.invoke(null, arguments);
    }

    static Object read(Field f) {
        try {
            return f.getInt(null);
        } catch (IllegalAccessException e) {
            return "refused";
        }
    }

    static Object make(Constructor<?> c) throws Exception {
        try {
            return c.newInstance();
        } catch (IllegalAccessException e) {
            return "refused";
        }
    }
}
