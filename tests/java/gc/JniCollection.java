// vm: -Xmx64m -Xmn8m -Djava.library.path={jni}
// Native code holds global, weak and local references and array memory while collections run.
import java.util.*;
import java.util.concurrent.atomic.*;

public class JniCollection {
    static native int critical(int[] array, int millis, int seed);

    static native long criticalString(String s, int millis);

    static native void keepGlobal(Object o);

    static native void keepWeak(Object o);

    static native Object global(int i);

    static native Object weak(int i);

    static native int weaksAlive();

    static native void drop();

    static native int locals(int n);

    static native int elements(int[] array, Runnable run);

    static volatile boolean stop;
    static final List<Object> keep = new ArrayList<>();

    static void churn() {
        for (int i = 0; i < 2000; i++) {
            byte[] b = new byte[10_000];
            b[1] = 1;
        }
    }

    static void references() {
        for (int i = 0; i < 1000; i++) {
            keepGlobal(new int[] {i});
            Object o = "weak " + i;
            keepWeak(o);
            if (i % 4 == 0) {
                keep.add(o);
            }
        }
    }

    static boolean right() {
        boolean right = true;
        for (int i = 0; i < 1000; i++) {
            right &= ((int[]) global(i))[0] == i;
            right &= i % 4 == 0 ? weak(i) == keep.get(i / 4) : weak(i) == null;
        }
        return right;
    }

    public static void main(String[] args) throws Exception {
        System.loadLibrary("excelsa_jni_test");
        references();
        churn();
        System.gc();
        System.out.println(weaksAlive() + " " + right());
        churn();
        System.gc();
        System.out.println(weaksAlive() + " " + right());
        keep.clear();
        System.gc();
        System.out.println(weaksAlive());
        drop();
        System.out.println(locals(1000));
        int[] a = new int[1000];
        System.out.println(elements(a, () -> {
            churn();
            System.gc();
            churn();
        }) + " " + a[999]);
        AtomicInteger wrong = new AtomicInteger();
        Thread[] natives = new Thread[3];
        for (int t = 0; t < natives.length; t++) {
            int id = t;
            natives[t] = new Thread(() -> {
                String s = "a string read in place, of thread " + id;
                long sum = s.chars().sum();
                for (int i = 0; i < 60; i++) {
                    int[] array = new int[100 * id + i + 1];
                    wrong.addAndGet(critical(array, i % 3, id * 1000 + i));
                    for (int e : array) {
                        wrong.addAndGet(e == id * 1000 + i ? 0 : 1);
                    }
                    if (i % 10 == 0 && criticalString(s, 2) != sum) {
                        wrong.incrementAndGet();
                    }
                }
            });
            natives[t].start();
        }
        Thread churner = new Thread(() -> {
            while (!stop) {
                churn();
            }
        });
        churner.start();
        for (int i = 0; i < 10; i++) {
            System.gc();
        }
        for (Thread t : natives) {
            t.join();
        }
        stop = true;
        churner.join();
        System.out.println("wrong " + wrong);
    }
}
