import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/** Two threads that want the same things: a monitor, a ReentrantLock, an atomic counter. */
public class Contended {
    private static final int ROUNDS = 60_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicLong atomic = new AtomicLong();
    private long byMonitor, byLock;

    void work() {
        for (int i = 0; i < ROUNDS; i++) {
            synchronized (this) {
                byMonitor += i & 7;
            }
            lock.lock();
            try {
                byLock += i & 3;
            } finally {
                lock.unlock();
            }
            atomic.addAndGet(i & 1);
        }
    }

    public static Object run() throws InterruptedException {
        Contended c = new Contended();
        Thread other = new Thread(c::work);
        other.start();
        c.work();
        other.join();
        return c.byMonitor + "/" + c.byLock + "/" + c.atomic;
    }
}
