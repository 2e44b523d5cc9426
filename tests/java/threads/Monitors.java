// Monitors: recursion, contention, wait/notify/notifyAll, timeouts, IllegalMonitorStateException, exceptions.
import java.util.ArrayDeque;
import java.util.Deque;

public class Monitors {
    static int counter;
    int inst;

    static synchronized void inc() {
        counter++;
    }

    synchronized void recursive(int n) {
        if (n > 0) {
            recursive(n - 1);
        }
        inst++;
    }

    synchronized int fails() {
        return 1 / inst;
    }

    static synchronized void sfails() {
        throw new IllegalStateException("static synchronized");
    }

    static class Queue {
        final Deque<Integer> q = new ArrayDeque<>();

        synchronized void put(int x) throws InterruptedException {
            while (q.size() >= 2) {
                wait();
            }
            q.add(x);
            notifyAll();
        }

        synchronized int take() throws InterruptedException {
            while (q.isEmpty()) {
                wait();
            }
            int x = q.remove();
            notifyAll();
            return x;
        }
    }

    static void illegal(String what, Body b) {
        try {
            b.run();
            System.out.println(what + " fine");
        } catch (IllegalMonitorStateException | IllegalArgumentException | NullPointerException | InterruptedException e) {
            System.out.println(what + " " + e);
        }
    }

    interface Body {
        void run() throws InterruptedException;
    }

    public static void main(String[] args) throws Exception {
        Thread[] ts = new Thread[4];
        for (int i = 0; i < ts.length; i++) {
            ts[i] = new Thread(() -> {
                for (int k = 0; k < 20_000; k++) {
                    inc();
                }
            });
            ts[i].start();
        }
        for (Thread t : ts) {
            t.join();
        }
        System.out.println(counter);
        Monitors m = new Monitors();
        m.recursive(200);
        System.out.println(m.inst);
        m.inst = 0;
        try {
            m.fails();
        } catch (ArithmeticException e) {
            System.out.println("held after exception: " + Thread.holdsLock(m));
        }
        try {
            sfails();
        } catch (IllegalStateException e) {
            System.out.println(e.getMessage() + " " + Thread.holdsLock(Monitors.class));
        }
        try {
            synchronized (m) {
                synchronized (m) {
                    System.out.println(Thread.holdsLock(m));
                    throw new RuntimeException();
                }
            }
        } catch (RuntimeException e) {
            System.out.println(Thread.holdsLock(m));
        }
        Queue q = new Queue();
        Thread producer = new Thread(() -> {
            try {
                for (int i = 1; i <= 500; i++) {
                    q.put(i);
                }
            } catch (InterruptedException e) {
                System.out.println("producer interrupted");
            }
        });
        producer.start();
        long sum = 0;
        for (int i = 0; i < 500; i++) {
            sum = sum * 3 + q.take();
        }
        System.out.println(sum);
        Object lock = new Object();
        illegal("wait", lock::wait);
        illegal("notify", lock::notify);
        illegal("notifyAll", lock::notifyAll);
        illegal("negative", () -> {
            synchronized (lock) {
                lock.wait(-1);
            }
        });
        illegal("nanos", () -> {
            synchronized (lock) {
                lock.wait(0, 1_000_000);
            }
        });
        illegal("null", () -> {
            Object n = null;
            synchronized (n) {
            }
        });
        synchronized (lock) {
            long t = System.nanoTime();
            lock.wait(30);
            System.out.println(System.nanoTime() - t >= 29_000_000);
            lock.notify();
            lock.notifyAll();
        }
        int[] woken = new int[1];
        Thread[] waiters = new Thread[5];
        for (int i = 0; i < waiters.length; i++) {
            waiters[i] = new Thread(() -> {
                synchronized (lock) {
                    try {
                        lock.wait();
                        woken[0]++;
                    } catch (InterruptedException e) {
                        woken[0] += 100;
                    }
                }
            });
            waiters[i].start();
        }
        for (Thread w : waiters) {
            while (w.getState() != Thread.State.WAITING) {
                Thread.sleep(1);
            }
        }
        synchronized (lock) {
            lock.notify();
            lock.notify();
        }
        while (true) {
            synchronized (lock) {
                if (woken[0] == 2) {
                    break;
                }
            }
            Thread.sleep(1);
        }
        synchronized (lock) {
            lock.notifyAll();
        }
        for (Thread w : waiters) {
            w.join();
        }
        System.out.println(woken[0]);
        // Waiting gives all recursive holds back and restores them.
        Thread[] other = new Thread[1];
        synchronized (m) {
            synchronized (m) {
                other[0] = new Thread(() -> {
                    synchronized (m) {
                        m.notify();
                    }
                });
                other[0].start();
                m.wait();
                System.out.println(Thread.holdsLock(m));
            }
            System.out.println(Thread.holdsLock(m));
        }
        System.out.println(Thread.holdsLock(m));
        Object hashed = new Object();
        int h = System.identityHashCode(hashed);
        synchronized (hashed) {
            System.out.println((h == hashed.hashCode()) + " " + (h == System.identityHashCode(hashed)));
        }
        System.out.println(h == hashed.hashCode());
        Thread holder;
        Thread blocked;
        synchronized (hashed) {
            blocked = new Thread(() -> {
                synchronized (hashed) {
                    System.out.println("entered");
                }
            });
            blocked.start();
            while (blocked.getState() != Thread.State.BLOCKED) {
                Thread.sleep(1);
            }
            System.out.println(blocked.getState() + " " + (hashed.hashCode() == h));
        }
        blocked.join();
    }
}
