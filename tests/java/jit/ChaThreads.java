// timeout: 200
// Threads run calls that nobody overrides while another one loads, again and again, classes that do. Each class has its own
// loader, and many die again.
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

public class ChaThreads {
    public abstract static class Node {
        volatile int ticks;

        public int step(int x) {
            return x + 1;
        }

        public abstract int kind();
    }

    public static class Plain extends Node {
        public int kind() {
            return 0;
        }
    }

    public static class Loud extends Node {
        public int step(int x) {
            return x + 2;
        }

        public int kind() {
            return 1;
        }
    }

    /** Defines its own copy of Loud. */
    static class OwnLoader extends ClassLoader {
        OwnLoader() {
            super(ChaThreads.class.getClassLoader());
        }

        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.equals("ChaThreads$Loud")) {
                return super.loadClass(name, resolve);
            }
            Class<?> there = findLoadedClass(name);
            if (there != null) {
                return there;
            }
            try (InputStream in = ChaThreads.class.getResourceAsStream("ChaThreads$Loud.class")) {
                byte[] b = in.readAllBytes();
                return defineClass(name, b, 0, b.length);
            } catch (java.io.IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    static volatile Node shared = new Plain();
    static volatile boolean stop;
    static final AtomicInteger wrong = new AtomicInteger();

    /** What a node's methods give belongs together. */
    static int check(Node n, int x) {
        int kind = n.kind();
        int y = n.step(x);
        return y - x == kind + 1 ? 0 : 1;
    }

    static int many(int rounds) {
        int bad = 0;
        for (int i = 0; i < rounds; i++) {
            bad += check(shared, i);
        }
        return bad;
    }

    static int below(int depth) {
        Node n = shared;
        int before = n.step(depth);
        int bad = depth == 0 ? many(10) : below(depth - 1);
        int after = n.step(depth);
        return bad + (before == after ? 0 : 1);
    }

    public static void main(String[] args) throws Exception {
        int threads = 3;
        CountDownLatch started = new CountDownLatch(threads);
        Thread[] all = new Thread[threads];
        for (int t = 0; t < threads; t++) {
            all[t] = new Thread(() -> {
                for (int i = 0; i < 200; i++) {
                    wrong.addAndGet(many(100) + below(20));
                }
                started.countDown();
                while (!stop) {
                    wrong.addAndGet(many(1000) + below(50));
                }
            });
            all[t].start();
        }
        started.await();
        for (int i = 0; i < 40; i++) {
            Node n = (Node) new OwnLoader().loadClass("ChaThreads$Loud").getDeclaredConstructor().newInstance();
            shared = n;
            wrong.addAndGet(check(n, i));
            Thread.sleep(2);
            n = null;
            shared = new Plain();
            if (i % 10 == 9) {
                System.gc();
            }
            Thread.sleep(3);
        }
        stop = true;
        for (Thread t : all) {
            t.join();
        }
        System.out.println("wrong: " + wrong.get());
    }
}
