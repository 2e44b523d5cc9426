import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedList;
import java.util.List;

/** Lists of boxed numbers: iterators, indices, sorting with a comparator, removal. */
public class ListWalk {
    static final long RESULT = -7367979036295196407L;

    record Item(int key, String name) { }

    public static long run() {
        List<Integer> list = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            list.add(i * 7919 & 0xffff);
        }
        long sum = 0;
        for (int round = 0; round < 10; round++) {
            for (int x : list) {
                sum += x ^ round;
            }
            for (int i = 0; i < list.size(); i++) {
                sum -= list.get(i) & round;
            }
        }
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            items.add(new Item(list.get(i) % 1000, "n" + i % 100));
        }
        items.sort(Comparator.comparingInt(Item::key).thenComparing(Item::name));
        LinkedList<Item> linked = new LinkedList<>(items);
        linked.removeIf(i -> i.key() % 3 == 0);
        for (Item i : linked) {
            sum = sum * 31 + i.key() + i.name().length();
        }
        return sum;
    }

    public static void main(String[] args) {
        System.out.println("ListWalk " + (run() == RESULT ? "ok" : "WRONG"));
    }
}
