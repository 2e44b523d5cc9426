// getStackTrace of threads, StackTraceElement data, line numbers of multi-line expressions.
public class StackTraces {
    static StackTraceElement here() {
        return Thread.currentThread().getStackTrace()[2];
    }

    static int fail(int x) {
        return 10 / x;
    }

    int f;

    static String line(Runnable r) {
        try {
            r.run();
            return "none";
        } catch (RuntimeException e) {
            for (StackTraceElement s : e.getStackTrace()) {
                if (s.getMethodName().startsWith("lambda")) {
                    return s.getMethodName() + ":" + s.getLineNumber();
                }
            }
            return "?";
        }
    }

    static void wide(
        int a,
        int b) {
        int c = a
            + b
            + fail(
                b);
    }

    public static void main(String[] args) throws Exception {
        StackTraceElement e = here();
        System.out.println(e.getClassName() + " " + e.getMethodName() + " " + e.getFileName() + " " + e.getLineNumber() + " " + e.getModuleName() + " "
            + e.getClassLoaderName() + " " + e.isNativeMethod() + " " + e);
        System.out.println(line(() -> fail(0)));
        System.out.println(line(() -> wide(
            1,
            0)));
        System.out.println(line(() -> {
            int x = 1;
            for (int i = 3;
                i >= 0;
                i--) {
                x += fail(i);
            }
        }));
        try {
            wide(1, 0);
        } catch (ArithmeticException x) {
            for (StackTraceElement s : x.getStackTrace()) {
                System.out.println(s);
            }
        }
        StackTraces st = null;
        try {
            System.out.println("a"
                + "b"
                + st
                .f);
        } catch (NullPointerException x) {
            System.out.println(x.getStackTrace()[0]);
        }
        Object lock = new Object();
        Thread t = new Thread("waiter") {
            @Override
            public void run() {
                synchronized (lock) {
                    try {
                        lock.wait();
                    } catch (InterruptedException x) {
                        System.out.println("interrupted");
                    }
                }
            }
        };
        t.start();
        while (t.getState() != Thread.State.WAITING) {
            Thread.sleep(1);
        }
        for (StackTraceElement s : t.getStackTrace()) {
            System.out.println(s);
        }
        System.out.println(Thread.getAllStackTraces().containsKey(t) + " " + Thread.getAllStackTraces().get(Thread.currentThread())[0].getMethodName());
        t.interrupt();
        t.join();
        System.out.println(t.getStackTrace().length);
        StackTraceElement lib = new Throwable() {
            StackTraceElement in() {
                try {
                    Integer.parseInt("");
                } catch (NumberFormatException n) {
                    return n.getStackTrace()[1];
                }
                return null;
            }
        }.in();
        System.out.println(lib.getModuleName() + " " + lib.getModuleVersion().startsWith("17") + " " + lib.getClassLoaderName() + " " + lib);
        Thread.dumpStack();
    }
}
