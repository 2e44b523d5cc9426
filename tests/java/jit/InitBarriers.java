// timeout: 120
// Static members of classes that are being initialised: by another thread, which compiled callers must wait for; by the
// caller itself, further down its stack; and of classes whose initialisation has failed.
import java.util.concurrent.CountDownLatch;

public class InitBarriers {
    static final CountDownLatch inside = new CountDownLatch(1);
    static final CountDownLatch go = new CountDownLatch(1);

    static class Slow {
        static int a = 1;
        static int b;
        static Object c;

        static {
            inside.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            // callers in this thread see what is half done
            b = readStatics() * 10;
            c = "done";
        }

        static int call(int x) {
            return a + b + x;
        }

        int instance() {
            return b;
        }
    }

    static int readStatics() {
        return Slow.a + Slow.b + (Slow.c == null ? 100 : 0);
    }

    static int callStatic(int x) {
        return Slow.call(x);
    }

    static Object make() {
        return new Slow();
    }

    static void write(int x) {
        Slow.b += x;
    }

    /** Rarely used, so that compiled code exists before the class does. */
    static int user(int what) {
        switch (what) {
            case 1:
                return readStatics();
            case 2:
                return callStatic(what);
            case 3:
                return ((Slow) make()).instance();
            case 4:
                write(1000);
                return Slow.b;
            default:
                return -1;
        }
    }

    static class Recursive {
        static int depth = 0;
        static final int VALUE = compute(5);
        static int late = 77;

        static int compute(int n) {
            int sum = late; // not set yet while VALUE is computed
            for (int i = 0; i < n; i++) {
                sum += n > 0 ? compute(n - 1) + 1 : 0;
            }
            depth++;
            return sum;
        }
    }

    static class Parent {
        static int seen = Child.value + 1;
    }

    static class Child extends Parent {
        static int value = 5;

        static int get() {
            return value + seen;
        }
    }

    /** Its initialiser runs a loop that is worth compiling, with calls of its own methods. */
    static class Busy {
        static long total;

        static {
            for (int i = 0; i < 200_000; i++) {
                add(i);
            }
        }

        static void add(int i) {
            total += i;
        }
    }

    static class Failing {
        static int x = 3;

        static {
            if (go.getCount() == 0) {
                throw new IllegalStateException("fails");
            }
        }

        static int get() {
            return x;
        }
    }

    static String failing(int what) {
        try {
            switch (what) {
                case 0:
                    return "none";
                case 1:
                    return "" + Failing.x;
                case 2:
                    return "" + Failing.get();
                case 3:
                    return "" + (new Failing() != null);
                default:
                    Failing.x = 4;
                    return "put";
            }
        } catch (ExceptionInInitializerError e) {
            return "ExceptionInInitializerError " + e.getCause().getMessage();
        } catch (NoClassDefFoundError e) {
            return e.toString();
        }
    }

    public static void main(String[] args) throws Exception {
        for (int i = 0; i < 30_000; i++) {
            user(0);
            failing(0);
        }
        Thread initializer = new Thread(() -> callStatic(0));
        initializer.start();
        inside.await();
        int[] results = new int[5];
        Thread[] users = new Thread[5];
        for (int i = 1; i < 5; i++) {
            int what = i;
            users[i] = new Thread(() -> results[what] = user(what));
            if (i < 4) {
                users[i].start();
            }
        }
        Thread.sleep(50);
        boolean waiting = true;
        for (int i = 1; i < 4; i++) {
            waiting &= users[i].isAlive();
        }
        System.out.println("waiting " + waiting);
        go.countDown();
        initializer.join();
        for (int i = 1; i < 4; i++) {
            users[i].join();
            System.out.println("user " + i + " " + results[i]);
        }
        users[4].start();
        users[4].join();
        System.out.println("user 4 " + results[4]);
        for (int i = 0; i < 20_000; i++) {
            user(1 + i % 3);
        }
        System.out.println("after " + user(1) + " " + user(2) + " " + user(3));

        System.out.println("recursive " + Recursive.VALUE + " " + Recursive.depth + " " + Recursive.compute(3));
        System.out.println("child " + Child.get() + " " + Parent.seen);
        System.out.println("busy " + Busy.total);
        for (int i = 1; i < 5; i++) {
            System.out.println(failing(i));
        }
        for (int i = 0; i < 3_000; i++) {
            failing(1 + i % 4);
        }
        System.out.println(failing(2));
    }
}
