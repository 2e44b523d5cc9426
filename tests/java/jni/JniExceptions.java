// vm: -Djava.library.path={jni}
public class JniExceptions {
    static class Custom extends Exception {
        Custom(String s) {
            super(s);
        }
    }

    static class NoString extends RuntimeException {
    }

    static native void throwNew(String name, int message);

    static native int rethrow(Throwable t);

    static native String scenario();

    static native int allowed();

    static int thrower(int x) {
        if (x == 1) {
            throw new IllegalStateException("thrown by Java");
        }
        return 42;
    }

    static void t(String what, Runnable r) {
        try {
            r.run();
            System.out.println(what + " no exception");
        } catch (Throwable e) {
            StackTraceElement[] s = e.getStackTrace();
            System.out.println(what + " " + e + " at " + (s.length > 0 ? s[0] : "none") + " cause " + e.getCause());
        }
    }

    static native void missing();

    public static void main(String[] args) {
        t("no library", JniExceptions::missing);
        System.loadLibrary("excelsa_jni_test");
        t("missing", JniExceptions::missing);
        t("ThrowNew", () -> throwNew("java/lang/IllegalArgumentException", 1));
        t("ThrowNew null", () -> throwNew("java/lang/IllegalArgumentException", 0));
        t("ThrowNew error", () -> throwNew("java/lang/OutOfMemoryError", 1));
        t("ThrowNew checked", () -> throwNew("java/io/IOException", 1));
        t("ThrowNew missing", () -> throwNew("no/Such", 1));
        Exception same = new Exception("same");
        t("rethrow", () -> rethrow(same));
        System.out.println(scenario());
        t("allowed", JniExceptions::allowed);
        try {
            System.loadLibrary("no_such_library");
        } catch (UnsatisfiedLinkError e) {
            System.out.println(e.getMessage().startsWith("no no_such_library in java.library.path"));
        }
        try {
            System.load("relative");
        } catch (UnsatisfiedLinkError e) {
            System.out.println(e.getMessage());
        }
        try {
            System.load("/no/such/file.so");
        } catch (UnsatisfiedLinkError e) {
            System.out.println(e.getMessage());
        }
    }
}
