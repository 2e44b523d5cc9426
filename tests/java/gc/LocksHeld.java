// vm: -Xmx64m -Xmn8m
// Locks of all kinds held while collections move the objects: fast, nested, inflated, with waiting and blocked threads.
import java.util.concurrent.CountDownLatch;

public class LocksHeld {
    static volatile int entered;

    static void churn() {
        for (int i = 0; i < 1500; i++) {
            byte[] b = new byte[10_000];
            b[1] = 1;
        }
        System.gc();
    }

    static synchronized void statically() {
        churn();
        System.out.println("class lock " + Thread.holdsLock(LocksHeld.class));
    }

    static void nested(Object[] locks, int i) {
        if (i == locks.length) {
            churn();
            int held = 0;
            for (Object o : locks) {
                held += Thread.holdsLock(o) ? 1 : 0;
            }
            System.out.println("held " + held);
            return;
        }
        synchronized (locks[i]) {
            synchronized (locks[i / 2]) {
                nested(locks, i + 1);
            }
        }
    }

    public static void main(String[] args) throws Exception {
        Object fresh = new Object();
        synchronized (fresh) {
            churn();
            synchronized (fresh) {
                churn();
                System.out.println(Thread.holdsLock(fresh));
            }
            System.out.println(Thread.holdsLock(fresh));
        }
        System.out.println(Thread.holdsLock(fresh));
        statically();
        Object[] locks = new Object[40];
        for (int i = 0; i < locks.length; i++) {
            locks[i] = new Object();
            if (i % 3 == 0) {
                locks[i].hashCode();
            }
        }
        nested(locks, 0);
        int held = 0;
        for (Object o : locks) {
            held += Thread.holdsLock(o) ? 1 : 0;
        }
        System.out.println("after " + held);
        // Waiting threads.
        int[] state = new int[1];
        Thread[] waiters = new Thread[5];
        CountDownLatch ready = new CountDownLatch(waiters.length);
        for (int i = 0; i < waiters.length; i++) {
            waiters[i] = new Thread(() -> {
                int[] local = {1, 2, 3};
                synchronized (state) {
                    ready.countDown();
                    while (state[0] == 0) {
                        try {
                            state.wait();
                        } catch (InterruptedException e) {
                            System.out.println("interrupted");
                        }
                    }
                    entered += local[2];
                }
            });
            waiters[i].start();
        }
        ready.await();
        churn();
        churn();
        synchronized (state) {
            state[0] = 1;
            state.notifyAll();
            churn();
        }
        for (Thread t : waiters) {
            t.join();
        }
        System.out.println("entered " + entered);
        // Blocked threads.
        entered = 0;
        Object lock = new Object();
        Thread[] blocked = new Thread[5];
        synchronized (lock) {
            for (int i = 0; i < blocked.length; i++) {
                blocked[i] = new Thread(() -> {
                    Object[] local = {"a", "b"};
                    synchronized (lock) {
                        entered += local.length;
                    }
                });
                blocked[i].start();
            }
            for (Thread t : blocked) {
                while (t.getState() != Thread.State.BLOCKED) {
                    Thread.sleep(1);
                }
            }
            churn();
        }
        for (Thread t : blocked) {
            t.join();
        }
        System.out.println("entered " + entered);
        // Monitors of garbage: made, inflated and dropped.
        for (int i = 0; i < 3000; i++) {
            Object o = new Object();
            synchronized (o) {
                if (i % 3 == 0) {
                    o.wait(0, 1);
                }
                o.notify();
            }
            if (i % 1000 == 999) {
                churn();
            }
        }
        System.out.println(Thread.holdsLock(lock));
    }
}
