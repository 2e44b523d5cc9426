// vm: -Xmx64m
// stress: 5000
// System.gc() from several threads at once, while others allocate, sleep, wait, run native code and start threads.
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;

public class ConcurrentGc {
    static volatile boolean stop;
    static final AtomicInteger wrong = new AtomicInteger();

    static void allocate() {
        Map<Integer, int[]> map = new HashMap<>();
        Random random = new Random(3);
        while (!stop) {
            int k = random.nextInt(2000);
            int[] v = map.put(k, new int[] {k});
            if (v != null && v[0] != k) {
                wrong.incrementAndGet();
            }
        }
    }

    public static void main(String[] args) throws Exception {
        List<Thread> others = new ArrayList<>();
        others.add(new Thread(ConcurrentGc::allocate));
        others.add(new Thread(ConcurrentGc::allocate));
        others.add(new Thread(() -> {
            while (!stop) {
                try {
                    Thread.sleep(1);
                } catch (InterruptedException e) {
                    return;
                }
            }
        }));
        others.add(new Thread(() -> {
            byte[] data = new byte[50_000];
            java.util.zip.CRC32 crc = new java.util.zip.CRC32();
            while (!stop) {
                crc.update(data);
            }
        }));
        SynchronousQueue<Object> hand = new SynchronousQueue<>();
        others.add(new Thread(() -> {
            while (!stop) {
                try {
                    hand.offer(new int[] {1, 2}, 1, TimeUnit.MILLISECONDS);
                } catch (InterruptedException e) {
                    return;
                }
            }
        }));
        others.forEach(Thread::start);
        AtomicInteger collected = new AtomicInteger();
        Thread[] collectors = new Thread[4];
        for (int i = 0; i < collectors.length; i++) {
            collectors[i] = new Thread(() -> {
                Object[] mine = {new int[] {7}};
                for (int k = 0; k < 15; k++) {
                    System.gc();
                    collected.incrementAndGet();
                    if (((int[]) mine[0])[0] != 7) {
                        wrong.incrementAndGet();
                    }
                    mine = new Object[] {new int[] {7}};
                }
            });
            collectors[i].start();
        }
        for (int i = 0; i < 20; i++) {
            Object o = hand.poll(5, TimeUnit.SECONDS);
            if (o == null || ((int[]) o)[1] != 2) {
                wrong.incrementAndGet();
            }
        }
        for (Thread t : collectors) {
            t.join();
        }
        stop = true;
        for (Thread t : others) {
            t.join();
        }
        System.out.println(collected + " " + wrong);
    }
}
