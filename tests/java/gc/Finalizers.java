// vm: -Xmx64m
// finalize(): called once, also for subclasses and after resurrection; exceptions are ignored; reachable objects wait.
import java.lang.ref.WeakReference;
import java.util.*;
import java.util.concurrent.atomic.*;

public class Finalizers {
    static final AtomicInteger count = new AtomicInteger();
    static final AtomicLong sum = new AtomicLong();
    static final List<Object> saved = Collections.synchronizedList(new ArrayList<>());

    static class Counted {
        final long id;
        final int[] data;

        Counted(long id) {
            this.id = id;
            data = new int[] {(int) id, 7};
        }

        @Override
        protected void finalize() throws Throwable {
            // What a finalizer reaches must be whole.
            sum.addAndGet(data[0] + data[1] - 7);
            count.incrementAndGet();
        }
    }

    static class Sub extends Counted {
        final Counted other;

        Sub(long id, Counted other) {
            super(id);
            this.other = other;
        }

        @Override
        protected void finalize() throws Throwable {
            super.finalize();
            sum.addAndGet(other.data[0] * 1000L);
            throw new IllegalStateException("ignored");
        }
    }

    static class Phoenix extends Counted {
        Phoenix(long id) {
            super(id);
        }

        @Override
        protected void finalize() throws Throwable {
            super.finalize();
            saved.add(this);
        }
    }

    /** Empty finalizers make no object special, and a constructor that throws still leaves one to finalize. */
    static class Broken extends Counted {
        Broken() {
            super(5);
            throw new UnsupportedOperationException();
        }
    }

    static class Empty {
        @Override
        protected void finalize() {
        }
    }

    static void await(int n) throws Exception {
        for (int i = 0; i < 500 && count.get() < n; i++) {
            System.gc();
            System.runFinalization();
            Thread.sleep(5);
        }
        System.out.println(count.get() + " " + sum.get());
    }

    static void plain() {
        for (int i = 0; i < 2000; i++) {
            new Counted(i);
        }
    }

    static void pairs() {
        for (int i = 0; i < 100; i++) {
            new Sub(i, new Counted(i));
        }
    }

    static void phoenixes() {
        for (int i = 0; i < 50; i++) {
            new Phoenix(i);
        }
    }

    static void broken() {
        try {
            new Broken();
        } catch (UnsupportedOperationException e) {
            System.out.println("not made");
        }
    }

    static WeakReference<Object> empty() {
        return new WeakReference<>(new Empty());
    }

    public static void main(String[] args) throws Exception {
        plain();
        await(2000);
        pairs();
        await(2200);
        phoenixes();
        await(2250);
        System.out.println("saved " + saved.size());
        long ids = 0;
        for (Object o : saved) {
            ids += ((Phoenix) o).data[0];
        }
        System.out.println("ids " + ids);
        saved.clear();
        System.gc();
        System.runFinalization();
        Thread.sleep(50);
        System.out.println("not again " + count.get() + " " + saved.size());
        broken();
        await(2251);
        WeakReference<Object> w = empty();
        System.gc();
        System.out.println("empty " + w.get());
        Object kept = new Counted(3);
        System.gc();
        System.runFinalization();
        System.out.println("kept " + count.get() + " " + ((Counted) kept).id);
    }
}
