// LockSupport: permits, unpark before park, timeouts, blockers, spurious permits do not add up.
import java.util.concurrent.locks.LockSupport;

public class Parking {
    public static void main(String[] args) throws Exception {
        Thread main = Thread.currentThread();
        LockSupport.unpark(main);
        LockSupport.unpark(main);
        LockSupport.park();
        System.out.println("first park returned");
        long t = System.nanoTime();
        LockSupport.parkNanos(20_000_000);
        System.out.println(System.nanoTime() - t >= 19_000_000);
        LockSupport.parkNanos(0);
        LockSupport.parkNanos(-5);
        LockSupport.parkUntil(0);
        LockSupport.parkUntil(System.currentTimeMillis() + 20);
        LockSupport.unpark(null);
        Object blocker = new Object();
        Thread p = new Thread(() -> LockSupport.park(blocker));
        p.start();
        while (LockSupport.getBlocker(p) == null) {
            Thread.sleep(1);
        }
        System.out.println(LockSupport.getBlocker(p) == blocker);
        LockSupport.unpark(p);
        p.join();
        System.out.println(LockSupport.getBlocker(p));
        int[] turns = new int[2];
        Thread[] pair = new Thread[2];
        for (int i = 0; i < 2; i++) {
            int me = i;
            pair[i] = new Thread(() -> {
                for (int k = 0; k < 1000; k++) {
                    LockSupport.park();
                    turns[me]++;
                    LockSupport.unpark(pair[1 - me]);
                }
            });
        }
        pair[0].start();
        pair[1].start();
        LockSupport.unpark(pair[0]);
        pair[0].join();
        for (int i = 0; i < 3000 && pair[1].isAlive(); i++) {
            LockSupport.unpark(pair[1]);
            Thread.sleep(1);
        }
        pair[1].join();
        System.out.println(turns[0] + " " + turns[1]);
    }
}
