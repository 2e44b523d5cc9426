// Fields, methods, constructors: listings, modifiers, generic strings, inherited, bridges, parameters.
// javac: -parameters
import java.lang.reflect.*;
import java.util.*;
import java.util.function.Function;

public class Members {
    static abstract class Base<T extends Number> implements Comparable<Base<T>> {
        public int pub = 1;
        protected transient volatile long prot;
        private static final String CONST = "c";
        T generic;
        List<? super T>[] wild;

        public Base(T t) throws java.io.IOException, IllegalStateException { }

        protected <X extends Exception & Runnable> Base(X x, int... more) { }

        public abstract T get();

        public synchronized final native void odd(double d);

        public static <K, V extends Comparable<? super V>> Map<K, V[]> st(final Map<? extends K, V> m, K... ks) throws Exception { return null; }

        public int compareTo(Base<T> o) { return 0; }

        void pack() { }

        private void priv(int a, long b) { }
    }

    static class Sub extends Base<Integer> {
        public String pub = "hides";

        Sub() throws java.io.IOException { super(null); }

        public Integer get() { return 5; }

        @Override
        void pack() { }

        public boolean equals(Object o) { return this == o; }
    }

    interface Face { int CONSTANT = 1; default void d() { } static void s() { } private void p() { } void a(); }

    enum E { X; int f; }

    record Rec(int a, List<String> b) { Rec { } }

    class Inner { Inner(String s) { } }

    static <T> void list(String what, T[] members, Function<T, String> f) {
        List<String> l = new ArrayList<>();
        for (T m : members) {
            l.add(f.apply(m));
        }
        Collections.sort(l);
        System.out.println(what + " " + l.size());
        l.forEach(s -> System.out.println("  " + s));
    }

    static void show(Class<?> c) {
        System.out.println("== " + c.toGenericString());
        list("fields", c.getDeclaredFields(), f -> f.toGenericString() + " " + f.getModifiers() + " " + f.isSynthetic() + f.isEnumConstant() + " " + f.getType());
        list("public fields", c.getFields(), Field::toString);
        list("methods", c.getDeclaredMethods(), m -> m.toGenericString() + " / " + m + " " + m.getModifiers() + " " + m.isBridge() + m.isSynthetic() + m.isVarArgs()
            + m.isDefault() + Arrays.toString(m.getExceptionTypes()) + m.getGenericReturnType() + Arrays.toString(m.getTypeParameters()));
        list("public methods", c.getMethods(), m -> m.getDeclaringClass().getSimpleName() + "." + m.getName() + Arrays.toString(m.getParameterTypes()) + m.getReturnType());
        list("constructors", c.getDeclaredConstructors(), m -> m.toGenericString() + " / " + m + " " + Arrays.toString(m.getGenericParameterTypes()) + m.isVarArgs());
        list("parameters", c.getDeclaredMethods(), m -> m.getName() + Arrays.toString(m.getParameters()) + Arrays.stream(m.getParameters()).map(
            p -> p.getName() + p.isNamePresent() + p.isVarArgs() + p.isImplicit() + p.isSynthetic() + p.getModifiers()).toList());
        list("constructor parameters", c.getDeclaredConstructors(), m -> Arrays.toString(m.getParameters()) + Arrays.stream(m.getParameters()).map(
            p -> p.getName() + p.isImplicit() + p.isSynthetic() + p.getModifiers()).toList());
    }

    public static void main(String[] args) throws Exception {
        for (Class<?> c : new Class<?>[] {Base.class, Sub.class, Face.class, E.class, Rec.class, Inner.class, int[].class, int.class, Runnable.class}) {
            show(c);
        }
        for (String[] q : new String[][] {{"get"}, {"nope"}, {"pack"}, {"compareTo"}}) {
            try {
                System.out.println(Sub.class.getMethod(q[0]));
            } catch (NoSuchMethodException e) {
                System.out.println(e);
            }
        }
        try {
            Sub.class.getDeclaredMethod("st", Map.class, int.class);
        } catch (NoSuchMethodException e) {
            System.out.println(e);
        }
        try {
            Sub.class.getField("prot");
        } catch (NoSuchFieldException e) {
            System.out.println(e);
        }
        try {
            Sub.class.getConstructor(int.class, String[].class);
        } catch (NoSuchMethodException e) {
            System.out.println(e);
        }
        System.out.println(Sub.class.getField("pub") + " " + Sub.class.getSuperclass().getField("pub"));
        Method a = Sub.class.getMethod("get");
        System.out.println(a.equals(Sub.class.getMethod("get")) + " " + (a == Sub.class.getMethod("get")) + " " + a.getDeclaringClass());
    }
}
