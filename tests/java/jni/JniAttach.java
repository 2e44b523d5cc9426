// vm: -Djava.library.path={jni}
public class JniAttach {
    static int counter;

    static native int loads();

    static native String versions();

    static native void threads();

    static native void failing();

    static native void together(int n);

    static native int detachJava();

    static void report(String what) {
        Thread t = Thread.currentThread();
        System.out.println(what + " | " + t.getName().replaceAll("\\d+", "N") + " daemon " + t.isDaemon() + " group " + t.getThreadGroup().getName() + " priority "
            + t.getPriority() + " frames " + t.getStackTrace().length + " loader " + (t.getContextClassLoader() == ClassLoader.getSystemClassLoader()));
    }

    static void fail() {
        throw new IllegalStateException("left pending");
    }

    static synchronized void count() {
        counter++;
    }

    public static void main(String[] args) {
        Thread.setDefaultUncaughtExceptionHandler((t, e) -> System.out.println("uncaught in " + t.getName() + ": " + e));
        System.loadLibrary("excelsa_jni_test");
        System.loadLibrary("excelsa_jni_test");
        System.out.println(loads());
        System.out.println(versions());
        threads();
        failing();
        together(6);
        System.out.println(counter);
        System.out.println(detachJava());
        report("main is still attached");
    }
}
