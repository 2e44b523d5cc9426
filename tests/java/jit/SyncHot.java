// Synchronized methods and blocks in hot code, under contention, with wait and notify, locks released by exceptions.
import java.util.ArrayList;
import java.util.List;

public class SyncHot {
    int a;
    static int b;
    int[] data = new int[16];

    synchronized int inc(int by) { a += by; return a; }
    static synchronized int incStatic(int by) { b += by; return b; }
    synchronized int failing(int k) { return 100 / (k % 10) + a; }
    synchronized long result(int k) { return k * 5_000_000_000L; }
    synchronized double real(int k) { return k / 4.0; }
    synchronized Object self() { return this; }
    synchronized void nested(int n) {
        if (n > 0) {
            nested(n - 1);
        }
        a++;
    }

    void block(int i) {
        synchronized (data) {
            data[i & 15]++;
            synchronized (this) {
                data[(i + 1) & 15]--;
            }
        }
    }

    int early(int k) {
        for (int i = 0; i < 10; i++) {
            synchronized (data) {
                if (i == k % 10) {
                    return i;
                }
                if (k % 7 == 0) {
                    continue;
                }
                if (k % 11 == 3 && i > 4) {
                    break;
                }
                data[i]++;
            }
        }
        return -1;
    }

    boolean free() { return !Thread.holdsLock(this) && !Thread.holdsLock(data) && !Thread.holdsLock(SyncHot.class); }

    static void contend() throws InterruptedException {
        SyncHot s = new SyncHot();
        b = 0;
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            threads.add(new Thread(() -> {
                for (int i = 0; i < 10_000; i++) {
                    s.inc(1);
                    incStatic(2);
                    s.block(i);
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread t : threads) {
            t.join();
        }
        int sum = 0;
        for (int v : s.data) {
            sum += v;
        }
        System.out.println(s.a + " " + b + " " + sum);
    }

    static class Slot {
        Integer value;

        synchronized void put(int v) throws InterruptedException {
            while (value != null) {
                wait();
            }
            value = v;
            notifyAll();
        }

        synchronized int take() throws InterruptedException {
            while (value == null) {
                wait(1000);
            }
            int v = value;
            value = null;
            notifyAll();
            return v;
        }
    }

    static void pingPong() throws InterruptedException {
        Slot there = new Slot(), back = new Slot();
        Thread t = new Thread(() -> {
            try {
                for (int i = 0; i < 2_000; i++) {
                    back.put(there.take() * 3);
                }
            } catch (InterruptedException e) {
                System.out.println(e);
            }
        });
        t.start();
        long sum = 0;
        for (int i = 0; i < 2_000; i++) {
            there.put(i);
            sum += back.take();
        }
        t.join();
        System.out.println(sum);
    }

    public static void main(String[] args) throws Exception {
        SyncHot s = new SyncHot();
        long h = 0;
        for (int k = 0; k < 20_000; k++) {
            h = h * 31 + s.inc(k & 3) + incStatic(1);
            try {
                h = h * 31 + s.failing(k);
            } catch (ArithmeticException e) {
                h = h * 31 + 1;
            }
            h = h * 31 + s.result(k) + (long) s.real(k) + (s.self() == s ? 1 : 0);
            s.nested(k & 3);
            s.block(k);
            h = h * 31 + s.early(k) + (s.free() ? 0 : 1);
        }
        System.out.println(h + " " + s.a);
        try {
            synchronized (k(null)) {
                System.out.println("no");
            }
        } catch (NullPointerException e) {
            System.out.println("null lock");
        }
        try {
            s.notify();
        } catch (IllegalMonitorStateException e) {
            System.out.println(e.getMessage());
        }
        contend();
        pingPong();
    }

    static Object k(Object o) { return o; }
}
