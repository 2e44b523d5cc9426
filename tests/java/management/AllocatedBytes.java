// Bytes that threads have allocated are counted over collections.
// vm: -XX:+UseSerialGC -Xmx32m
import java.lang.management.ManagementFactory;
import java.util.concurrent.*;

public class AllocatedBytes {
    static Object sink;

    static void allocate(int megabytes) {
        for (int i = 0; i < megabytes * 64; i++) {
            sink = new byte[(16 << 10) - 16];
        }
    }

    public static void main(String[] args) throws Exception {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long own = Thread.currentThread().getId();
        allocate(1);
        for (int mb : new int[] {0, 1, 10, 100}) {
            long before = threads.getThreadAllocatedBytes(own);
            allocate(mb);
            long grown = threads.getThreadAllocatedBytes(own) - before;
            long wanted = (long) mb << 20;
            System.out.println(mb + " MB " + (grown >= wanted && grown < wanted + (1 << 20)));
        }
        long before = threads.getThreadAllocatedBytes(own);
        sink = new byte[20 << 20];
        System.out.println("large " + (threads.getThreadAllocatedBytes(own) - before >= 20 << 20));
        long quiet = threads.getThreadAllocatedBytes(own);
        CountDownLatch done = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Thread other = new Thread(() -> {
            allocate(50);
            done.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        other.start();
        done.await();
        long theirs = threads.getThreadAllocatedBytes(other.getId());
        System.out.println("other " + (theirs >= 50L << 20 && theirs < 52L << 20) + ", own " + (threads.getThreadAllocatedBytes(own) - quiet < 1 << 20));
        go.countDown();
        other.join();
        System.out.println("ended " + threads.getThreadAllocatedBytes(other.getId()));
    }
}
