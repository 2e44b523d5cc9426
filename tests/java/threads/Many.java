// Several hundred threads at once, started in waves, each with its own work and locals.
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;

public class Many {
    static final ThreadLocal<Integer> LOCAL = new ThreadLocal<>();

    public static void main(String[] args) throws Exception {
        CountDownLatch all = new CountDownLatch(300);
        CountDownLatch go = new CountDownLatch(1);
        AtomicLong sum = new AtomicLong();
        Thread[] ts = new Thread[300];
        for (int i = 0; i < ts.length; i++) {
            int k = i;
            ts[i] = new Thread(() -> {
                LOCAL.set(k);
                all.countDown();
                try {
                    go.await();
                } catch (InterruptedException e) {
                    System.out.println(e);
                }
                sum.addAndGet(LOCAL.get());
            });
            ts[i].start();
        }
        all.await();
        System.out.println(Thread.activeCount() >= 301);
        go.countDown();
        for (Thread t : ts) {
            t.join();
        }
        System.out.println(sum);
        for (int wave = 0; wave < 20; wave++) {
            Thread[] small = new Thread[20];
            for (int i = 0; i < small.length; i++) {
                small[i] = new Thread(() -> sum.incrementAndGet());
                small[i].start();
            }
            for (Thread t : small) {
                t.join();
            }
        }
        System.out.println(sum);
        ExecutorService pool = Executors.newCachedThreadPool();
        ConcurrentHashMap<Integer, Integer> map = new ConcurrentHashMap<>();
        Phaser phaser = new Phaser(1);
        for (int i = 0; i < 2000; i++) {
            int k = i;
            phaser.register();
            pool.execute(() -> {
                map.merge(k % 10, 1, Integer::sum);
                phaser.arriveAndDeregister();
            });
        }
        phaser.arriveAndAwaitAdvance();
        pool.shutdown();
        System.out.println(pool.awaitTermination(20, TimeUnit.SECONDS) + " " + map);
        System.out.println(ForkJoinPool.commonPool().submit(() -> java.util.stream.IntStream.range(0, 10000).parallel().map(x -> x % 7).sum()).get());
    }
}
