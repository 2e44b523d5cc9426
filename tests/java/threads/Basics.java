// Threads: start, join, daemon, names, priorities, groups, states, equality of the current thread.
import java.util.concurrent.CountDownLatch;

public class Basics {
    static void t(String what, Runnable r) {
        try {
            r.run();
            System.out.println(what + " fine");
        } catch (RuntimeException | Error e) {
            System.out.println(what + " " + e);
        }
    }

    public static void main(String[] args) throws Exception {
        Thread main = Thread.currentThread();
        System.out.println(main.getName() + " " + main.getPriority() + " " + main.isDaemon() + " " + main.getThreadGroup().getName() + " "
            + main.getThreadGroup().getParent().getName() + " " + main.isAlive() + " " + main.getState() + " " + main.getId() + " " + main);
        int[] data = new int[1];
        Thread a = new Thread(() -> {
            data[0] = 42;
            System.out.println("in " + Thread.currentThread().getName());
        }, "a");
        System.out.println(a.getState() + " " + a.isAlive());
        a.start();
        a.join();
        System.out.println(a.getState() + " " + a.isAlive() + " " + data[0] + " " + a.getThreadGroup());
        t("start twice", a::start);
        Thread d = new Thread(() -> { });
        d.setDaemon(true);
        d.setPriority(Thread.MAX_PRIORITY);
        System.out.println(d.isDaemon() + " " + d.getPriority());
        d.start();
        t("setDaemon after start", () -> main.setDaemon(true));
        d.join();
        t("priority", () -> d.setPriority(11));
        t("name", () -> d.setName(null));
        ThreadGroup g = new ThreadGroup("group");
        g.setMaxPriority(3);
        CountDownLatch go = new CountDownLatch(1);
        Thread[] ts = new Thread[3];
        for (int i = 0; i < 3; i++) {
            ts[i] = new Thread(g, () -> {
                try {
                    go.await();
                } catch (InterruptedException e) {
                    System.out.println("interrupted");
                }
            }, "g" + i);
            ts[i].setPriority(7);
            ts[i].start();
        }
        System.out.println(g.activeCount() + " " + ts[0].getPriority() + " " + g.parentOf(g) + " " + main.getThreadGroup().parentOf(g) + " " + g);
        Thread[] listed = new Thread[10];
        System.out.println(g.enumerate(listed) + " " + listed[0].getName());
        go.countDown();
        for (Thread t : ts) {
            t.join();
        }
        System.out.println(g.activeCount() + " " + g.isDestroyed());
        Thread sub = new Thread() {
            @Override
            public void run() {
                System.out.println("run of a subclass " + isInterrupted() + " " + (currentThread() == this));
            }
        };
        sub.start();
        sub.join();
        sub.run();
        Thread slow = new Thread(() -> {
            try {
                Thread.sleep(10_000);
            } catch (InterruptedException e) {
                System.out.println("sleep interrupted: " + e.getMessage() + " " + Thread.currentThread().isInterrupted());
            }
        });
        slow.start();
        slow.join(30);
        System.out.println(slow.isAlive());
        slow.interrupt();
        slow.join();
        t("negative join", () -> {
            try {
                slow.join(-1);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        t("negative sleep", () -> {
            try {
                Thread.sleep(-1);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        long begin = System.nanoTime();
        Thread.sleep(50);
        Thread.sleep(1, 500000);
        long took = (System.nanoTime() - begin) / 1_000_000;
        System.out.println(took >= 51 && took < 5000);
        Thread.yield();
        Thread.onSpinWait();
        System.out.println(Thread.holdsLock(main) + " " + new Thread("x").getContextClassLoader().equals(main.getContextClassLoader()));
    }
}
