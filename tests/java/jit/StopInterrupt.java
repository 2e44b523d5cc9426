// Threads in hot loops that are interrupted, stopped, joined, inspected and asked for their traces.
// compare: stdout
import java.util.Arrays;

public class StopInterrupt {
    static volatile long progress;
    static long plain;

    static int spin() {
        int x = 0;
        while (!Thread.currentThread().isInterrupted()) {
            x = x * 31 + 1;
            progress++;
        }
        return x;
    }

    static void forever() {
        while (true) {
            plain++;
        }
    }

    static int work(int n) {
        int x = n;
        for (int i = 0; i < 1000; i++) {
            x = x * 7 + i;
        }
        return x;
    }

    static synchronized void lockedForever() {
        while (true) {
            plain += work((int) plain);
        }
    }

    static void await(long from) throws InterruptedException {
        while (progress == from) {
            Thread.sleep(1);
        }
    }

    /** Waits until a thread has been in its loop for a while. */
    static void awaitLoop(Thread t) throws InterruptedException {
        while (Arrays.stream(t.getStackTrace()).noneMatch(e -> e.getMethodName().endsWith("orever"))) {
            Thread.sleep(1);
        }
        Thread.sleep(50);
    }

    @SuppressWarnings("deprecation")
    static void stop(String name, Runnable r) throws Exception {
        Throwable[] end = new Throwable[1];
        Thread t = new Thread(r, name);
        t.setUncaughtExceptionHandler((x, e) -> end[0] = e);
        t.start();
        awaitLoop(t);
        t.stop();
        t.join(20_000);
        System.out.println(name + " " + t.isAlive() + " " + end[0]);
    }

    public static void main(String[] args) throws Exception {
        for (int round = 0; round < 3; round++) {
            Thread t = new Thread(StopInterrupt::spin);
            long from = progress;
            t.start();
            await(from);
            Thread.sleep(20);
            t.interrupt();
            t.join();
            System.out.println("interrupted " + t.isInterrupted());
        }
        stop("plain", StopInterrupt::forever);
        stop("locked", StopInterrupt::lockedForever);
        System.out.println(Thread.holdsLock(StopInterrupt.class));
        synchronized (StopInterrupt.class) {
            System.out.println("lock is free");
        }
        stop("finally", () -> {
            try {
                forever();
            } finally {
                System.out.println("finally");
            }
        });
        Thread t = new Thread(StopInterrupt::forever, "seen");
        t.setDaemon(true);
        t.start();
        awaitLoop(t);
        int seen = 0;
        for (int i = 0; i < 200; i++) {
            StackTraceElement[] trace = t.getStackTrace();
            if (trace.length > 0 && trace[trace.length > 1 ? 0 : 0].getMethodName().equals("forever")) {
                seen++;
            }
            System.gc();
            if (i == 20) {
                break;
            }
        }
        System.out.println(seen > 15);
        System.out.println(Thread.getAllStackTraces().get(t)[0].getMethodName());
        Thread sleeper = new Thread(() -> {
            int n = 0;
            while (n < 5) {
                try {
                    Thread.sleep(10_000);
                } catch (InterruptedException e) {
                    n++;
                    progress++;
                }
            }
        });
        sleeper.start();
        for (int i = 0; i < 5; i++) {
            long from = progress;
            while (progress == from && sleeper.isAlive()) {
                sleeper.interrupt();
                Thread.sleep(2);
            }
        }
        sleeper.interrupt();
        sleeper.join(60_000);
        System.out.println("slept " + sleeper.isAlive());
    }
}
