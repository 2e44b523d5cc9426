// All thread states, seen from another thread.
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

public class States {
    static volatile boolean stop;

    static void expect(Thread t, Thread.State s) throws InterruptedException {
        for (int i = 0; i < 10_000 && t.getState() != s; i++) {
            Thread.sleep(1);
        }
        System.out.println(t.getName() + " " + t.getState());
    }

    public static void main(String[] args) throws Exception {
        Object lock = new Object();
        ReentrantLock rl = new ReentrantLock();
        Thread runner = new Thread(() -> {
            while (!stop) {
                Thread.onSpinWait();
            }
        }, "runner");
        System.out.println(runner.getState());
        runner.start();
        expect(runner, Thread.State.RUNNABLE);
        Thread sleeper = new Thread(() -> {
            try {
                Thread.sleep(1_000_000);
            } catch (InterruptedException e) {
                System.out.println("woken");
            }
        }, "sleeper");
        sleeper.start();
        expect(sleeper, Thread.State.TIMED_WAITING);
        Thread parker = new Thread(LockSupport::park, "parker");
        parker.start();
        expect(parker, Thread.State.WAITING);
        Thread joiner = new Thread(() -> {
            try {
                parker.join();
            } catch (InterruptedException e) {
                System.out.println("join interrupted");
            }
        }, "joiner");
        joiner.start();
        expect(joiner, Thread.State.WAITING);
        Thread blocked = new Thread(() -> {
            synchronized (lock) {
                System.out.println("blocked got in");
            }
        }, "blocked");
        synchronized (lock) {
            blocked.start();
            expect(blocked, Thread.State.BLOCKED);
        }
        blocked.join();
        expect(blocked, Thread.State.TERMINATED);
        rl.lock();
        Thread owned = new Thread(() -> {
            rl.lock();
            rl.unlock();
        }, "owned");
        owned.start();
        expect(owned, Thread.State.WAITING);
        System.out.println(LockSupport.getBlocker(owned) != null);
        rl.unlock();
        owned.join();
        LockSupport.unpark(parker);
        parker.join();
        joiner.join();
        sleeper.interrupt();
        sleeper.join();
        stop = true;
        runner.join();
        System.out.println(runner.getState());
    }
}
