// Synchronized methods of all kinds: static, instance, recursive, throwing, native wait, inherited, interface call.
public class SyncMethods {
    interface Task {
        int go(int n) throws Exception;
    }

    static class Base implements Task {
        int held;

        public synchronized int go(int n) throws Exception {
            held += Thread.holdsLock(this) ? 1 : 1000;
            if (n == 0) {
                throw new Exception("bottom");
            }
            return go(n - 1) + 1;
        }

        synchronized long wide(long a, double b) {
            return a + (long) b + (Thread.holdsLock(this) ? 1 : 0);
        }
    }

    static class Sub extends Base {
        @Override
        public int go(int n) throws Exception {
            try {
                return super.go(n);
            } catch (Exception e) {
                held += Thread.holdsLock(this) ? 10 : 0;
                throw e;
            }
        }
    }

    static synchronized boolean stat() {
        return Thread.holdsLock(SyncMethods.class);
    }

    static synchronized void deep(int n) {
        if (n > 0) {
            deep(n - 1);
        } else {
            throw new IllegalStateException();
        }
    }

    static int blocks(Object a, Object b, int how) {
        synchronized (a) {
            synchronized (b) {
                switch (how) {
                    case 0:
                        return 1;
                    case 1:
                        throw new IllegalArgumentException();
                    case 2:
                        break;
                    default:
                        synchronized (a) {
                            return Thread.holdsLock(a) && Thread.holdsLock(b) ? 2 : 3;
                        }
                }
            }
            return Thread.holdsLock(b) ? 4 : 5;
        }
    }

    public static void main(String[] args) throws Exception {
        Base b = new Base();
        Sub s = new Sub();
        for (Base x : new Base[] {b, s}) {
            try {
                ((Task) x).go(50);
            } catch (Exception e) {
                System.out.println(e.getMessage() + " " + x.held + " " + Thread.holdsLock(x));
            }
            System.out.println(x.wide(5, 2.5) + " " + Thread.holdsLock(x));
        }
        System.out.println(stat() + " " + Thread.holdsLock(SyncMethods.class));
        try {
            deep(300);
        } catch (IllegalStateException e) {
            System.out.println(Thread.holdsLock(SyncMethods.class));
        }
        Object o = new Object(), p = new Object();
        for (int i = 0; i < 4; i++) {
            try {
                System.out.println(blocks(o, p, i));
            } catch (IllegalArgumentException e) {
                System.out.println("thrown");
            }
            try {
                blocks(o, o, i);
            } catch (IllegalArgumentException e) {
                System.out.println("thrown");
            }
            System.out.println(Thread.holdsLock(o) + " " + Thread.holdsLock(p));
        }
        // Another thread gets every lock afterwards.
        Thread t = new Thread(() -> {
            synchronized (o) {
                synchronized (p) {
                    synchronized (b) {
                        System.out.println("all free " + stat());
                    }
                }
            }
        });
        t.start();
        t.join();
        int total = 0;
        StringBuffer buf = new StringBuffer();
        for (int i = 0; i < 20000; i++) {
            buf.append((char) ('a' + i % 26));
            total += buf.charAt(i / 2);
        }
        System.out.println(total);
    }
}
