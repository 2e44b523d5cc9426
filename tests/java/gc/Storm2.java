// vm: -Xmx64m
// stress: 5000
// 2 threads allocate objects of all sizes, keep some, exchange some, and check what they kept.
import java.util.*;
import java.util.concurrent.*;

public class Storm2 {
    static final int THREADS = 2;
    static final int ROUNDS = 120_000;
    static final Object[] shared = new Object[256];

    static final class Box {
        final int owner, n;
        final Box next;
        final byte[] filler;

        Box(int owner, int n, Box next, int size) {
            this.owner = owner;
            this.n = n;
            this.next = next;
            filler = new byte[size];
            if (size > 0) {
                filler[size - 1] = (byte) n;
            }
        }

        void check() {
            if (filler.length > 0 && filler[filler.length - 1] != (byte) n) {
                throw new IllegalStateException("filler of " + owner + " " + n);
            }
            if (next != null && (next.owner != owner || next.n > n)) {
                throw new IllegalStateException("next of " + owner + " " + n);
            }
        }
    }

    static long work(int id) {
        Random random = new Random(id);
        Box[] mine = new Box[400];
        long sum = 0;
        for (int i = 0; i < ROUNDS; i++) {
            int at = random.nextInt(mine.length);
            Box next = mine[random.nextInt(mine.length)];
            // Chains stay short.
            if (next != null && next.next != null && next.next.next != null) {
                next = null;
            }
            int size = switch (random.nextInt(200)) {
                case 0 -> 20_000;
                case 1, 2, 3 -> 2_000;
                default -> random.nextInt(60);
            };
            Box box = new Box(id, i, next, size);
            mine[at] = box;
            if (i % 16 == 0) {
                synchronized (shared) {
                    Object other = shared[i / 16 % 256];
                    if (other instanceof Box b) {
                        b.check();
                    }
                    shared[i / 16 % 256] = box;
                }
            }
            if (i % 5000 == 0) {
                for (Box b : mine) {
                    if (b != null) {
                        b.check();
                    }
                }
            }
            sum += size;
        }
        for (Box b : mine) {
            for (; b != null; b = b.next) {
                b.check();
                sum = sum * 31 + b.n;
            }
        }
        return sum;
    }

    public static void main(String[] args) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        List<Future<Long>> results = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            int id = t;
            results.add(pool.submit(() -> work(id)));
        }
        for (Future<Long> f : results) {
            System.out.println(f.get());
        }
        pool.shutdown();
        for (Object o : shared) {
            if (o != null) {
                ((Box) o).check();
            }
        }
        System.out.println("done");
    }
}
