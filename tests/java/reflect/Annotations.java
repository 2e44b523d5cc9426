// Annotations: all value types, defaults, retention, inheritance, repeatable, parameters, type annotations.
import java.lang.annotation.*;
import java.lang.reflect.*;
import java.util.Arrays;
import java.util.List;

public class Annotations {
    enum Level { LOW, HIGH }

    @Retention(RetentionPolicy.RUNTIME)
    @interface Inner { String value() default "in"; int n() default 1; }

    @Retention(RetentionPolicy.RUNTIME)
    @Inherited
    @interface All {
        boolean z() default true;
        byte b() default 1;
        short s() default 2;
        char c() default '\n';
        int i() default -3;
        long l() default 1L << 40;
        float f() default 1.5f;
        double d() default Double.NaN;
        String str() default "text \"quoted\"";
        Class<?> cls() default String[].class;
        Level e() default Level.HIGH;
        Inner a() default @Inner(n = 7);
        int[] is() default {1, 2};
        String[] strs() default {};
        Class<?>[] classes() default {int.class, void.class};
        Level[] levels() default Level.LOW;
        Inner[] inners() default {@Inner, @Inner("x")};
        double[] ds() default {1, 2.5};
        char[] cs() default {'a', '\''};
        byte[] bs() default {1};
        boolean[] zs() default {true, false};
        long[] ls() default {5};
    }

    @Retention(RetentionPolicy.RUNTIME)
    @Repeatable(Tags.class)
    @interface Tag { String value(); }

    @Retention(RetentionPolicy.RUNTIME)
    @interface Tags { Tag[] value(); }

    @interface ClassOnly { }

    @Retention(RetentionPolicy.SOURCE)
    @interface SourceOnly { }

    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.TYPE_USE, ElementType.TYPE_PARAMETER})
    @interface TU { int value() default 0; }

    @All(i = 99, str = "given", is = {})
    @ClassOnly
    @SourceOnly
    static class Parent { }

    @Tag("one")
    static class Child extends Parent { }

    @Tag("a") @Tag("b")
    @Deprecated(since = "5", forRemoval = true)
    static class Repeated {
        @Tag("field") @TU(3) List<@TU(4) String> f;

        @Tag("ctor")
        Repeated(@Tag("p0") int a, @Inner String b) { }

        @Inner
        @TU(1) String m(@Tag("x") @Tag("y") int p, @Inner @TU(2) String @TU(5) [] q) throws @TU(6) Exception { return null; }

        <@TU(7) X extends @TU(8) Number & @TU(9) Comparable<@TU(10) ? extends @TU(11) X>> void g(@TU(12) Repeated this) { }
    }

    static class Ext extends @TU(20) Parent implements @TU(21) Runnable, Comparable<@TU(22) Ext> {
        public void run() { }
        public int compareTo(Ext o) { return 0; }
    }

    @FunctionalInterface
    interface F { void f(); }

    record Rec(@Tag("component") @TU(30) int x) { }

    static String types(AnnotatedType t) {
        String s = t.getType() + Arrays.toString(t.getAnnotations());
        if (t instanceof AnnotatedParameterizedType p) {
            for (AnnotatedType a : p.getAnnotatedActualTypeArguments()) {
                s += "<" + types(a) + ">";
            }
        } else if (t instanceof AnnotatedArrayType a) {
            s += "[" + types(a.getAnnotatedGenericComponentType()) + "]";
        } else if (t instanceof AnnotatedWildcardType w) {
            s += "?" + Arrays.stream(w.getAnnotatedUpperBounds()).map(Annotations::types).toList();
        }
        return s;
    }

    public static void main(String[] args) throws Exception {
        for (Annotation a : Parent.class.getAnnotations()) {
            // In the order of names: that of the members is the VM's.
            System.out.println(a.annotationType());
            for (Method m : Arrays.stream(a.annotationType().getDeclaredMethods()).sorted((x, y) -> x.getName().compareTo(y.getName())).toList()) {
                Object v = m.invoke(a);
                System.out.println("  " + m.getName() + " " + (v.getClass().isArray() ? Arrays.deepToString(new Object[] {v}) : v));
            }
        }
        System.out.println(Child.class.getAnnotations().length + Arrays.toString(Child.class.getDeclaredAnnotations()));
        All all = Child.class.getAnnotation(All.class);
        System.out.println(all.i() + all.str() + all.is().length + all.cls() + all.e() + all.a().n() + all.inners()[1].value() + all.levels().length);
        System.out.println(all.equals(Parent.class.getAnnotation(All.class)) + " " + (all.hashCode() == Parent.class.getAnnotation(All.class).hashCode()) + " " + all.annotationType());
        System.out.println(Arrays.toString(Repeated.class.getAnnotations()) + Arrays.toString(Repeated.class.getAnnotationsByType(Tag.class)));
        System.out.println(Repeated.class.getAnnotation(Tag.class) + " " + Child.class.getAnnotation(Tags.class) + " " + Arrays.toString(Child.class.getAnnotationsByType(Tag.class)));
        Method m = Repeated.class.getDeclaredMethod("m", int.class, String[].class);
        System.out.println(Arrays.toString(m.getAnnotations()) + Arrays.deepToString(m.getParameterAnnotations()));
        System.out.println(Arrays.toString(m.getParameters()[0].getAnnotationsByType(Tag.class)));
        System.out.println(types(m.getAnnotatedReturnType()) + " " + types(m.getAnnotatedParameterTypes()[1]) + " " + types(m.getAnnotatedExceptionTypes()[0]));
        Field f = Repeated.class.getDeclaredField("f");
        System.out.println(Arrays.toString(f.getAnnotations()) + types(f.getAnnotatedType()));
        Method g = Repeated.class.getDeclaredMethod("g");
        System.out.println(types(g.getAnnotatedReceiverType()) + Arrays.toString(g.getTypeParameters()[0].getAnnotations()));
        for (AnnotatedType b : g.getTypeParameters()[0].getAnnotatedBounds()) {
            System.out.println(types(b));
        }
        Constructor<?> c = Repeated.class.getDeclaredConstructors()[0];
        System.out.println(Arrays.toString(c.getAnnotations()) + Arrays.deepToString(c.getParameterAnnotations()));
        System.out.println(types(Ext.class.getAnnotatedSuperclass()) + Arrays.stream(Ext.class.getAnnotatedInterfaces()).map(Annotations::types).toList());
        System.out.println(Arrays.toString(F.class.getAnnotations()) + F.class.isAnnotationPresent(FunctionalInterface.class));
        RecordComponent rc = Rec.class.getRecordComponents()[0];
        System.out.println(Arrays.toString(rc.getAnnotations()) + types(rc.getAnnotatedType()) + Arrays.toString(rc.getAccessor().getAnnotations()));
        System.out.println(Tag.class.getMethod("value").getDefaultValue() + " " + All.class.getMethod("i").getDefaultValue() + " " + All.class.getDeclaredMethod("a").getDefaultValue());
        System.out.println(Arrays.toString(All.class.getAnnotations()));
        Annotation proxy = Child.class.getAnnotation(Tag.class);
        System.out.println(Proxy.isProxyClass(proxy.getClass()) + " " + proxy);
    }
}
