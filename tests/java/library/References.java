// Reference objects without depending on when a collection happens; WeakHashMap; Cleaner; Runtime facts.
import java.lang.ref.*;
import java.util.*;

public class References {
    static final List<Object> KEEP = new ArrayList<>();

    public static void main(String[] args) throws Exception {
        Object o = new Object();
        ReferenceQueue<Object> q = new ReferenceQueue<>();
        WeakReference<Object> weak = new WeakReference<>(o, q);
        SoftReference<Object> soft = new SoftReference<>(o);
        PhantomReference<Object> phantom = new PhantomReference<>(o, q);
        System.out.println((weak.get() == o) + " " + (soft.get() == o) + " " + phantom.get() + " " + weak.refersTo(o) + " " + phantom.refersTo(o) + " " + weak.refersTo(null) + " " + q.poll());
        System.out.println(weak.isEnqueued() + " " + weak.enqueue() + " " + weak.enqueue() + " " + (q.poll() == weak) + " " + weak.get() + " " + q.poll());
        phantom.clear();
        System.out.println(phantom.refersTo(null) + " " + phantom.enqueue() + " " + (q.remove(1000) == phantom));
        long t = System.nanoTime();
        System.out.println(q.remove(20) + " " + (System.nanoTime() - t > 15_000_000));
        WeakHashMap<Object, String> map = new WeakHashMap<>();
        for (int i = 0; i < 10; i++) {
            Object k = new Object();
            KEEP.add(k);
            map.put(k, "v" + i);
        }
        System.gc();
        System.out.println(map.size() + " " + map.get(KEEP.get(3)));
        Thread waiter = new Thread(() -> {
            try {
                Reference<?> r = q.remove();
                System.out.println("removed " + (r != null));
            } catch (InterruptedException e) {
                System.out.println("interrupted");
            }
        });
        waiter.start();
        Object p = new Object();
        WeakReference<Object> second = new WeakReference<>(p, q);
        second.enqueue();
        waiter.join();
        Cleaner cleaner = Cleaner.create();
        Object resource = new Object();
        Cleaner.Cleanable c = cleaner.register(resource, () -> System.out.println("cleaned"));
        c.clean();
        c.clean();
        Reference.reachabilityFence(resource);
        Reference.reachabilityFence(p);
        try {
            new WeakReference<>(o, null).get();
            System.out.println("null queue is fine");
            phantom.getClass().getMethod("clone");
        } catch (NoSuchMethodException e) {
            System.out.println("no public clone");
        }
        Runtime r = Runtime.getRuntime();
        System.out.println((r.totalMemory() > 0) + " " + (r.freeMemory() <= r.totalMemory()) + " " + (r.maxMemory() >= r.totalMemory()) + " " + (r.availableProcessors() > 0) + " " + Runtime.version().feature());
        byte[][] junk = new byte[10][];
        for (int i = 0; i < 200; i++) {
            junk[i % 10] = new byte[10_000];
        }
        System.out.println(junk[9].length);
    }
}
