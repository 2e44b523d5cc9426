// vm: -Xmx64m -Xmn8m
// ThreadLocals: values live as long as their thread and key; stale entries go; inheritable ones are passed on.
import java.lang.ref.WeakReference;
import java.util.*;

public class ThreadLocalsGc {
    static final ThreadLocal<Object[]> kept = new ThreadLocal<>();
    static final InheritableThreadLocal<String> inherited = new InheritableThreadLocal<>();
    static final List<WeakReference<Object>> values = new ArrayList<>();

    static void churn() {
        for (int i = 0; i < 2000; i++) {
            byte[] b = new byte[10_000];
            b[1] = 1;
        }
        System.gc();
    }

    static void dropped(int n) {
        for (int i = 0; i < n; i++) {
            ThreadLocal<Object> t = new ThreadLocal<>();
            t.set(new byte[1000]);
        }
    }

    static WeakReference<Thread> thread() throws Exception {
        Thread t = new Thread(() -> {
            Object[] v = {new byte[10]};
            kept.set(v);
            synchronized (values) {
                values.add(new WeakReference<>(v));
            }
            churn();
            System.out.println(kept.get() == v ? "own value, " + inherited.get() : "WRONG");
        });
        t.start();
        t.join();
        return new WeakReference<>(t);
    }

    static boolean gone(List<? extends WeakReference<?>> list) throws Exception {
        for (int i = 0; i < 200; i++) {
            if (list.stream().allMatch(w -> w.get() == null)) {
                return true;
            }
            System.gc();
            Thread.sleep(10);
        }
        return false;
    }

    public static void main(String[] args) throws Exception {
        kept.set(new Object[] {"main"});
        inherited.set("passed on");
        List<WeakReference<Thread>> threads = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            threads.add(thread());
        }
        churn();
        System.out.println(kept.get()[0]);
        System.out.println("values gone " + gone(values) + " threads gone " + gone(threads));
        // 200 MB of values, if stale entries stayed for ever.
        for (int i = 0; i < 100; i++) {
            dropped(2000);
            if (i % 25 == 0) {
                System.gc();
            }
        }
        kept.remove();
        System.out.println(kept.get());
    }
}
