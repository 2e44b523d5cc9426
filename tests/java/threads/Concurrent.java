// java.util.concurrent: locks, conditions, semaphores, barriers, exchangers, latches, phasers, queues.
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
import java.util.concurrent.locks.*;

public class Concurrent {
    static void join(Thread... ts) throws InterruptedException {
        for (Thread t : ts) {
            t.start();
        }
        for (Thread t : ts) {
            t.join();
        }
    }

    public static void main(String[] args) throws Exception {
        ReentrantLock lock = new ReentrantLock(true);
        Condition full = lock.newCondition();
        int[] box = {0};
        join(new Thread(() -> {
            lock.lock();
            try {
                while (box[0] == 0) {
                    full.await();
                }
                System.out.println("box " + box[0] + " " + lock.isHeldByCurrentThread() + " " + lock.getHoldCount());
            } catch (InterruptedException e) {
                System.out.println("interrupted");
            } finally {
                lock.unlock();
            }
        }), new Thread(() -> {
            lock.lock();
            box[0] = 7;
            full.signalAll();
            lock.unlock();
        }));
        System.out.println(lock.tryLock() + " " + lock.tryLock(1, TimeUnit.SECONDS) + " " + lock.getHoldCount());
        lock.unlock();
        lock.unlock();
        try {
            lock.unlock();
        } catch (IllegalMonitorStateException e) {
            System.out.println(e);
        }
        try {
            full.signal();
        } catch (IllegalMonitorStateException e) {
            System.out.println(e);
        }
        lock.lock();
        System.out.println(full.await(5, TimeUnit.MILLISECONDS) + " " + (full.awaitNanos(1000) <= 0));
        lock.unlock();
        Semaphore sem = new Semaphore(2);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger max = new AtomicInteger();
        Thread[] ts = new Thread[6];
        for (int i = 0; i < 6; i++) {
            ts[i] = new Thread(() -> {
                sem.acquireUninterruptibly();
                max.accumulateAndGet(inside.incrementAndGet(), Math::max);
                LockSupport.parkNanos(2_000_000);
                inside.decrementAndGet();
                sem.release();
            });
        }
        join(ts);
        System.out.println((max.get() <= 2) + " " + sem.availablePermits() + " " + sem.tryAcquire(3));
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        CyclicBarrier barrier = new CyclicBarrier(3, () -> order.add(-1));
        Thread[] bs = new Thread[3];
        for (int i = 0; i < 3; i++) {
            bs[i] = new Thread(() -> {
                try {
                    for (int k = 0; k < 2; k++) {
                        order.add(k);
                        barrier.await();
                    }
                } catch (InterruptedException | BrokenBarrierException e) {
                    System.out.println(e);
                }
            });
        }
        join(bs);
        System.out.println(order);
        Exchanger<String> ex = new Exchanger<>();
        String[] got = new String[2];
        join(new Thread(() -> {
            try {
                got[0] = ex.exchange("from 0");
            } catch (InterruptedException e) {
                System.out.println(e);
            }
        }), new Thread(() -> {
            try {
                got[1] = ex.exchange("from 1");
            } catch (InterruptedException e) {
                System.out.println(e);
            }
        }));
        System.out.println(got[0] + " " + got[1]);
        CountDownLatch latch = new CountDownLatch(2);
        System.out.println(latch.await(5, TimeUnit.MILLISECONDS));
        join(new Thread(latch::countDown), new Thread(latch::countDown));
        latch.await();
        System.out.println(latch.getCount());
        Phaser phaser = new Phaser(1);
        for (int i = 0; i < 2; i++) {
            phaser.register();
            new Thread(() -> {
                phaser.arriveAndAwaitAdvance();
                phaser.arriveAndDeregister();
            }).start();
        }
        phaser.arriveAndAwaitAdvance();
        phaser.arriveAndAwaitAdvance();
        System.out.println(phaser.getPhase() + " " + phaser.getRegisteredParties());
        BlockingQueue<Integer> q = new ArrayBlockingQueue<>(3);
        SynchronousQueue<Integer> sq = new SynchronousQueue<>();
        LinkedTransferQueue<Integer> tq = new LinkedTransferQueue<>();
        long[] sums = new long[3];
        join(new Thread(() -> {
            try {
                for (int i = 0; i < 200; i++) {
                    q.put(i);
                    sq.put(i);
                    tq.put(i);
                }
            } catch (InterruptedException e) {
                System.out.println(e);
            }
        }), new Thread(() -> {
            try {
                for (int i = 0; i < 200; i++) {
                    sums[0] += q.take();
                    sums[1] += sq.take();
                    sums[2] += tq.take();
                }
            } catch (InterruptedException e) {
                System.out.println(e);
            }
        }));
        System.out.println(sums[0] + " " + sums[1] + " " + sums[2] + " " + q.poll(1, TimeUnit.MILLISECONDS) + " " + sq.offer(1));
        DelayQueue<Delayed> dq = new DelayQueue<>();
        System.out.println(dq.poll());
        ReentrantReadWriteLock rw = new ReentrantReadWriteLock();
        rw.readLock().lock();
        rw.readLock().lock();
        System.out.println(rw.getReadLockCount() + " " + rw.writeLock().tryLock());
        rw.readLock().unlock();
        rw.readLock().unlock();
        System.out.println(rw.writeLock().tryLock() + " " + rw.isWriteLockedByCurrentThread());
        StampedLock sl = new StampedLock();
        long stamp = sl.tryOptimisticRead();
        System.out.println(sl.validate(stamp));
        long w = sl.writeLock();
        System.out.println(sl.validate(stamp) + " " + sl.isWriteLocked());
        sl.unlockWrite(w);
        ConcurrentHashMap<String, LongAdder> map = new ConcurrentHashMap<>();
        Thread[] ms = new Thread[4];
        for (int i = 0; i < 4; i++) {
            ms[i] = new Thread(() -> {
                for (int k = 0; k < 2000; k++) {
                    map.computeIfAbsent("k" + k % 7, x -> new LongAdder()).increment();
                }
            });
        }
        join(ms);
        System.out.println(new ConcurrentSkipListMap<>(map) + " " + map.reduceValuesToLong(1, LongAdder::sum, 0, Long::sum));
        CopyOnWriteArrayList<Integer> cow = new CopyOnWriteArrayList<>(List.of(1, 2, 3));
        for (Integer x : cow) {
            cow.add(x * 10);
        }
        System.out.println(cow);
    }
}
