// Threads that run compiled loops and recursions while others stop, suspend, interrogate and collect.
import java.util.concurrent.atomic.AtomicBoolean;

@SuppressWarnings({"deprecation", "removal"})
public class Asynchronous {
    static volatile int progress;
    static volatile boolean end;

    static long spin() {
        long n = 0;
        while (!end) {
            n++;
            if ((n & 0xfff) == 0) {
                progress++;
            }
        }
        return n;
    }

    static int fib(int n) {
        return n < 2 ? n : fib(n - 1) + fib(n - 2);
    }

    static void calls() {
        while (!end) {
            fib(15);
            progress++;
        }
    }

    static Object allocations() {
        Object[] ring = new Object[64];
        int i = 0;
        while (!end) {
            ring[i & 63] = new int[i & 127];
            ring[(i + 7) & 63] = "s" + i;
            i++;
            progress++;
        }
        return ring;
    }

    static synchronized void lockedSpin(AtomicBoolean started) {
        started.set(true);
        while (!end) {
            progress++;
        }
    }

    static void waitForProgress() throws InterruptedException {
        int p = progress;
        while (progress < p + 10) {
            Thread.sleep(1);
        }
    }

    static String stopped(String name, Runnable body) throws Exception {
        String[] result = {"ran to its end"};
        Thread t = new Thread(() -> {
            try {
                body.run();
            } catch (ThreadDeath e) {
                result[0] = "stopped, trace is empty: " + (e.getStackTrace().length == 0);
            }
        }, name);
        t.start();
        waitForProgress();
        t.suspend();
        int before = progress;
        StackTraceElement[] trace = t.getStackTrace();
        Thread.sleep(20);
        boolean still = progress - before == 0;
        t.resume();
        waitForProgress();
        System.gc();
        waitForProgress();
        t.stop();
        t.join();
        boolean inside = false;
        for (StackTraceElement e : trace) {
            inside |= e.getMethodName().equals(name);
        }
        return name + ": " + result[0] + ", suspended " + still + ", seen " + inside;
    }

    public static void main(String[] args) throws Exception {
        for (int round = 0; round < 3; round++) {
            System.out.println(stopped("spin", Asynchronous::spin));
            System.out.println(stopped("calls", Asynchronous::calls));
            System.out.println(stopped("allocations", Asynchronous::allocations));
            AtomicBoolean started = new AtomicBoolean();
            System.out.println(stopped("lockedSpin", () -> lockedSpin(started)));
            synchronized (Asynchronous.class) {
                System.out.println("lock is free");
            }
        }
        Thread[] all = new Thread[4];
        for (int i = 0; i < all.length; i++) {
            all[i] = new Thread(i % 2 == 0 ? Asynchronous::calls : Asynchronous::allocations);
            all[i].start();
        }
        for (int i = 0; i < 20; i++) {
            waitForProgress();
            System.gc();
            Thread.getAllStackTraces();
        }
        end = true;
        for (Thread t : all) {
            t.join();
        }
        System.out.println("done");
    }
}
