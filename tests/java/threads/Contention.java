// Hard contention: inflated locks with hash codes, ping-pong by wait/notify, nested locks, many objects, interrupts.
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;

public class Contention {
    static long shared;

    static void all(int n, IntTask t) throws Exception {
        Thread[] ts = new Thread[n];
        AtomicReference<Throwable> failed = new AtomicReference<>();
        for (int i = 0; i < n; i++) {
            int k = i;
            ts[i] = new Thread(() -> {
                try {
                    t.run(k);
                } catch (Throwable e) {
                    failed.set(e);
                }
            });
            ts[i].start();
        }
        for (Thread t2 : ts) {
            t2.join();
        }
        if (failed.get() != null) {
            throw new Exception(failed.get());
        }
    }

    interface IntTask {
        void run(int k) throws Exception;
    }

    public static void main(String[] args) throws Exception {
        Object lock = new Object();
        int[] hash = new int[4];
        all(4, k -> {
            for (int i = 0; i < 30_000; i++) {
                synchronized (lock) {
                    shared++;
                    if (i == 500) {
                        hash[k] = lock.hashCode();
                    }
                }
            }
        });
        System.out.println(shared + " " + (hash[0] == hash[1] && hash[1] == hash[2] && hash[2] == hash[3] && hash[0] == lock.hashCode()));
        int[] turn = {0};
        long[] log = {0};
        all(3, k -> {
            for (int i = 0; i < 300; i++) {
                synchronized (turn) {
                    while (turn[0] != k) {
                        turn.wait();
                    }
                    log[0] = log[0] * 3 + k;
                    turn[0] = (k + 1) % 3;
                    turn.notifyAll();
                }
            }
        });
        System.out.println(log[0]);
        Object[] many = new Object[50];
        Arrays.setAll(many, i -> new Object());
        int[] counts = new int[50];
        all(4, k -> {
            Random r = new Random(k);
            for (int i = 0; i < 8000; i++) {
                int a = r.nextInt(50);
                int b = r.nextInt(50);
                synchronized (many[Math.min(a, b)]) {
                    synchronized (many[Math.max(a, b)]) {
                        counts[a]++;
                        counts[b]++;
                    }
                }
            }
        });
        System.out.println(Arrays.stream(counts).sum());
        List<Object> created = Collections.synchronizedList(new ArrayList<>());
        all(4, k -> {
            Set<Integer> seen = new HashSet<>();
            for (int i = 0; i < 3000; i++) {
                Object o = new Object();
                synchronized (o) {
                    int h = o.hashCode();
                    if (h != System.identityHashCode(o)) {
                        throw new IllegalStateException("hash changed");
                    }
                    seen.add(h);
                }
                if (i % 100 == 0) {
                    created.add(o);
                }
            }
            if (seen.size() < 2900) {
                throw new IllegalStateException("hashes collide");
            }
        });
        System.out.println(created.size());
        AtomicInteger interrupted = new AtomicInteger();
        Object gate = new Object();
        Thread[] waiters = new Thread[8];
        for (int i = 0; i < 8; i++) {
            waiters[i] = new Thread(() -> {
                synchronized (gate) {
                    try {
                        gate.wait(60_000);
                    } catch (InterruptedException e) {
                        interrupted.incrementAndGet();
                        if (!Thread.holdsLock(gate)) {
                            System.out.println("not reacquired");
                        }
                    }
                }
            });
            waiters[i].start();
        }
        for (Thread w : waiters) {
            while (w.getState() != Thread.State.TIMED_WAITING) {
                Thread.sleep(1);
            }
        }
        synchronized (gate) {
            for (int i = 0; i < 8; i += 2) {
                waiters[i].interrupt();
            }
            gate.notify();
        }
        // One of the interrupted may have been notified first; the others must not be, before they have noticed.
        for (int i = 0; i < 10_000 && interrupted.get() < 3; i++) {
            Thread.sleep(1);
        }
        synchronized (gate) {
            gate.notifyAll();
        }
        for (Thread w : waiters) {
            w.join();
        }
        System.out.println(interrupted.get() >= 3 && interrupted.get() <= 4);
        StringBuffer sb = new StringBuffer();
        Vector<Integer> v = new Vector<>();
        Hashtable<Integer, Integer> h = new Hashtable<>();
        all(4, k -> {
            for (int i = 0; i < 3000; i++) {
                sb.append('x');
                v.add(i);
                h.merge(i % 10, 1, Integer::sum);
            }
        });
        System.out.println(sb.length() + " " + v.size() + " " + h.get(3));
    }
}
