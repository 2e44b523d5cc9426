// vm: -Xmx32m
// Soft references: kept while there is memory and they were used lately, all cleared before an OutOfMemoryError.
import java.lang.ref.*;
import java.util.*;

public class SoftCleared {
    static List<SoftReference<byte[]>> refs = new ArrayList<>();
    static ReferenceQueue<byte[]> queue = new ReferenceQueue<>();
    static byte[] strong = new byte[1000];
    static Object[] hold;

    static void make() {
        for (int i = 0; i < 100; i++) {
            refs.add(new SoftReference<>(new byte[20_000], queue));
        }
        refs.add(new SoftReference<>(strong, queue));
    }

    static int alive() {
        int n = 0;
        for (SoftReference<byte[]> r : refs) {
            if (r.get() != null) {
                n++;
            }
        }
        return n;
    }

    static boolean fill() {
        hold = new Object[10_000];
        try {
            for (int i = 0; i < hold.length; i++) {
                hold[i] = new byte[200_000];
            }
            return false;
        } catch (OutOfMemoryError e) {
            hold = null;
            return true;
        }
    }

    public static void main(String[] args) throws Exception {
        make();
        System.out.println(alive());
        System.gc();
        System.gc();
        System.out.println("after gc " + alive() + " " + queue.poll());
        System.out.println("out of memory " + fill());
        System.out.println("then " + alive() + " " + (refs.get(100).get() == strong));
        int n = 0;
        Set<Object> seen = new HashSet<>();
        for (Reference<?> r; n < 100 && (r = queue.remove(10_000)) != null; n++) {
            seen.add(r);
        }
        System.out.println("enqueued " + n + " distinct " + seen.size() + " more " + queue.poll());
        System.out.println("mine " + refs.containsAll(seen) + " kept one " + !seen.contains(refs.get(100)));
        refs.clear();
        make();
        System.out.println("again " + alive() + " " + fill() + " " + alive());
    }
}
