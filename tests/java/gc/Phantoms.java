// vm: -Xmx64m
// Phantom references: get() is null, enqueued after the referent is gone for good, which finalization delays.
import java.lang.ref.*;
import java.util.*;

public class Phantoms {
    static ReferenceQueue<Object> queue = new ReferenceQueue<>();
    static List<Reference<Object>> refs = new ArrayList<>();
    static volatile Object saved;
    static volatile int finalized;

    static class Fin {
        @Override
        protected void finalize() {
            finalized++;
            saved = this;
        }
    }

    static void make() {
        for (int i = 0; i < 500; i++) {
            refs.add(new PhantomReference<>(new byte[1000], queue));
        }
    }

    static WeakReference<Object> makeFin() {
        Fin f = new Fin();
        refs.add(new PhantomReference<>(f, queue));
        return new WeakReference<>(f);
    }

    public static void main(String[] args) throws Exception {
        make();
        System.out.println(refs.get(0).get());
        System.gc();
        Set<Object> got = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int i = 0; i < 500; i++) {
            got.add(queue.remove(10_000));
        }
        System.out.println(got.size() + " " + got.containsAll(refs) + " " + queue.poll());
        refs.clear();
        WeakReference<Object> weak = makeFin();
        System.gc();
        while (finalized == 0) {
            Thread.sleep(1);
        }
        // Resurrected: the weak reference was cleared before, the phantom reference not.
        System.out.println("weak " + weak.get() + " phantom " + queue.remove(50) + " " + refs.get(0).refersTo(saved));
        System.gc();
        System.out.println("held " + queue.remove(50) + " " + finalized);
        saved = null;
        System.gc();
        System.out.println("gone " + (queue.remove(10_000) == refs.get(0)) + " " + finalized);
        System.out.println(refs.get(0).refersTo(null) + " " + refs.get(0).isEnqueued());
        // Without a queue nothing can happen, but nothing may break.
        refs.add(new PhantomReference<>(new Object(), null));
        System.gc();
        System.out.println(refs.get(1).refersTo(null));
    }
}
