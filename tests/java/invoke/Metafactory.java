// LambdaMetafactory called directly; altMetafactory with markers and bridges; StringConcatFactory.
import java.io.Serializable;
import java.lang.invoke.*;
import java.util.Comparator;
import java.util.function.*;

import static java.lang.invoke.MethodType.methodType;

public class Metafactory {
    static int len(String s) {
        return s.length();
    }

    private static int plus(int a, int b) {
        return a + b;
    }

    interface Marker {
    }

    public static void main(String[] args) throws Throwable {
        MethodHandles.Lookup l = MethodHandles.lookup();
        MethodHandle len = l.findStatic(Metafactory.class, "len", methodType(int.class, String.class));
        CallSite site = LambdaMetafactory.metafactory(l, "applyAsInt", methodType(ToIntFunction.class),
            methodType(int.class, Object.class), len, methodType(int.class, String.class));
        @SuppressWarnings("unchecked")
        ToIntFunction<String> f = (ToIntFunction<String>) site.getTarget().invoke();
        System.out.println(f.applyAsInt("abcd"));
        MethodHandle plus = l.findStatic(Metafactory.class, "plus", methodType(int.class, int.class, int.class));
        CallSite bound = LambdaMetafactory.metafactory(l, "applyAsInt", methodType(IntUnaryOperator.class, int.class),
            methodType(int.class, int.class), plus, methodType(int.class, int.class));
        IntUnaryOperator add5 = (IntUnaryOperator) bound.getTarget().invokeExact(5);
        System.out.println(add5.applyAsInt(37));
        CallSite alt = LambdaMetafactory.altMetafactory(l, "apply", methodType(Function.class), methodType(Object.class, Object.class),
            len, methodType(Integer.class, String.class), LambdaMetafactory.FLAG_MARKERS | LambdaMetafactory.FLAG_SERIALIZABLE, 1, Marker.class);
        Object o = alt.getTarget().invoke();
        System.out.println((o instanceof Marker) + " " + (o instanceof Serializable) + " " + ((Function<Object, Object>) o).apply("xyz"));
        try {
            LambdaMetafactory.metafactory(l, "apply", methodType(Function.class), methodType(Object.class, Object.class), len,
                methodType(String.class, String.class));
        } catch (LambdaConversionException e) {
            System.out.println(e.getMessage());
        }
        try {
            LambdaMetafactory.metafactory(l, "x", methodType(String.class), methodType(Object.class), len, methodType(Object.class));
        } catch (LambdaConversionException e) {
            System.out.println(e.getMessage());
        }
        CallSite cat = StringConcatFactory.makeConcatWithConstants(l, "c", methodType(String.class, int.class, Object.class, char.class),
            "a\u0001b\u0002c\u0001d\u0001", "CONST");
        System.out.println((String) cat.getTarget().invoke(1, (Object) "obj", 'z'));
        System.out.println((String) StringConcatFactory.makeConcat(l, "c", methodType(String.class, long.class, double.class)).getTarget().invokeExact(7L, 1.5));
        try {
            StringConcatFactory.makeConcatWithConstants(l, "c", methodType(String.class, int.class), "\u0001\u0001");
        } catch (StringConcatException e) {
            System.out.println(e.getMessage());
        }
        Comparator<String> c = Comparator.comparing(String::length);
        System.out.println(c.thenComparing(Comparator.reverseOrder()).compare("ab", "cd"));
    }
}
