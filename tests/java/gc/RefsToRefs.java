// vm: -Xmx64m
// References to references of all kinds, chains of them, cycles through them, subclasses with fields.
import java.lang.ref.*;
import java.util.*;

public class RefsToRefs {
    static ReferenceQueue<Object> queue = new ReferenceQueue<>();
    static Object root;
    static List<Object> list = new ArrayList<>();

    static final class Data extends WeakReference<Object> {
        Object strong;
        int[] array;

        Data(Object referent, int n) {
            super(referent, queue);
            array = new int[] {n, n + 1};
        }
    }

    /** A chain weak -> weak -> ... -> object, of which only the first is held. */
    static Reference<?> chain(int length, Object end) {
        Object o = end;
        for (int i = 0; i < length; i++) {
            o = new WeakReference<>(o);
        }
        return (Reference<?>) o;
    }

    static int length(Object o) {
        int n = 0;
        while (o instanceof Reference<?> r) {
            o = r.get();
            n++;
        }
        return o == null ? -n : n;
    }

    static void cycle() {
        Data a = new Data(null, 1);
        Data b = new Data(a, 2);
        a.strong = b;
        b.strong = a;
        list.add(new WeakReference<>(a));
    }

    static void selfRef() {
        Data d = new Data(new byte[10], 5);
        d.strong = new WeakReference<Object>(d, queue);
        root = d;
    }

    static void softOfWeak() {
        Object o = new byte[100];
        root = new SoftReference<>(new WeakReference<>(o));
    }

    static void weakOfSoft() {
        Object o = new byte[100];
        root = new WeakReference<>(new SoftReference<>(o));
    }

    /** A soft reference that is held keeps its referent, and all that this holds. */
    static void softKeeps() {
        Object o = new byte[100];
        SoftReference<Object> soft = new SoftReference<>(new Object[] {o, "x"});
        root = soft;
        list.add(new WeakReference<>(o));
    }

    static void many() {
        Object shared = new byte[10];
        for (int i = 0; i < 1000; i++) {
            list.add(switch (i % 3) {
                case 0 -> new WeakReference<>(shared, queue);
                case 1 -> new SoftReference<>(shared, queue);
                default -> new PhantomReference<>(shared, queue);
            });
        }
    }

    static int drain() throws Exception {
        int n = 0;
        while (queue.remove(n == 0 ? 2000 : 100) != null) {
            n++;
        }
        return n;
    }

    public static void main(String[] args) throws Exception {
        Object end = new Object();
        root = chain(10, end);
        System.out.println(length(root));
        System.gc();
        System.out.println(length(root) + " " + (end != null));
        cycle();
        System.gc();
        System.out.println(((Reference<?>) list.get(0)).get() + " " + queue.poll());
        list.clear();
        selfRef();
        System.gc();
        Data d = (Data) root;
        System.out.println(d.get() + " " + d.array[0] + d.array[1] + " " + (((Reference<?>) d.strong).get() == d));
        System.out.println(queue.remove(5000) == d);
        root = d = null;
        softOfWeak();
        System.gc();
        Object w = ((Reference<?>) root).get();
        System.out.println((w instanceof WeakReference) + " " + ((Reference<?>) w).get());
        w = null;
        weakOfSoft();
        System.gc();
        System.out.println(((Reference<?>) root).get());
        softKeeps();
        System.gc();
        System.out.println((((Reference<?>) list.get(0)).get() == ((Object[]) ((Reference<?>) root).get())[0]));
        list.clear();
        root = null;
        many();
        System.gc();
        // Softly reachable: nothing is cleared.
        System.out.println("soft " + queue.remove(50));
        list.removeIf(r -> r instanceof SoftReference);
        System.gc();
        System.out.println("enqueued " + drain());
        boolean cleared = true;
        for (Object r : list) {
            cleared &= ((Reference<?>) r).refersTo(null);
        }
        System.out.println("cleared " + cleared + " " + list.size());
    }
}
