// vm: -Xmx96m -Xmn8m
// stress: 3000
// System.arraycopy and clone between young and old arrays, overlapping, with element checks, then collections.
import java.util.*;

public class CopyClone {
    static final class Item implements Cloneable {
        final int n;
        Object link;

        Item(int n) {
            this.n = n;
        }

        Item copy() {
            try {
                return (Item) clone();
            } catch (CloneNotSupportedException e) {
                throw new AssertionError(e);
            }
        }
    }

    static void churn() {
        for (int i = 0; i < 1000; i++) {
            byte[] b = new byte[10_000];
            b[1] = 1;
        }
    }

    static Item[] items(int from, int n) {
        Item[] a = new Item[n];
        for (int i = 0; i < n; i++) {
            a[i] = new Item(from + i);
        }
        return a;
    }

    static long sum(Object[] a) {
        long s = 0;
        for (int i = 0; i < a.length; i++) {
            s = s * 31 + (a[i] == null ? 7 : ((Item) a[i]).n);
        }
        return s;
    }

    public static void main(String[] args) {
        Object[] old = new Object[20_000];
        churn();
        System.gc();
        // Young to old, in pieces of all sizes and at all offsets.
        int at = 0;
        for (int n = 1; at + n < old.length; n += 13) {
            System.arraycopy(items(at, n), 0, old, at, n);
            at += n + 3;
        }
        churn();
        System.out.println(sum(old));
        System.gc();
        System.out.println(sum(old));
        // Overlapping moves within the old array, with young elements in it.
        for (int i = 0; i < old.length; i += 100) {
            old[i] = new Item(i);
        }
        System.arraycopy(old, 0, old, 777, 15_000);
        churn();
        System.arraycopy(old, 5_000, old, 1, 15_000);
        churn();
        System.out.println(sum(old));
        // Old to young, clones of old arrays with young elements.
        for (int i = 7; i < old.length; i += 61) {
            old[i] = new Item(-i);
        }
        Object[] copy = old.clone();
        Object[] part = Arrays.copyOfRange(old, 100, 12_345, Object[].class);
        Arrays.fill(old, null);
        churn();
        System.out.println(sum(copy) + " " + sum(part));
        // An element that does not fit stops the copy; those before it are there and survive.
        Object[] mixed = new Object[1000];
        System.arraycopy(items(0, 1000), 0, mixed, 0, 1000);
        mixed[600] = "no item";
        Item[] target = new Item[1000];
        churn();
        System.gc();
        try {
            System.arraycopy(mixed, 0, target, 0, 1000);
        } catch (ArrayStoreException e) {
            System.out.println(e.getMessage());
        }
        mixed = null;
        churn();
        System.out.println(sum(target));
        // Clones of old objects that refer to young ones, and back.
        List<Item> list = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            list.add(new Item(i));
        }
        System.gc();
        for (int round = 0; round < 5; round++) {
            for (int i = 0; i < list.size(); i++) {
                list.get(i).link = new int[] {i + round};
                if (i % 3 == round % 3) {
                    list.set(i, list.get(i).copy());
                }
            }
            churn();
        }
        long s = 0;
        for (Item i : list) {
            s = s * 31 + i.n + ((int[]) i.link)[0];
        }
        System.out.println(s);
        int[][][] deep = new int[20][30][40];
        deep[19][29][39] = 5;
        int[][][] shallow = deep.clone();
        deep[3] = null;
        churn();
        System.out.println(shallow[3].length + " " + shallow[19][29][39]);
    }
}
