// vm: -Xmx64m -Xmn8m
// References in one generation with referents in another, held by old objects, changed by clear() and made again.
import java.lang.ref.*;
import java.util.*;

public class RefGenerations {
    static final int N = 500;
    static Object[] oldRefs;
    static Object[] oldReferents;
    static ReferenceQueue<Object> queue = new ReferenceQueue<>();

    static void young() {
        // Several times the young generation.
        for (int i = 0; i < 4000; i++) {
            byte[] b = new byte[10_000];
            b[5] = 1;
        }
    }

    static void settle() {
        young();
        System.gc();
        young();
    }

    static int alive(Object[] refs) {
        int n = 0;
        for (Object r : refs) {
            n += !((Reference<?>) r).refersTo(null) ? 1 : 0;
        }
        return n;
    }

    static int drain() throws Exception {
        int n = 0;
        while (queue.remove(n == 0 ? 5000 : 50) != null) {
            n++;
        }
        return n;
    }

    static void makeOldReferents() {
        oldReferents = new Object[N];
        for (int i = 0; i < N; i++) {
            oldReferents[i] = new int[] {i};
        }
    }

    static Object[] refsTo(Object[] referents) {
        Object[] refs = new Object[N];
        for (int i = 0; i < N; i++) {
            refs[i] = new WeakReference<>(referents[i], queue);
        }
        return refs;
    }

    /** Old holders get new young references to young objects. */
    static void refill() {
        for (int i = 0; i < N; i++) {
            oldRefs[i] = i % 2 == 0 ? new WeakReference<>(new int[] {i}, queue) : new WeakReference<>(oldReferents[i], queue);
        }
    }

    public static void main(String[] args) throws Exception {
        makeOldReferents();
        settle();
        // Young references to old objects.
        oldRefs = refsTo(oldReferents);
        young();
        System.out.println(alive(oldRefs) + " " + queue.poll());
        settle();
        System.out.println(alive(oldRefs) + " " + queue.poll());
        // Old references to young objects, by way of an old array.
        refill();
        young();
        System.gc();
        System.out.println(alive(oldRefs) + " " + drain());
        // Both old now; the referents die.
        settle();
        oldReferents = null;
        System.gc();
        System.out.println(alive(oldRefs) + " " + drain());
        // Soft references made old, with young collections meanwhile, then used.
        Object[] soft = new Object[N];
        for (int i = 0; i < N; i++) {
            soft[i] = new SoftReference<>(new int[] {i});
        }
        settle();
        long sum = 0;
        for (Object s : soft) {
            Object a = ((SoftReference<?>) s).get();
            sum += a == null ? 0 : ((int[]) a)[0];
        }
        System.out.println(sum);
        // References that die young, held by nothing, while their referents live, and the other way round.
        Object[] keep = new Object[N];
        for (int round = 0; round < 20; round++) {
            for (int i = 0; i < N; i++) {
                Object o = new int[] {i, round};
                WeakReference<Object> r = new WeakReference<>(o);
                keep[i] = i % 2 == 0 ? o : r;
            }
            young();
        }
        System.gc();
        int objects = 0, cleared = 0;
        for (int i = 0; i < N; i++) {
            if (keep[i] instanceof int[] a) {
                objects += a[0] == i && a[1] == 19 ? 1 : 0;
            } else {
                cleared += ((Reference<?>) keep[i]).get() == null ? 1 : 0;
            }
        }
        System.out.println(objects + " " + cleared);
    }
}
