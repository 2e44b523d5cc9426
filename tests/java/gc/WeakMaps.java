// vm: -Xmx64m
// WeakHashMap and ThreadLocal-like maps lose their entries; values that refer to keys keep them.
import java.util.*;

public class WeakMaps {
    static final class Key {
        final int n;

        Key(int n) {
            this.n = n;
        }

        @Override
        public int hashCode() {
            return n * 31;
        }

        @Override
        public boolean equals(Object o) {
            return o instanceof Key k && k.n == n;
        }
    }

    static void fill(Map<Key, Object> map, List<Key> keep) {
        for (int i = 0; i < 5000; i++) {
            Key k = new Key(i);
            map.put(k, i % 10 == 1 ? k : "v" + i);
            if (i % 5 == 0) {
                keep.add(k);
            }
        }
    }

    static void churn() {
        for (int i = 0; i < 3000; i++) {
            byte[] b = new byte[10_000];
            b[i] = 1;
        }
    }

    static int settle(Map<?, ?> map, int want) throws Exception {
        for (int i = 0; i < 100 && map.size() != want; i++) {
            System.gc();
            Thread.sleep(20);
        }
        return map.size();
    }

    public static void main(String[] args) throws Exception {
        WeakHashMap<Key, Object> map = new WeakHashMap<>();
        List<Key> keep = new ArrayList<>();
        fill(map, keep);
        System.out.println(map.size() >= 1500);
        churn();
        // 1000 kept, and 500 whose value is the key.
        System.out.println(settle(map, 1500));
        boolean right = true;
        for (int i = 0; i < 5000; i++) {
            Object v = map.get(new Key(i));
            right &= i % 5 == 0 ? v.equals("v" + i) : i % 10 == 1 ? v instanceof Key : v == null;
        }
        System.out.println(right);
        long sum = 0;
        for (Map.Entry<Key, Object> e : map.entrySet()) {
            sum += e.getKey().n;
        }
        System.out.println(sum);
        keep.clear();
        System.out.println(settle(map, 500));
        map.values().removeIf(v -> v instanceof Key);
        System.out.println(map.isEmpty());
        // Many generations of keys.
        Set<Object> set = Collections.newSetFromMap(new WeakHashMap<>());
        for (int round = 0; round < 20; round++) {
            for (int i = 0; i < 2000; i++) {
                set.add(new byte[500]);
            }
            churn();
        }
        System.out.println(settle(set(set), 0));
    }

    static Map<Object, Object> set(Set<Object> set) {
        return new AbstractMap<>() {
            @Override
            public Set<Entry<Object, Object>> entrySet() {
                throw new UnsupportedOperationException();
            }

            @Override
            public int size() {
                return set.size();
            }
        };
    }
}
