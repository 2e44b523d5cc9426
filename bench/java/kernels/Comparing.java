import java.util.*;

/** Sorting by comparators of several classes: composed, anonymous, by lambda, natural order; virtual calls in the innermost loop. */
public class Comparing {
    static final class Item implements Comparable<Item> {
        final int id;
        final int weight;
        final String name;
        final double price;

        Item(int id) {
            this.id = id;
            weight = id * 7919 % 97;
            name = "item" + id * 31 % 503;
            price = id * 37 % 211 / 4.0;
        }

        int weight() {
            return weight;
        }

        String name() {
            return name;
        }

        double price() {
            return price;
        }

        @Override
        public int compareTo(Item o) {
            return Integer.compare(id * 40_503 & 0xffff, o.id * 40_503 & 0xffff);
        }
    }

    public static Object run() {
        Item[] items = new Item[8_000];
        for (int i = 0; i < items.length; i++) {
            items[i] = new Item(i);
        }
        List<Comparator<Item>> orders = List.of(
            Comparator.comparingInt(Item::weight).thenComparing(Item::name).thenComparingInt(i -> i.id),
            Comparator.comparing(Item::name, Comparator.reverseOrder()).thenComparing(Comparator.naturalOrder()),
            new Comparator<>() {
                @Override
                public int compare(Item a, Item b) {
                    return a.price != b.price ? Double.compare(a.price, b.price) : b.id - a.id;
                }
            },
            (a, b) -> a.name.length() != b.name.length() ? a.name.length() - b.name.length() : a.compareTo(b),
            Comparator.naturalOrder());
        long h = 0;
        for (Comparator<Item> order : orders) {
            Item[] sorted = items.clone();
            Arrays.sort(sorted, order);
            TreeSet<Item> tree = new TreeSet<>(order);
            for (int i = 0; i < 1_000; i++) {
                tree.add(sorted[i * 3]);
            }
            for (int i = 0; i < sorted.length; i += 7) {
                h = h * 31 + sorted[i].id;
            }
            h = h * 31 + tree.headSet(items[77]).size() + tree.first().id;
        }
        return h;
    }
}
