import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/** HashMap with boxed keys: inserting, looking up, removing. */
public class HashChurn {
    static final long RESULT = 283531934L;

    public static long run() {
        Map<Integer, Long> map = new HashMap<>();
        long x = 12345;
        long sum = 0;
        for (int i = 0; i < 700_000; i++) {
            x = x * 6364136223846793005L + 1442695040888963407L;
            int key = (int) (x >>> 48);
            switch ((int) (x >>> 40) & 3) {
                case 0 -> map.put(key, x);
                case 1 -> map.merge(key, 1L, Long::sum);
                case 2 -> {
                    Long v = map.get(key);
                    sum += v == null ? 1 : v & 0xff;
                }
                default -> map.remove(key);
            }
        }
        for (Iterator<Long> it = map.values().iterator(); it.hasNext();) {
            if ((it.next() & 1) == 0) {
                it.remove();
            }
        }
        return sum * 31 + map.size();
    }

    public static void main(String[] args) {
        System.out.println("HashChurn " + (run() == RESULT ? "ok" : "WRONG"));
    }
}
