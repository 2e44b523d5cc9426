import java.util.ArrayList;
import java.util.List;
import java.util.function.*;

/** Functions as values without streams: captured variables, composition, currying, continuations, memoisation. */
public class Lambdas {
    static <A, B, C> Function<A, C> then(Function<? super A, ? extends B> f, Function<? super B, ? extends C> g) {
        return a -> g.apply(f.apply(a));
    }

    static IntUnaryOperator adder(int by) {
        return x -> x + by;
    }

    static void fib(int n, IntConsumer k) {
        if (n < 2) {
            k.accept(n);
        } else {
            fib(n - 1, a -> fib(n - 2, b -> k.accept(a + b)));
        }
    }

    static <T> Supplier<T> lazy(Supplier<? extends T> s) {
        return new Supplier<>() {
            private T value;

            @Override
            public T get() {
                return value == null ? value = s.get() : value;
            }
        };
    }

    public static Object run() {
        long h = 0;
        IntUnaryOperator chain = IntUnaryOperator.identity();
        for (int i = 0; i < 12; i++) {
            chain = chain.andThen(i % 3 == 0 ? x -> x * 31 : adder(i));
        }
        for (int i = 0; i < 60_000; i++) {
            h += chain.applyAsInt(i);
        }
        Function<Integer, Function<Integer, Function<Integer, Integer>>> curried = a -> b -> c -> a * b + c;
        Function<Integer, String> text = then(curried.apply(3).apply(7), x -> "v" + x % 100);
        for (int i = 0; i < 20_000; i++) {
            h = h * 31 + text.apply(i).hashCode();
        }
        long[] out = {0};
        fib(14, x -> out[0] += x);
        List<Supplier<Integer>> suppliers = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            int captured = i;
            suppliers.add(lazy(() -> captured * captured));
        }
        for (int round = 0; round < 5; round++) {
            for (Supplier<Integer> s : suppliers) {
                h += s.get();
            }
        }
        suppliers.removeIf(s -> s.get() % 3 == 0);
        return h + out[0] + suppliers.size();
    }
}
