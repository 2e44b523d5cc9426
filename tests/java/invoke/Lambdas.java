// Lambdas and method references of every kind, capturing, serializable, intersection types, recursion.
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.*;

public class Lambdas {
    int field = 5;

    interface Tri<A, B, C, R> {
        R apply(A a, B b, C c);
    }

    interface Prim {
        long go(int a, byte b, char c, double d, boolean z);
    }

    interface Marker {
    }

    class Inner {
        final int v;

        Inner(int v) {
            this.v = v + field;
        }
    }

    static String stat(Object o) {
        return "stat " + o;
    }

    String inst(String s) {
        return "inst " + field + s;
    }

    static <T extends Comparable<T>> T max(T a, T b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    static int sum(int... xs) {
        int s = 0;
        for (int x : xs) {
            s += x;
        }
        return s;
    }

    class Sub extends Lambdas {
        @Override
        String inst(String s) {
            Function<String, String> f = super::inst;
            return "sub " + f.apply(s);
        }
    }

    Supplier<Integer> later() {
        return () -> field++;
    }

    static Function<Integer, Integer> fact;

    public static void main(String[] args) throws Exception {
        Runnable r = () -> System.out.println("run");
        r.run();
        int base = 10;
        long big = 1L << 33;
        String text = "t";
        double dbl = 0.5;
        Function<Integer, Object> cap = x -> base + big + text + dbl + x;
        System.out.println(cap.apply(3));
        Function<Object, String> f1 = Lambdas::stat;
        System.out.println(f1.apply("x"));
        Lambdas l = new Lambdas();
        UnaryOperator<String> f2 = l::inst;
        System.out.println(f2.apply("y"));
        BiFunction<Lambdas, String, String> f3 = Lambdas::inst;
        System.out.println(f3.apply(l, "z") + " " + f3.apply(l.new Sub(), "w"));
        Supplier<Lambdas> f4 = Lambdas::new;
        System.out.println(f4.get().field);
        Function<Integer, Inner> f5 = l.new Sub().new Inner(1).v > 0 ? v -> l.new Inner(v) : null;
        System.out.println(f5.apply(7).v);
        IntFunction<int[]> f6 = int[]::new;
        Function<Integer, String[][]> f7 = String[][]::new;
        System.out.println(f6.apply(3).length + " " + f7.apply(2).length);
        BinaryOperator<String> f8 = Lambdas::max;
        System.out.println(f8.apply("a", "b"));
        IntBinaryOperator f9 = Lambdas::sum;
        System.out.println(f9.applyAsInt(3, 4));
        Tri<Integer, Integer, Integer, Integer> f10 = Lambdas::sum;
        System.out.println(f10.apply(1, 2, 3));
        Prim p = (a, b, c, d, z) -> a + b + c + (long) d + (z ? 1 : 0);
        System.out.println(p.go(1, (byte) 2, 'c', 4.9, true));
        Function<Integer, Long> widen = Integer::longValue;
        ToDoubleFunction<Integer> unbox = x -> x;
        IntToLongFunction w2 = x -> x;
        Supplier<Object> boxing = () -> 5;
        ToIntFunction<Object> cast = o -> (Integer) o;
        System.out.println(widen.apply(4) + unbox.applyAsDouble(3) + w2.applyAsLong(2) + (Integer) boxing.get()
            + cast.applyAsInt(9));
        Object o = (Runnable & Serializable & Marker) () -> System.out.println("intersection");
        ((Runnable) o).run();
        System.out.println((o instanceof Serializable) + " " + (o instanceof Marker));
        fact = n -> n <= 1 ? 1 : n * fact.apply(n - 1);
        System.out.println(fact.apply(10));
        Supplier<Integer> c1 = l.later();
        System.out.println(c1.get() + c1.get() + l.later().get());
        List<Supplier<Integer>> list = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int k = i;
            list.add(() -> k * k);
        }
        list.forEach(s -> System.out.print(s.get() + " "));
        System.out.println();
        Supplier<Supplier<Supplier<String>>> nested = () -> () -> () -> text + base;
        System.out.println(nested.get().get().get());
        Runnable same = null;
        boolean identical = true;
        for (int i = 0; i < 3; i++) {
            Runnable q = () -> { };
            identical &= same == null || same == q;
            same = q;
        }
        System.out.println(identical);
        Map<String, BinaryOperator<Integer>> ops = new TreeMap<>(Map.of("+", Integer::sum, "*", (x, y) -> x * y, "max",
            Math::max));
        ops.forEach((k, v) -> System.out.println(k + " " + v.apply(6, 7)));
        try {
            Object nul = null;
            Supplier<String> npe = nul::toString;
            System.out.println("not reached");
        } catch (NullPointerException e) {
            System.out.println("NPE when binding");
        }
        try {
            @SuppressWarnings({"unchecked", "rawtypes"})
            Function<Object, Object> raw = (Function) (Function<String, Integer>) String::length;
            System.out.println(raw.apply("four"));
            raw.apply(4);
        } catch (ClassCastException e) {
            System.out.println(e.getMessage());
        }
        Class<?> k = r.getClass();
        System.out.println(k.isHidden() + " " + k.isSynthetic() + " " + k.isAnonymousClass() + " "
            + k.getSimpleName().startsWith("Lambdas$$Lambda$") + " " + k.getInterfaces()[0] + " "
            + (k.getNestHost() == Lambdas.class));
        Callable2<String> generic = () -> {
            throw new java.io.IOException("checked");
        };
        try {
            generic.call();
        } catch (java.io.IOException e) {
            System.out.println(e);
        }
        Predicate<String> isEmpty = String::isEmpty;
        System.out.println(isEmpty.negate().and(s -> s.length() > 2).or(s -> s.equals("z")).test("abc"));
        Comparer<String> cmp = String::compareToIgnoreCase;
        System.out.println(cmp.compare("B", "a"));
    }

    interface Callable2<T> {
        T call() throws java.io.IOException;
    }

    interface Comparer<T> {
        int compare(T a, T b);

        default Comparer<T> reversed() {
            return (a, b) -> compare(b, a);
        }
    }
}
