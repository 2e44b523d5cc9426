// The collections: lists, maps, sets, queues, views, fail-fast iterators, sorting, unmodifiable, navigation.
import java.util.*;

public class Collections1 {
    static void t(Runnable r) {
        try {
            r.run();
            System.out.println("no exception");
        } catch (RuntimeException e) {
            System.out.println(e);
        }
    }

    public static void main(String[] args) {
        List<Integer> list = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            list.add(i * 7 % 11);
        }
        Collections.sort(list);
        System.out.println(list + " " + Collections.binarySearch(list, 5) + " " + list.subList(3, 6));
        list.removeIf(x -> x % 2 == 0);
        list.replaceAll(x -> x * x);
        Collections.reverse(list);
        Collections.shuffle(list, new Random(1));
        System.out.println(list + " " + Collections.max(list) + " " + Collections.frequency(list, 1));
        t(() -> {
            for (Integer x : list) {
                list.add(x);
            }
        });
        t(() -> list.get(100));
        t(() -> List.of(1).add(2));
        t(() -> Collections.unmodifiableList(list).remove(0));
        t(() -> List.of(1, null));
        t(() -> Map.of("a", 1, "a", 2));
        t(() -> new ArrayList<>().iterator().next());
        t(() -> new ArrayDeque<>().pop());
        t(() -> new PriorityQueue<Object>(List.of(new Object(), new Object())));
        t(() -> new TreeMap<>().firstKey());
        t(() -> Arrays.asList(1, 2).add(3));
        t(() -> new ArrayList<>(-1));
        LinkedList<String> ll = new LinkedList<>(List.of("a", "b", "c"));
        ListIterator<String> it = ll.listIterator(1);
        it.next();
        it.set("B");
        it.add("x");
        it.previous();
        it.remove();
        System.out.println(ll + " " + ll.peekFirst() + ll.pollLast() + ll.indexOf("B"));
        TreeMap<String, Integer> tm = new TreeMap<>(Comparator.reverseOrder());
        for (String s : "the quick brown fox jumps over the lazy dog".split(" ")) {
            tm.merge(s, 1, Integer::sum);
        }
        System.out.println(tm + " " + tm.headMap("lazy") + " " + tm.ceilingKey("m") + " " + tm.descendingMap().firstEntry() + " " + tm.pollFirstEntry());
        LinkedHashMap<Integer, String> lru = new LinkedHashMap<>(4, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Integer, String> e) {
                return size() > 3;
            }
        };
        for (int i = 0; i < 5; i++) {
            lru.put(i, "v" + i);
            lru.get(2);
        }
        System.out.println(lru);
        HashMap<Object, Integer> collide = new HashMap<>();
        for (int i = 0; i < 100; i++) {
            int k = i;
            collide.put(new Object() {
                @Override
                public int hashCode() {
                    return 42;
                }

                @Override
                public boolean equals(Object o) {
                    return o.toString().equals(toString());
                }

                @Override
                public String toString() {
                    return "k" + k % 60;
                }
            }, i);
        }
        System.out.println(collide.size() + " " + collide.values().stream().mapToInt(x -> x).sum());
        Map<String, List<Integer>> multi = new TreeMap<>();
        for (int i = 0; i < 10; i++) {
            multi.computeIfAbsent(i % 3 == 0 ? "fizz" : "other", k -> new ArrayList<>()).add(i);
        }
        multi.computeIfPresent("fizz", (k, v) -> v.size() > 3 ? null : v);
        System.out.println(multi + " " + multi.getOrDefault("none", List.of()));
        PriorityQueue<String> pq = new PriorityQueue<>(Comparator.comparing(String::length).thenComparing(Comparator.naturalOrder()));
        pq.addAll(List.of("ccc", "a", "bb", "aa", "b"));
        StringBuilder sb = new StringBuilder();
        while (!pq.isEmpty()) {
            sb.append(pq.poll()).append(' ');
        }
        System.out.println(sb);
        BitSet bits = new BitSet();
        bits.set(3, 9);
        bits.flip(5);
        bits.set(200);
        System.out.println(bits + " " + bits.cardinality() + " " + bits.nextClearBit(3) + " " + Arrays.toString(bits.toLongArray()));
        int[] a = {5, 2, 9, 1};
        Arrays.sort(a);
        System.out.println(Arrays.toString(a) + Arrays.hashCode(a) + Arrays.equals(a, a.clone()) + Arrays.mismatch(a, new int[] {1, 2, 6}) + Arrays.compare(a, new int[] {1, 3}));
        Integer[] boxed = {3, 1, 2};
        Arrays.sort(boxed, Collections.reverseOrder());
        System.out.println(Arrays.asList(boxed) + " " + Arrays.deepEquals(new Object[][] {{1}}, new Object[][] {{1}}) + Arrays.stream(a, 1, 3).sum());
        double[] big = new double[5000];
        Random r = new Random(7);
        Arrays.setAll(big, i -> r.nextGaussian());
        Arrays.parallelSort(big);
        boolean sorted = true;
        for (int i = 1; i < big.length; i++) {
            sorted &= big[i - 1] <= big[i];
        }
        System.out.println(sorted + " " + big[2500]);
        System.out.println(new StringJoiner("/", "<", ">").add("a").add("b") + " " + Objects.hash(1, "a", null) + " " + Optional.of(5).map(x -> x + 1).filter(x -> x > 5).orElse(0)
            + " " + Collections.nCopies(3, "z") + Collections.disjoint(List.of(1), List.of(2)) + new IdentityHashMap<>(Map.of(1, 2)) + EnumSet.allOf(Thread.State.class));
        Iterator<Integer> e = new Vector<>(List.of(1, 2)).iterator();
        e.next();
        e.remove();
        System.out.println(new Stack<>().empty() + " " + new Hashtable<>(Map.of("k", "v")) + " " + List.copyOf(Set.of(1)) + " " + UUID.nameUUIDFromBytes("x".getBytes())
            + " " + new StringTokenizer("a b,c", " ,").countTokens() + " " + Base64.getEncoder().encodeToString("base64!".getBytes()) + " " + new String(Base64.getMimeDecoder().decode("YWI=")));
    }
}
