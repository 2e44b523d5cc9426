import java.util.HashMap;
import java.util.Map;

/**
 * A large HashMap with boxed keys and string or array values: put, get, remove, and now and then a second map that
 * takes over the entries of the first.
 *
 * <p>{@code HashChurn [KEYS [STEPS]]}, 1,000,000 and 12,000,000 by default.
 */
public class HashChurn {
    public static void main(String[] args) {
        int keys = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        int steps = args.length > 1 ? Integer.parseInt(args[1]) : 12_000_000;
        Map<Long, Object> map = new HashMap<>();
        long x = 88172645463325252L, sum = 0;
        for (int step = 0; step < steps; step++) {
            x ^= x << 13;
            x ^= x >>> 7;
            x ^= x << 17;
            Long key = (x >>> 8) % keys;
            switch ((int) x & 7) {
                case 0, 1, 2 -> map.put(key, new long[] {x, step});
                case 3 -> map.put(key, Long.toHexString(x));
                case 4, 5 -> {
                    Object v = map.get(key);
                    sum += v instanceof long[] a ? a[1] : v instanceof String s ? s.length() : 1;
                }
                default -> map.remove(key);
            }
            if (step % (steps / 4) == steps / 4 - 1) {
                map = new HashMap<>(map);
            }
        }
        for (Map.Entry<Long, Object> e : map.entrySet()) {
            sum = sum * 31 + e.getKey();
        }
        System.out.println("HashChurn " + keys + " " + steps + " " + map.size() + " " + sum);
    }
}
