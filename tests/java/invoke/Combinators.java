// MethodHandles combinators: guards, filters, folds, loops, try/finally, permutation, constants.
import java.lang.invoke.*;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

import static java.lang.invoke.MethodHandles.*;
import static java.lang.invoke.MethodType.methodType;

public class Combinators {
    static final Lookup L = lookup();

    static MethodHandle s(String name, Class<?> r, Class<?>... p) throws Exception {
        return L.findStatic(Combinators.class, name, methodType(r, p));
    }

    static int add(int a, int b) {
        return a + b;
    }

    static int twice(int a) {
        return 2 * a;
    }

    static boolean positive(int a) {
        return a > 0;
    }

    static String str(Object o) {
        return "<" + o + ">";
    }

    static String cat(String a, String b, String c) {
        return a + b + c;
    }

    static int boom(int x) {
        if (x > 5) {
            throw new IllegalArgumentException("boom " + x);
        }
        return x;
    }

    static int caught(IllegalArgumentException e, int x) {
        return -x - e.getMessage().length();
    }

    static int cleanup(Throwable t, int result, int x) {
        System.out.println("cleanup " + t + " " + result + " " + x);
        return result + 1000;
    }

    static int step(int acc, int i) {
        return acc * 10 + i;
    }

    static boolean less(int acc) {
        return acc < 5000;
    }

    static int body(int acc) {
        return acc * 3;
    }

    static List<String> collect(List<String> l, String s) {
        l.add(s.toUpperCase());
        return l;
    }

