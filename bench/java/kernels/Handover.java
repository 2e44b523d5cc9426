import java.util.concurrent.*;

/** Two threads that hand things over: a bounded queue one way, an exchange in turn with wait and notify both ways. */
public class Handover {
    private static final int ITEMS = 20_000;
    private static final int TURNS = 1_000;
    private static final Integer END = -1;

    private int turn;
    private long sum;

    synchronized void play(int me) throws InterruptedException {
        for (int i = 0; i < TURNS; i++) {
            while ((turn & 1) != me) {
                wait();
            }
            sum = sum * 31 + turn++;
            notify();
        }
    }

    static long consume(BlockingQueue<Integer> queue) throws InterruptedException {
        long h = 0;
        for (Integer i; (i = queue.take()) != END;) {
            h = h * 31 + i;
        }
        return h;
    }

    public static Object run() throws Exception {
        BlockingQueue<Integer> queue = new ArrayBlockingQueue<>(256);
        Handover table = new Handover();
        FutureTask<Long> other = new FutureTask<>(() -> {
            long h = consume(queue);
            table.play(1);
            return h;
        });
        new Thread(other).start();
        for (int i = 0; i < ITEMS; i++) {
            queue.put(i * 7 & 0xffff);
        }
        queue.put(END);
        table.play(0);
        return other.get() + "/" + table.sum;
    }
}
