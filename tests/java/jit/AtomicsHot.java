// Atomic operations of all kinds, hot and by several threads.
import java.util.concurrent.atomic.*;

public class AtomicsHot {
    volatile int i;
    volatile long l;
    volatile Object o = "a";
    static final AtomicIntegerFieldUpdater<AtomicsHot> I = AtomicIntegerFieldUpdater.newUpdater(AtomicsHot.class, "i");
    static final AtomicLongFieldUpdater<AtomicsHot> L = AtomicLongFieldUpdater.newUpdater(AtomicsHot.class, "l");
    static final AtomicReferenceFieldUpdater<AtomicsHot, Object> O = AtomicReferenceFieldUpdater.newUpdater(AtomicsHot.class, Object.class, "o");

    static long single(int k, AtomicsHot t, AtomicInteger ai, AtomicLong al, AtomicReference<Object> ar, AtomicBoolean ab, AtomicIntegerArray aa, AtomicReferenceArray<String> as) {
        long h = ai.incrementAndGet() + ai.getAndAdd(k) + ai.updateAndGet(x -> x ^ 5) + (ai.compareAndSet(k, 1) ? 1 : 0) + ai.getAndSet(k);
        h = h * 31 + al.decrementAndGet() + al.addAndGet(k) + al.accumulateAndGet(k, Long::max) + (al.compareAndSet(al.get(), k) ? 1 : 0);
        Object old = ar.getAndSet(k % 2 == 0 ? "x" : t);
        h = h * 31 + (old == t ? 1 : 2) + (ar.compareAndSet("x", null) ? 1 : 0) + (ab.compareAndSet(true, false) ? 1 : 0) + (ab.getAndSet(k % 3 == 0) ? 1 : 0);
        h = h * 31 + aa.getAndIncrement(k & 3) + aa.addAndGet(k & 3, k) + (aa.compareAndSet(1, 0, 5) ? 1 : 0) + aa.get(2);
        as.set(k & 1, "s" + (k & 7));
        h = h * 31 + as.get(0).length() + (as.compareAndSet(0, null, "") ? 1 : 0);
        h = h * 31 + I.addAndGet(t, k) + L.getAndIncrement(t) + (O.compareAndSet(t, "a", "b") ? 1 : 0) + (O.getAndSet(t, k % 5 == 0 ? "a" : null) == null ? 1 : 0);
        return h + ai.getPlain() + ai.getAcquire() + (ai.weakCompareAndSetVolatile(-1, 0) ? 1 : 0);
    }

    static final class Stack {
        record Node(int value, Node next) { }
        final AtomicReference<Node> head = new AtomicReference<>();

        void push(int v) {
            Node h;
            do {
                h = head.get();
            } while (!head.compareAndSet(h, new Node(v, h)));
        }

        int pop() {
            while (true) {
                Node h = head.get();
                if (h == null) {
                    return 0;
                }
                if (head.compareAndSet(h, h.next)) {
                    return h.value;
                }
            }
        }
    }

    static volatile boolean ready;
    static int payload;

    public static void main(String[] args) throws Exception {
        AtomicsHot t = new AtomicsHot();
        AtomicInteger ai = new AtomicInteger();
        AtomicLong al = new AtomicLong();
        AtomicReference<Object> ar = new AtomicReference<>();
        AtomicBoolean ab = new AtomicBoolean();
        AtomicIntegerArray aa = new AtomicIntegerArray(4);
        AtomicReferenceArray<String> as = new AtomicReferenceArray<>(new String[] {"", ""});
        long h = 0;
        for (int k = 0; k < 15_000; k++) {
            h = h * 31 + single(k, t, ai, al, ar, ab, aa, as);
        }
        System.out.println(h);
        AtomicInteger count = new AtomicInteger();
        LongAdder adder = new LongAdder();
        Stack stack = new Stack();
        AtomicLong popped = new AtomicLong();
        Thread[] threads = new Thread[4];
        for (int n = 0; n < threads.length; n++) {
            threads[n] = new Thread(() -> {
                for (int k = 0; k < 8_000; k++) {
                    count.incrementAndGet();
                    I.getAndAdd(t, 3);
                    adder.add(2);
                    stack.push(k);
                    if (k % 3 == 0) {
                        popped.addAndGet(stack.pop());
                    }
                }
            });
            t.i = 0;
        }
        for (Thread x : threads) {
            x.start();
        }
        for (Thread x : threads) {
            x.join();
        }
        for (int v = stack.pop(); stack.head.get() != null; v = stack.pop()) {
            popped.addAndGet(v);
        }
        System.out.println(count + " " + t.i + " " + adder + " " + (popped.get() > 0));
        for (int round = 0; round < 50; round++) {
            ready = false;
            payload = 0;
            int[] seen = new int[1];
            Thread reader = new Thread(() -> {
                while (!ready) {
                    Thread.onSpinWait();
                }
                seen[0] = payload;
            });
            reader.start();
            payload = round + 1;
            ready = true;
            reader.join();
            if (seen[0] != round + 1) {
                System.out.println("saw " + seen[0]);
            }
        }
    }
}
