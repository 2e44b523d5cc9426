// vm: -Xmx64m
// Weak references: cleared when only weakly reachable, enqueued once, in a queue or without one; refersTo, clear, enqueue.
import java.lang.ref.*;
import java.util.*;

public class WeakRefs {
    static final class Named extends WeakReference<Object> {
        final int id;

        Named(Object o, ReferenceQueue<Object> q, int id) {
            super(o, q);
            this.id = id;
        }
    }

    static List<Object> strong = new ArrayList<>();
    static List<Named> refs = new ArrayList<>();
    static List<WeakReference<Object>> plain = new ArrayList<>();
    static ReferenceQueue<Object> queue = new ReferenceQueue<>();

    static void make(int n) {
        for (int i = 0; i < n; i++) {
            Object o = new int[] {i};
            refs.add(new Named(o, queue, i));
            plain.add(new WeakReference<>(o));
            if (i % 3 == 0) {
                strong.add(o);
            }
        }
    }

    static int count(List<? extends WeakReference<Object>> list) {
        int n = 0;
        for (WeakReference<Object> r : list) {
            n += r.get() != null ? 1 : 0;
        }
        return n;
    }

    static BitSet drain(int expected) throws Exception {
        BitSet ids = new BitSet();
        for (int i = 0; i < expected; i++) {
            Named r = (Named) queue.remove(10_000);
            if (r == null) {
                System.out.println("missing after " + i);
                break;
            }
            if (ids.get(r.id)) {
                System.out.println("twice " + r.id);
            }
            ids.set(r.id);
        }
        System.out.println("no more " + (queue.poll() == null));
        return ids;
    }

    public static void main(String[] args) throws Exception {
        make(3000);
        System.gc();
        System.out.println(count(refs) + " " + count(plain));
        BitSet ids = drain(2000);
        boolean right = true;
        for (int i = 0; i < 3000; i++) {
            right &= ids.get(i) == (i % 3 != 0);
            Object o = refs.get(i).get();
            right &= i % 3 != 0 ? o == null && refs.get(i).refersTo(null) : ((int[]) o)[0] == i && refs.get(i).refersTo(o);
        }
        System.out.println("right ones " + right + " " + ids.cardinality());
        // Cleared by hand: never enqueued by the collector.
        refs.get(0).clear();
        System.out.println(refs.get(0).enqueue() + " " + refs.get(0).enqueue() + " " + (queue.poll() == refs.get(0)));
        refs.get(3).clear();
        strong.clear();
        System.gc();
        System.out.println(count(refs) + " " + count(plain));
        // 1000 were left: one enqueued by hand, one cleared.
        ids = drain(998);
        System.out.println(ids.cardinality() + " " + ids.get(0) + " " + ids.get(3) + " " + ids.get(6));
        // References that are themselves garbage are not enqueued.
        refs.clear();
        make(10);
        refs.clear();
        plain.clear();
        strong.clear();
        System.gc();
        System.out.println(queue.remove(200));
    }
}