    public static void main(String[] args) throws Throwable {
        MethodHandle add = s("add", int.class, int.class, int.class);
        MethodHandle twice = s("twice", int.class, int.class);
        MethodHandle positive = s("positive", boolean.class, int.class);
        MethodHandle str = s("str", String.class, Object.class);
        MethodHandle cat = s("cat", String.class, String.class, String.class, String.class);
        System.out.println((int) filterArguments(add, 0, twice, twice).invokeExact(3, 4));
        System.out.println((int) filterReturnValue(add, twice).invokeExact(3, 4));
        System.out.println((int) foldArguments(add, twice).invokeExact(5));
        System.out.println((int) collectArguments(add, 1, add).invokeExact(1, 2, 3));
        System.out.println((int) guardWithTest(positive, twice, identity(int.class)).invokeExact(8));
        System.out.println((int) guardWithTest(positive, twice, identity(int.class)).invokeExact(-8));
        System.out.println((String) permuteArguments(cat, cat.type(), 2, 0, 0).invokeExact("a", "b", "c"));
        System.out.println((String) insertArguments(cat, 1, "I", "J").invokeExact("x"));
        System.out.println((int) dropArguments(twice, 0, String.class, long.class).invokeExact("ignored", 1L, 21));
        System.out.println((int) dropReturn(twice).asType(methodType(int.class, int.class)).invokeExact(1));
        System.out.println((String) constant(String.class, "const").invokeExact() + zero(int.class).invoke() + empty(methodType(long.class, int.class)).invoke(3));
        MethodHandle boom = s("boom", int.class, int.class);
        MethodHandle safe = catchException(boom, IllegalArgumentException.class, s("caught", int.class, IllegalArgumentException.class, int.class));
        System.out.println((int) safe.invokeExact(3) + " " + (int) safe.invokeExact(30));
        MethodHandle fin = tryFinally(boom, s("cleanup", int.class, Throwable.class, int.class, int.class));
        System.out.println((int) fin.invokeExact(2));
        try {
            int x = (int) fin.invokeExact(9);
        } catch (IllegalArgumentException e) {
            System.out.println(e.getMessage());
        }
        MethodHandle counted = countedLoop(dropArguments(constant(int.class, 6), 0, int.class), identity(int.class), s("step", int.class, int.class, int.class));
        System.out.println((int) counted.invokeExact(7));
        MethodHandle whileLoop = whileLoop(identity(int.class), s("less", boolean.class, int.class), dropArguments(s("body", int.class, int.class), 1, int.class));
        System.out.println((int) whileLoop.invokeExact(2));
        MethodHandle doWhile = doWhileLoop(identity(int.class), dropArguments(s("body", int.class, int.class), 1, int.class), s("less", boolean.class, int.class));
        System.out.println((int) doWhile.invokeExact(9000));
        MethodHandle iterated = iteratedLoop(L.findVirtual(List.class, "iterator", methodType(Iterator.class)),
            dropArguments(L.findConstructor(ArrayList.class, methodType(void.class)).asType(methodType(List.class)), 0, List.class),
            s("collect", List.class, List.class, String.class));
        System.out.println((List<?>) iterated.invoke(List.of("p", "q", "r")));
        MethodHandle sw = tableSwitch(dropArguments(constant(String.class, "default"), 0, int.class),
            dropArguments(constant(String.class, "zero"), 0, int.class), dropArguments(constant(String.class, "one"), 0, int.class));
        System.out.println((String) sw.invokeExact(0) + (String) sw.invokeExact(1) + (String) sw.invokeExact(7) + (String) sw.invokeExact(-1));
        MethodHandle thrower = throwException(int.class, IllegalStateException.class);
        try {
            int x = (int) thrower.invokeExact(new IllegalStateException("thrown"));
        } catch (IllegalStateException e) {
            System.out.println(e.getMessage());
        }
        System.out.println((int) explicitCastArguments(twice, methodType(int.class, double.class)).invokeExact(3.99));
        System.out.println((boolean) explicitCastArguments(identity(int.class), methodType(boolean.class, int.class)).invokeExact(3));
        System.out.println((int) arrayElementGetter(int[].class).invokeExact(new int[] {5, 6}, 1) + " " + (int) arrayLength(long[].class).invokeExact(new long[4]));
        String[] target = new String[1];
        arrayElementSetter(String[].class).invokeExact(target, 0, "stored");
        System.out.println(target[0] + " " + ((double[]) arrayConstructor(double[].class).invokeExact(3)).length);
        MethodHandle invoker = invoker(methodType(int.class, int.class, int.class));
        MethodHandle exact = exactInvoker(add.type());
        System.out.println((int) invoker.invokeExact(add, 1, 2) + (int) exact.invokeExact(add, 3, 4));
        System.out.println(spreadInvoker(add.type(), 1).invoke(add, 5, new Object[] {6}));
        MutableCallSite site = new MutableCallSite(methodType(int.class, int.class));
        MethodHandle dyn = site.dynamicInvoker();
        site.setTarget(twice);
        System.out.print((int) dyn.invokeExact(10) + " ");
        site.setTarget(identity(int.class));
        MutableCallSite.syncAll(new MutableCallSite[] {site});
        System.out.println((int) dyn.invokeExact(10));
        VolatileCallSite vsite = new VolatileCallSite(twice);
        System.out.println((int) vsite.dynamicInvoker().invokeExact(6) + " " + new ConstantCallSite(twice).getTarget().equals(twice));
        SwitchPoint sp = new SwitchPoint();
        MethodHandle sw2 = sp.guardWithTest(twice, identity(int.class));
        System.out.print((int) sw2.invokeExact(4) + " ");
        SwitchPoint.invalidateAll(new SwitchPoint[] {sp});
        System.out.println((int) sw2.invokeExact(4) + " " + sp.hasBeenInvalidated());
        Runnable r = MethodHandleProxies.asInterfaceInstance(Runnable.class, insertArguments(str, 0, "p").asType(methodType(void.class)));
        r.run();
        System.out.println(MethodHandleProxies.isWrapperInstance(r));
        MethodHandle big = add;
        for (int i = 0; i < 30; i++) {
            big = filterReturnValue(big, i % 2 == 0 ? twice : insertArguments(add, 0, -i));
        }
        System.out.println((int) big.invokeExact(1, 1));
        try {
            guardWithTest(positive, twice, str);
        } catch (IllegalArgumentException e) {
            System.out.println(e.getMessage());
        }
    }
}
