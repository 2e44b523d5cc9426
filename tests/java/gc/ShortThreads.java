// vm: -Xmx64m
// stress: 10000
// A thousand threads that live for a moment, allocate, leave something behind and end, also by an exception.
import java.util.concurrent.atomic.AtomicLong;

public class ShortThreads {
    static final AtomicLong sum = new AtomicLong();
    static final ThreadLocal<int[]> local = ThreadLocal.withInitial(() -> new int[100]);
    static final Object[] left = new Object[1000];

    static void body(int id) {
        int[][] mine = new int[50][];
        for (int i = 0; i < 400; i++) {
            mine[i % 50] = new int[] {id, i, id ^ i};
        }
        local.get()[5] = id;
        long s = 0;
        for (int[] a : mine) {
            s += a[0] ^ a[1] ^ a[2];
        }
        left[id] = mine[id % 50];
        sum.addAndGet(s + local.get()[5]);
        if (id % 100 == 99) {
            throw new IllegalStateException("ends by an exception");
        }
    }

    public static void main(String[] args) throws Exception {
        int thrown[] = {0};
        Thread[] running = new Thread[8];
        for (int id = 0; id < 1000; id++) {
            int n = id;
            Thread t = new Thread(() -> body(n), "short " + id);
            t.setUncaughtExceptionHandler((x, e) -> {
                synchronized (thrown) {
                    thrown[0]++;
                }
            });
            if (running[id % 8] != null) {
                running[id % 8].join();
            }
            running[id % 8] = t;
            t.start();
        }
        for (Thread t : running) {
            t.join();
        }
        System.gc();
        boolean right = true;
        for (int id = 0; id < 1000; id++) {
            int[] a = (int[]) left[id];
            right &= a[0] == id && a[2] == (a[0] ^ a[1]) && a[1] % 50 == id % 50;
        }
        System.out.println(sum.get() + " " + thrown[0] + " " + right + " " + Thread.activeCount());
    }
}
