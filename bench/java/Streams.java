import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Lambdas and streams. */
public class Streams {
    static final long RESULT = 10825068L;

    public static long run() {
        long total = 0;
        IntUnaryOperator f = x -> x + 1;
        for (int i = 0; i < 6; i++) {
            int k = i;
            f = f.andThen(x -> x ^ k);
        }
        for (int round = 0; round < 12; round++) {
            List<Integer> list = new ArrayList<>();
            IntStream.range(0, 15_000).map(f).filter(x -> x % 3 != 0).forEach(list::add);
            Map<Integer, Long> groups = list.stream().collect(Collectors.groupingBy(x -> x % 17, Collectors.counting()));
            total += groups.values().stream().mapToLong(Long::longValue).max().orElse(0);
            total += list.stream().mapToInt(Integer::intValue).sorted().skip(100).limit(1000).sum();
        }
        return total;
    }

    public static void main(String[] args) {
        System.out.println("Streams " + (run() == RESULT ? "ok" : "WRONG"));
    }
}
