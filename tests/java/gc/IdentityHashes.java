// vm: -Xmx48m -Xmn8m
// Identity hash codes stay what they are, for objects of all ages, locked ones and arrays.
import java.util.*;

public class IdentityHashes {
    static void churn() {
        for (int i = 0; i < 2000; i++) {
            byte[] b = new byte[8_000];
            b[1] = 1;
        }
    }

    public static void main(String[] args) {
        int n = 3000;
        Object[] objects = new Object[n];
        int[] hashes = new int[n];
        IdentityHashMap<Object, Integer> map = new IdentityHashMap<>();
        for (int i = 0; i < n; i++) {
            objects[i] = switch (i % 4) {
                case 0 -> new Object();
                case 1 -> new int[i % 17];
                case 2 -> "s" + i;
                default -> new Object[i % 3];
            };
            if (i % 2 == 0) {
                hashes[i] = System.identityHashCode(objects[i]);
            }
            map.put(objects[i], i);
        }
        int wrong = 0, distinct;
        for (int round = 0; round < 20; round++) {
            churn();
            if (round % 7 == 3) {
                System.gc();
            }
            for (int i = 0; i < n; i++) {
                int h;
                if (i % 10 == round % 10) {
                    synchronized (objects[i]) {
                        h = System.identityHashCode(objects[i]);
                    }
                } else {
                    h = System.identityHashCode(objects[i]);
                }
                if (round == 0 && i % 2 == 1) {
                    hashes[i] = h;
                }
                wrong += h != hashes[i] || map.get(objects[i]) != i ? 1 : 0;
            }
        }
        Set<Integer> set = new HashSet<>();
        for (int h : hashes) {
            set.add(h);
        }
        distinct = set.size();
        System.out.println("wrong " + wrong + " mostly distinct " + (distinct > n - 10));
        Object kept = objects[5];
        int h = System.identityHashCode(kept);
        Object clone = ((int[]) kept).clone();
        System.gc();
        System.out.println((h == System.identityHashCode(kept)) + " " + (h != System.identityHashCode(clone)) + " " + (map.size() == n));
    }
}
