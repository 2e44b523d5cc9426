// vm: -Djava.library.path={jni}
public class JniReferences {
    static native String scenario(Object o);

    static native void keep(Object o);

    static native Object kept();

    static native String monitors(Object lock);

    static native void count(Object lock, int[] counter);

    public static void main(String[] args) throws Exception {
        System.loadLibrary("excelsa_jni_test");
        System.out.println(scenario("the object"));
        System.out.println(kept());
        Object o = new Object();
        keep(o);
        System.out.println(kept() == o);
        keep("other");
        System.out.println(kept());
        keep(null);
        System.out.println(kept());
        System.out.println(monitors(new Object()));
        Object lock = new Object();
        int[] counter = new int[1];
        Thread[] ts = new Thread[4];
        for (int i = 0; i < ts.length; i++) {
            ts[i] = new Thread(() -> {
                for (int k = 0; k < 2000; k++) {
                    if (k % 2 == 0) {
                        count(lock, counter);
                    } else {
                        synchronized (lock) {
                            counter[0]++;
                        }
                    }
                }
            });
            ts[i].start();
        }
        for (Thread t : ts) {
            t.join();
        }
        System.out.println(counter[0]);
    }
}
