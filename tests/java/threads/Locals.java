// ThreadLocal, InheritableThreadLocal, uncaught handlers, daemon exit, volatile publication.
public class Locals {
    static final ThreadLocal<Integer> TL = ThreadLocal.withInitial(() -> 5);
    static final InheritableThreadLocal<String> ITL = new InheritableThreadLocal<>() {
        @Override
        protected String childValue(String parent) {
            return "child of " + parent;
        }
    };
    static volatile int ready;
    static int payload;

    public static void main(String[] args) throws Exception {
        TL.set(6);
        ITL.set("main");
        Thread t = new Thread(() -> {
            System.out.println(TL.get() + " " + ITL.get());
            TL.set(100);
        });
        t.start();
        t.join();
        System.out.println(TL.get());
        TL.remove();
        System.out.println(TL.get());
        Thread reader = new Thread(() -> {
            while (ready == 0) {
                Thread.onSpinWait();
            }
            System.out.println(payload);
        });
        reader.start();
        payload = 99;
        ready = 1;
        reader.join();
        ThreadGroup g = new ThreadGroup("handling") {
            @Override
            public void uncaughtException(Thread t, Throwable e) {
                System.out.println("group handles " + e.getMessage() + " of " + t.getName());
            }
        };
        Thread failing = new Thread(g, () -> {
            throw new IllegalStateException("bad");
        }, "failing");
        failing.start();
        failing.join();
        System.out.println(failing.getUncaughtExceptionHandler());
        Thread.setDefaultUncaughtExceptionHandler((th, e) -> System.out.println("default " + th.getName() + " " + e));
        Thread second = new Thread(() -> {
            throw new Error("err");
        }, "second");
        second.start();
        second.join();
        Thread daemon = new Thread(() -> {
            while (true) {
                try {
                    Thread.sleep(1000);
                } catch (InterruptedException e) {
                    System.out.println("never");
                }
            }
        });
        daemon.setDaemon(true);
        daemon.start();
        Thread last = new Thread(() -> {
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                System.out.println("never");
            }
            System.out.println("non-daemon ends last");
        });
        last.start();
        System.out.println("main ends");
    }
}
