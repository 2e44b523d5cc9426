// Locks in hot code: nested and repeated in every order, more than a thread has room for, inflated while held, hashed while
// held, held over exceptions, collections and the loss of the code.
import java.util.concurrent.atomic.AtomicInteger;

public class LocksHot {
    static final Object A = new Object(), B = new Object(), C = new Object();
    static int wrong;

    int count;

    static int held(Object a, Object b, Object c) {
        return (Thread.holdsLock(a) ? 1 : 0) + (Thread.holdsLock(b) ? 2 : 0) + (Thread.holdsLock(c) ? 4 : 0);
    }

    static void expect(int held, Object a, Object b, Object c) {
        if (held(a, b, c) != held) {
            wrong++;
        }
    }

    // every order in which three locks nest, the same one twice or three times
    static void orders(Object a, Object b, Object c) {
        synchronized (a) {
            synchronized (a) {
                synchronized (b) {
                    expect(3, a, b, c);
                }
                expect(1, a, b, c);
                synchronized (a) {
                    expect(1, a, b, c);
                }
                expect(1, a, b, c);
            }
            expect(1, a, b, c);
            synchronized (b) {
                synchronized (a) {
                    synchronized (b) {
                        synchronized (c) {
                            synchronized (a) {
                                expect(7, a, b, c);
                            }
                            expect(7, a, b, c);
                        }
                        expect(3, a, b, c);
                    }
                    expect(3, a, b, c);
                }
                expect(3, a, b, c);
            }
            expect(1, a, b, c);
        }
        expect(0, a, b, c);
    }

    synchronized int outer(int k) {
        return inner(k) + inner(k + 1) + count;
    }

    synchronized int inner(int k) {
        count += k & 3;
        return innermost(k);
    }

    synchronized int innermost(int k) {
        return k ^ count;
    }

    // as many locks as there are objects, and each again on the way back
    static int deep(Object[] objects, int i) {
        synchronized (objects[i]) {
            int n = i + 1 < objects.length ? deep(objects, i + 1) : 0;
            synchronized (objects[i]) {
                if (!Thread.holdsLock(objects[i]) || !Thread.holdsLock(objects[0])) {
                    wrong++;
                }
                return n + 1;
            }
        }
    }

    static int manyTimes(Object o, int n) {
        synchronized (o) {
            return n == 0 ? 0 : manyTimes(o, n - 1) + 1;
        }
    }

    static void throwing(Object a, Object b, int k) {
        synchronized (a) {
            synchronized (b) {
                synchronized (a) {
                    if (100 / (k % 5) == 100) {
                        throw new IllegalStateException();
                    }
                }
            }
        }
    }

    synchronized int throwingMethod(int[] values, int k) {
        count += throwingCallee(values, k);
        return count;
    }

    synchronized int throwingCallee(int[] values, int k) {
        return values[k % 5];
    }

    // what happens to a lock while it is held
    interface Event {
        void happen(Object lock) throws Exception;
    }

    static int during(Object lock, Event event) throws Exception {
        int n = 1;
        synchronized (lock) {
            synchronized (lock) {
                if (event != null) {
                    event.happen(lock);
                }
                n++;
                if (!Thread.holdsLock(lock)) {
                    wrong++;
                }
            }
            synchronized (lock) {
                n++;
            }
            if (!Thread.holdsLock(lock)) {
                wrong++;
            }
        }
        if (Thread.holdsLock(lock)) {
            wrong++;
        }
        return n;
    }

    static void block(Object lock) throws Exception {
        AtomicInteger entered = new AtomicInteger();
        Thread t = new Thread(() -> {
            synchronized (lock) {
                entered.incrementAndGet();
            }
        });
        t.start();
        while (t.getState() != Thread.State.BLOCKED) {
            Thread.sleep(1);
        }
        if (entered.get() != 0) {
            wrong++;
        }
        joined = t;
    }

    static Thread joined;

    static void hash(Object lock) {
        hashed = System.identityHashCode(lock);
    }

    static int hashed;

    static void collect(Object lock) {
        System.gc();
    }

    // the class hierarchy changes while the lock of a compiled method is held
    static class Base {
        int f(int k) {
            return k;
        }
    }

    static class Loud extends Base {
        int f(int k) {
            return -k;
        }
    }

    static class Louder extends Base {
        int f(int k) {
            return 2 * k;
        }
    }

    static Base base = new Base();

    synchronized int hierarchy(int k) {
        int n;
        synchronized (A) {
            change(k);
            n = base.f(k);
            if (!Thread.holdsLock(A) || !Thread.holdsLock(this)) {
                wrong++;
            }
        }
        if (Thread.holdsLock(A) || !Thread.holdsLock(this)) {
            wrong++;
        }
        return n;
    }

    static void change(int k) {
        if (k == 15_000) {
            base = new Loud();
        } else if (k == 25_000) {
            base = new Louder();
        }
    }

    static void contend() throws InterruptedException {
        LocksHot l = new LocksHot();
        Thread[] threads = new Thread[3];
        int[] sums = new int[2];
        for (int t = 0; t < threads.length; t++) {
            threads[t] = new Thread(() -> {
                for (int i = 0; i < 10_000; i++) {
                    synchronized (A) {
                        sums[0]++;
                        synchronized (l) {
                            sums[1]++;
                            synchronized (A) {
                                sums[0]++;
                            }
                        }
                    }
                    l.inner(1);
                }
            });
        }
        for (Thread t : threads) {
            t.start();
        }
        for (Thread t : threads) {
            t.join();
        }
        System.out.println(sums[0] + " " + sums[1] + " " + l.count);
    }

    public static void main(String[] args) throws Exception {
        LocksHot l = new LocksHot();
        Object[] objects = new Object[40];
        for (int i = 0; i < objects.length; i++) {
            objects[i] = new Object();
        }
        Object[] few = {new Object(), new Object(), A, new Object(), A};
        int[] values = {1, 2, 3};
        long h = 0;
        for (int k = 0; k < 30_000; k++) {
            orders(A, B, C);
            h = h * 31 + l.outer(k);
            h = h * 31 + deep(few, 0);
            if (k % 1000 == 999) {
                h = h * 31 + deep(objects, 0) + manyTimes(B, 50);
            }
            h = h * 31 + manyTimes(C, k & 3);
            try {
                throwing(A, B, k);
            } catch (ArithmeticException | IllegalStateException e) {
                h = h * 31 + e.getClass().getName().length();
            }
            try {
                h = h * 31 + l.throwingMethod(values, k);
            } catch (ArrayIndexOutOfBoundsException e) {
                h = h * 31 + 7;
            }
            expect(0, A, B, l);
            h = h * 31 + during(new Object(), null) + l.hierarchy(k);
        }
        System.out.println(h + " " + wrong);
        for (int i = 0; i < 5; i++) {
            Object lock = new Object();
            during(lock, LocksHot::block);
            joined.join();
            during(lock, null);
            lock = new Object();
            during(lock, o -> o.wait(1));
            during(lock, null);
            lock = new Object();
            during(lock, LocksHot::hash);
            if (hashed != System.identityHashCode(lock)) {
                wrong++;
            }
            during(lock, LocksHot::collect);
            during(lock, LocksHot::block);
            joined.join();
            if (hashed != System.identityHashCode(lock)) {
                wrong++;
            }
        }
        System.out.println(wrong);
        contend();
    }
}
