// java.lang.reflect.Proxy: dispatch, Object methods, exceptions, default methods, primitive types.
import java.io.IOException;
import java.lang.reflect.*;
import java.util.Arrays;
import java.util.function.Function;

public class Proxies {
    public interface Calc {
        int add(int a, int b);

        long mix(byte b, short s, char c, boolean z, float f, double d, long l, String t, int[] arr);

        void nothing();

        default String hello() {
            return "default hello";
        }

        String io() throws IOException;

        static int st() {
            return 1;
        }
    }

    interface PackagePrivate {
        String name();
    }

    public static void main(String[] args) throws Exception {
        InvocationHandler handler = (proxy, method, a) -> {
            System.out.println(method.getDeclaringClass().getSimpleName() + "." + method.getName() + " " + Arrays.deepToString(a));
            return switch (method.getName()) {
                case "add" -> (int) a[0] + (int) a[1];
                case "mix" -> 99L;
                case "toString" -> "a proxy";
                case "hashCode" -> 7;
                case "equals" -> proxy == a[0];
                case "hello" -> InvocationHandler.invokeDefault(proxy, method);
                case "io" -> throw new IOException("declared");
                case "apply" -> throw new Exception("not declared");
                case "name" -> "pp";
                default -> null;
            };
        };
        Calc c = (Calc) Proxy.newProxyInstance(Proxies.class.getClassLoader(), new Class<?>[] {Calc.class, Function.class}, handler);
        System.out.println(c.add(2, 3));
        System.out.println(c.mix((byte) 1, (short) 2, 'c', true, 1f, 2.0, 3L, "t", new int[] {4}));
        c.nothing();
        System.out.println(c + " " + c.hashCode() + " " + c.equals(c) + " " + c.equals("x"));
        System.out.println(c.hello());
        try {
            c.io();
        } catch (IOException e) {
            System.out.println(e);
        }
        try {
            @SuppressWarnings("unchecked")
            Object x = ((Function<Object, Object>) c).apply(1);
        } catch (UndeclaredThrowableException e) {
            System.out.println(e + " " + e.getCause());
        }
        Class<?> k = c.getClass();
        System.out.println(Proxy.isProxyClass(k) + " " + Modifier.toString(k.getModifiers()) + " " + k.getPackageName() + " " + (Proxy.getInvocationHandler(c) == handler));
        PackagePrivate p = (PackagePrivate) Proxy.newProxyInstance(Proxies.class.getClassLoader(), new Class<?>[] {PackagePrivate.class}, handler);
        System.out.println(p.name() + " " + (p.getClass().getPackage() == Proxies.class.getPackage()));
        Calc bad = (Calc) Proxy.newProxyInstance(Proxies.class.getClassLoader(), new Class<?>[] {Calc.class}, (q, m, a) -> m.getName().equals("add") ? "text" : null);
        try {
            bad.add(1, 1);
        } catch (ClassCastException e) {
            System.out.println(e.getMessage());
        }
        try {
            bad.mix((byte) 1, (short) 2, 'c', true, 1f, 2.0, 3L, "t", null);
        } catch (NullPointerException e) {
            System.out.println("NPE for a null result");
        }
        for (Class<?>[] faces : new Class<?>[][] {{String.class}, {Calc.class, Calc.class}, {int.class}}) {
            try {
                Proxy.newProxyInstance(Proxies.class.getClassLoader(), faces, handler);
            } catch (IllegalArgumentException e) {
                System.out.println(e.getMessage());
            }
        }
        System.out.println(c.getClass() == Proxy.newProxyInstance(Proxies.class.getClassLoader(), new Class<?>[] {Calc.class, Function.class}, handler).getClass());
    }
}
