// javac: -XDstringConcat=inline
// Eight threads use the first lambdas, regular expressions, formats and streams of the process at the same time.
import java.util.concurrent.CyclicBarrier;
import java.util.function.*;

public class StartRace {
    static int go(int k) {
        BinaryOperator<Integer> sum = Integer::sum;
        Runnable r = () -> System.identityHashCode(k);
        r.run();
        ToIntFunction<String> len = String::length;
        int n = sum.apply(k, 1) + len.applyAsInt("x" + k);
        n += java.util.stream.IntStream.range(0, k + 3).map(x -> x * x).filter(x -> x % 2 == 0).sum();
        n += String.format("%05d %s", k, "f").length();
        n += "a1b2".replaceAll("[0-9]+", "" + k).length();
        n += new java.math.BigDecimal("1.5").add(java.math.BigDecimal.ONE).intValue();
        n += java.time.LocalDate.of(2024, 1, 1).plusDays(k).getDayOfMonth();
        return n;
    }

    public static void main(String[] args) throws Exception {
        int n = 8;
        CyclicBarrier barrier = new CyclicBarrier(n);
        int[] results = new int[n];
        Thread[] ts = new Thread[n];
        for (int i = 0; i < n; i++) {
            int k = i;
            ts[i] = new Thread(new Runnable() {
                @Override
                public void run() {
                    try {
                        barrier.await();
                        results[k] = go(k);
                    } catch (Throwable e) {
                        System.out.println(e);
                    }
                }
            });
            ts[i].start();
        }
        for (Thread t : ts) {
            t.join();
        }
        System.out.println(java.util.Arrays.toString(results));
    }
}
