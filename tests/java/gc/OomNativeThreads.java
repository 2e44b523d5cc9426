// vm: -Xlog:os+thread=off
// More and larger threads than the system has room for; those that run go on.
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

public class OomNativeThreads {
    public static void main(String[] args) throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        List<Thread> running = new ArrayList<>();
        OutOfMemoryError error = null;
        try {
            for (int i = 0; i < 1000; i++) {
                Thread t = new Thread(null, () -> {
                    try {
                        end.await();
                    } catch (InterruptedException e) {
                        // ends
                    }
                }, "t" + i, 1L << 40);
                t.start();
                running.add(t);
            }
        } catch (OutOfMemoryError e) {
            error = e;
        }
        System.out.println(error + " " + error.getStackTrace().length + " " + error.getStackTrace()[0]);
        end.countDown();
        for (Thread t : running) {
            t.join();
        }
        System.out.println(Thread.activeCount());
        Thread again = new Thread(() -> System.out.println("again"));
        again.start();
        again.join();
        Thread never = new Thread(null, () -> System.out.println("never"), "never", 1L << 46);
        for (int i = 0; i < 2; i++) {
            try {
                never.start();
            } catch (OutOfMemoryError e) {
                System.out.println(never.getState() + " " + never.isAlive() + " " + Thread.activeCount());
            }
        }
        never.join();
        System.out.println(never.getThreadGroup().getName());
    }
}
