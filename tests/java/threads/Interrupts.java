// Interrupts in sleep, wait, join, park, before blocking, and the flag's life.
import java.util.concurrent.locks.LockSupport;

public class Interrupts {
    static void run(String what, boolean before, Body body) throws InterruptedException {
        Thread t = new Thread(() -> {
            if (before) {
                Thread.currentThread().interrupt();
            }
            try {
                body.run();
                System.out.println(what + " returned, flag " + Thread.currentThread().isInterrupted());
            } catch (InterruptedException e) {
                System.out.println(what + " " + e.getMessage() + ", flag " + Thread.currentThread().isInterrupted());
            }
        });
        t.start();
        if (!before) {
            while (t.getState() != Thread.State.WAITING && t.getState() != Thread.State.TIMED_WAITING) {
                Thread.sleep(1);
            }
            t.interrupt();
        }
        t.join();
        System.out.println(t.isInterrupted());
    }

    interface Body {
        void run() throws InterruptedException;
    }

    public static void main(String[] args) throws Exception {
        Object lock = new Object();
        Thread main = Thread.currentThread();
        for (boolean before : new boolean[] {true, false}) {
            run("sleep", before, () -> Thread.sleep(100_000));
            run("wait", before, () -> {
                synchronized (lock) {
                    lock.wait();
                }
            });
            run("timed wait", before, () -> {
                synchronized (lock) {
                    lock.wait(100_000);
                }
            });
            run("join", before, main::join);
            run("park", before, LockSupport::park);
            run("parkNanos", before, () -> LockSupport.parkNanos(100_000_000_000L));
            run("parkUntil", before, () -> LockSupport.parkUntil(System.currentTimeMillis() + 100_000));
        }
        run("sleep 0", true, () -> Thread.sleep(0));
        System.out.println(Thread.interrupted() + " " + Thread.interrupted());
        main.interrupt();
        System.out.println(main.isInterrupted() + " " + Thread.interrupted() + " " + main.isInterrupted());
        main.interrupt();
        synchronized (lock) {
            System.out.println("synchronized ignores it " + main.isInterrupted());
        }
        try {
            lock.wait();
        } catch (IllegalMonitorStateException e) {
            System.out.println(e.getMessage());
        }
        Thread.interrupted();
        Thread never = new Thread();
        never.interrupt();
        System.out.println(never.isInterrupted());
    }
}
