// Threads meeting at a class that is being initialised: all wait for one, recursion passes.
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

public class InitLocks {
    static final CountDownLatch STARTED = new CountDownLatch(1);
    static final CountDownLatch GO = new CountDownLatch(1);
    static final AtomicInteger RUNS = new AtomicInteger();

    static class Slow {
        static int value;

        static {
            RUNS.incrementAndGet();
            STARTED.countDown();
            try {
                GO.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            // Recursive use by the initialising thread sees the class as it is.
            value = get() + 41;
        }

        static int get() {
            return value + 1;
        }
    }

    static class Failing {
        static final CountDownLatch INSIDE = FAILING;

        static {
            INSIDE.countDown();
            try {
                Thread.sleep(200);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            Integer.parseInt("no");
        }

        static void use() {
        }
    }

    static final CountDownLatch FAILING = new CountDownLatch(1);

    public static void main(String[] args) throws Exception {
        int[] seen = new int[4];
        Thread[] threads = new Thread[4];
        for (int i = 0; i < threads.length; i++) {
            int k = i;
            threads[i] = new Thread(() -> seen[k] = Slow.value);
            threads[i].start();
        }
        STARTED.await();
        for (Thread t : threads) {
            t.join(20);
            System.out.println(t.isAlive());
        }
        GO.countDown();
        for (Thread t : threads) {
            t.join();
        }
        System.out.println(seen[0] + " " + seen[1] + " " + seen[2] + " " + seen[3] + " " + RUNS);
        String[] errors = new String[2];
        Thread first = new Thread(() -> {
            try {
                Failing.use();
            } catch (Throwable t) {
                errors[0] = t.toString();
            }
        });
        first.start();
        FAILING.await();
        Thread second = new Thread(() -> {
            try {
                Failing.use();
            } catch (Throwable t) {
                errors[1] = t.toString();
            }
        });
        second.start();
        first.join();
        second.join();
        System.out.println(errors[0]);
        System.out.println(errors[1]);
    }
}
