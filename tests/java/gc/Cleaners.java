// vm: -Xmx64m
// java.lang.ref.Cleaner: actions run once, in the cleaner's thread or by clean(); one that throws does not stop the rest.
import java.lang.ref.Cleaner;
import java.util.*;
import java.util.concurrent.atomic.*;

public class Cleaners {
    static final AtomicIntegerArray runs = new AtomicIntegerArray(1000);
    static final AtomicInteger total = new AtomicInteger();
    static final List<Object> keep = new ArrayList<>();
    static final List<Cleaner.Cleanable> cleanables = new ArrayList<>();

    static void register(Cleaner cleaner, int n) {
        for (int i = 0; i < n; i++) {
            Object o = new byte[100];
            int id = i;
            Cleaner.Cleanable c = cleaner.register(o, () -> {
                runs.incrementAndGet(id);
                total.incrementAndGet();
                if (id % 7 == 0) {
                    throw new IllegalStateException("ignored");
                }
            });
            if (i % 4 == 0) {
                keep.add(o);
            }
            if (i % 4 == 1) {
                cleanables.add(c);
            }
        }
    }

    static void await(int n) throws Exception {
        for (int i = 0; i < 500 && total.get() < n; i++) {
            System.gc();
            Thread.sleep(10);
        }
        System.out.println(total.get());
    }

    static int once(int from) {
        return once(from, 1000);
    }

    static int once(int from, int to) {
        int n = 0;
        for (int i = from; i < to; i += 4) {
            n += runs.get(i) == 1 ? 1 : 0;
        }
        return n;
    }

    public static void main(String[] args) throws Exception {
        Cleaner cleaner = Cleaner.create(r -> {
            Thread t = new Thread(r, "my cleaner");
            t.setDaemon(true);
            return t;
        });
        register(cleaner, 1000);
        // Those that are held may not have run, whatever the collector did.
        int thrown = 0, held = 0;
        for (int i = 0; i < 100; i++) {
            try {
                cleanables.get(i).clean();
                cleanables.get(i).clean();
            } catch (IllegalStateException e) {
                thrown++;
            }
        }
        for (int i = 0; i < 1000; i += 4) {
            held += runs.get(i);
        }
        // The cleaner's thread may have taken one of them just before, and still be in the middle of its action.
        for (int i = 0; i < 1000 && once(1, 400) < 100; i++) {
            Thread.sleep(10);
        }
        System.out.println(held + " " + once(1, 400) + " thrown " + (thrown <= 15));
        await(750);
        System.out.println(once(0) + " " + once(1) + " " + once(2) + " " + once(3));
        keep.clear();
        await(1000);
        System.out.println(once(0) + " " + once(1) + " " + once(2) + " " + once(3));
        for (Cleaner.Cleanable c : cleanables) {
            c.clean();
        }
        System.out.println(total.get());
    }
}
