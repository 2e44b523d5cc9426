// compare: stdout
// Thread.stop, suspend and resume, as far as Java 17 still has them.
@SuppressWarnings("removal")
public class Stops {
    static volatile long progress;
    static volatile boolean inFinally;

    public static void main(String[] args) throws Exception {
        Thread t = new Thread(() -> {
            try {
                while (true) {
                    progress++;
                }
            } finally {
                inFinally = true;
            }
        });
        t.start();
        while (progress < 1000) {
            Thread.sleep(1);
        }
        t.suspend();
        Thread.sleep(20);
        long at = progress;
        Thread.sleep(50);
        System.out.println(progress == at);
        t.resume();
        while (progress == at) {
            Thread.sleep(1);
        }
        t.stop();
        t.join();
        System.out.println(inFinally + " " + t.isAlive());
        Thread sleeper = new Thread(() -> {
            try {
                Thread.sleep(100_000);
            } catch (InterruptedException e) {
                System.out.println("never");
            } catch (ThreadDeath e) {
                System.out.println("death in sleep " + e.getMessage());
                throw e;
            }
        });
        sleeper.start();
        while (sleeper.getState() != Thread.State.TIMED_WAITING) {
            Thread.sleep(1);
        }
        sleeper.stop();
        sleeper.join();
        Thread self = new Thread(() -> {
            try {
                Thread.currentThread().stop();
            } finally {
                System.out.println("stopping itself");
            }
        });
        self.start();
        self.join();
        Thread unstarted = new Thread(() -> System.out.println("never"));
        unstarted.stop();
        unstarted.start();
        unstarted.join();
        System.out.println("end");
    }
}
