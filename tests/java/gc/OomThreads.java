// vm: -Xmx64m
// timeout: 120
// Several threads run out of memory at once; each catches its error and goes on until all are done.
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

public class OomThreads {
    static final int THREADS = 6;
    static final int ROUNDS = 5;
    static final AtomicInteger caught = new AtomicInteger();
    static final AtomicInteger wrong = new AtomicInteger();
    static final Object[] kept = new Object[THREADS];

    static void work(int me) {
        for (int round = 0; round < ROUNDS; round++) {
            try {
                while (true) {
                    kept[me] = new Object[] {kept[me], new byte[(me + 1) * 10_000]};
                }
            } catch (OutOfMemoryError e) {
                kept[me] = null;
                if (!"Java heap space".equals(e.getMessage())) {
                    wrong.incrementAndGet();
                }
                caught.incrementAndGet();
            }
        }
    }

    public static void main(String[] args) throws Exception {
        caught.get();
        CountDownLatch start = new CountDownLatch(1);
        Thread[] threads = new Thread[THREADS];
        for (int i = 0; i < THREADS; i++) {
            int me = i;
            threads[i] = new Thread(() -> {
                try {
                    start.await();
                } catch (InterruptedException e) {
                    return;
                }
                work(me);
            });
            threads[i].start();
        }
        start.countDown();
        for (Thread t : threads) {
            t.join();
        }
        System.out.println(caught.get() + " " + wrong.get());
        byte[] after = new byte[20_000_000];
        System.out.println(after.length);
    }
}
