import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.ref.*;
import java.nio.ByteBuffer;
import java.nio.file.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.*;

/**
 * What a server does to a heap, for a number of minutes: caches of soft and weak references, sessions that are replaced at
 * random, threads that come and go, class loaders made and dropped, interned strings, direct buffers, big arrays,
 * exceptions, locks. Code becomes hot, is unloaded, or loses what it relied on as subclasses come and go. Everything that is kept is checked. Prints the state every 10 seconds; ends with 1 on any error.
 *
 * <p>{@code Soak [MINUTES]}
 */
public class Soak {
    static final int WORKERS = 4;
    static final AtomicLong operations = new AtomicLong();
    static final Queue<Throwable> errors = new ConcurrentLinkedQueue<>();
    static final AtomicLong softGone = new AtomicLong(), cleaned = new AtomicLong(), loaders = new AtomicLong(),
        threads = new AtomicLong(), loadersGone = new AtomicLong();
    static volatile boolean stop;
    static volatile int weakLeft;

    /** The class that is defined again and again. */
    public static final class Plugin implements IntSupplier, IntUnaryOperator {
        static final int[] STATICS = new int[500];
        final Object held = new byte[1000];

        @Override
        public int getAsInt() {
            IntUnaryOperator twice = i -> i * 2;
            STATICS[7]++;
            return twice.applyAsInt(STATICS[7]) + ("of " + STATICS.length).length() + held.hashCode() * 0;
        }

        /** Long enough for the loop to be compiled, and called often enough for the method. */
        @Override
        public int applyAsInt(int n) {
            int x = 0;
            for (int i = 0; i < n; i++) {
                x = x * 31 + (i ^ STATICS[8]);
                if (i % 1000 == 999) {
                    x += new int[] {i}.length;
                }
            }
            return x;
        }
    }

    /** What compiled code takes for a class without subclasses, until {@link Late} comes. */
    public static class Step {
        public int next(int x) {
            return x * 3 + 1;
        }
    }

    /** Defined by loaders that are dropped again. */
    public static final class Late extends Step {
        @Override
        public int next(int x) {
            return x ^ 0x55;
        }
    }

    static int drive(Step s, int n) {
        int x = 1;
        for (int i = 0; i < n; i++) {
            x = s.next(x) + i;
        }
        return x;
    }

    static int plain(int n, boolean late) {
        int x = 1;
        for (int i = 0; i < n; i++) {
            x = (late ? x ^ 0x55 : x * 3 + 1) + i;
        }
        return x;
    }

    static final class PluginLoader extends ClassLoader {
        static final byte[] BYTES = bytes("Plugin"), LATE = bytes("Late");

        PluginLoader() {
            super(Soak.class.getClassLoader());
        }

        static byte[] bytes(String name) {
            try (InputStream in = Soak.class.getResourceAsStream("Soak$" + name + ".class")) {
                return in.readAllBytes();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }

        Class<?> define() {
            return defineClass("Soak$Plugin", BYTES, 0, BYTES.length);
        }

        Step late() throws ReflectiveOperationException {
            return (Step) defineClass("Soak$Late", LATE, 0, LATE.length).getConstructor().newInstance();
        }
    }

    static final class Session {
        final long id;
        final Map<String, Object> values = new HashMap<>();
        Session previous;

        Session(long id, Random random) {
            this.id = id;
            int n = random.nextInt(8);
            for (int i = 0; i < n; i++) {
                values.put("key" + i, i % 2 == 0 ? (Object) (id + "/" + i) : new long[] {id, i});
            }
            values.put("data", new byte[random.nextInt(2000)]);
        }

        void check() {
            for (Map.Entry<String, Object> e : values.entrySet()) {
                if (e.getValue() instanceof String s && !s.startsWith(id + "/") || e.getValue() instanceof long[] a && a[0] != id) {
                    throw new IllegalStateException("session " + id);
                }
            }
        }
    }

    static final class SoftEntry extends SoftReference<byte[]> {
        final int key;

        SoftEntry(int key, byte[] value, ReferenceQueue<byte[]> queue) {
            super(value, queue);
            this.key = key;
        }
    }

    /** Shared state, each under a lock of its own kind. */
    static final AtomicReferenceArray<Session> sessions = new AtomicReferenceArray<>(16_000);
    static final Map<Integer, SoftEntry> soft = new ConcurrentHashMap<>();
    static final ReferenceQueue<byte[]> softQueue = new ReferenceQueue<>();
    static final Map<Object, int[]> weak = new WeakHashMap<>();
    static final ReentrantLock weakLock = new ReentrantLock();
    static final Cleaner cleaner = Cleaner.create();
    static final ArrayDeque<Object> exchange = new ArrayDeque<>();
    static final AtomicLong ids = new AtomicLong();

    static void session(Random random) {
        for (int i = 0; i < 50; i++) {
            int at = random.nextInt(sessions.length());
            Session fresh = new Session(ids.incrementAndGet(), random);
            Session old = sessions.getAndSet(at, fresh);
            if (old != null) {
                old.check();
                old.previous = null;
                fresh.previous = old;
            }
        }
    }

    static void softCache(Random random) {
        for (int i = 0; i < 20; i++) {
            int key = random.nextInt(4000);
            SoftEntry e = soft.get(key);
            byte[] value = e == null ? null : e.get();
            if (value == null) {
                value = new byte[4000 + key];
                value[key] = (byte) key;
                soft.put(key, new SoftEntry(key, value, softQueue));
            } else if (value[key] != (byte) key || value.length != 4000 + key) {
                throw new IllegalStateException("soft " + key);
            }
        }
        for (Reference<?> r; (r = softQueue.poll()) != null;) {
            SoftEntry e = (SoftEntry) r;
            soft.remove(e.key, e);
            softGone.incrementAndGet();
        }
    }

    static void weakMap(Random random) {
        Object[] keys = new Object[100];
        weakLock.lock();
        try {
            for (int i = 0; i < keys.length; i++) {
                keys[i] = new Object();
                weak.put(keys[i], new int[] {i});
            }
            weakLeft = weak.size();
            for (int i = 0; i < keys.length; i++) {
                if (weak.get(keys[i])[0] != i) {
                    throw new IllegalStateException("weak " + i);
                }
            }
        } finally {
            weakLock.unlock();
        }
        for (int i = 0; i < 10; i++) {
            cleaner.register(new byte[100], cleaned::incrementAndGet);
        }
    }

    static void plugin(Random random) throws Exception {
        PluginLoader loader = new PluginLoader();
        Class<?> c = loader.define();
        IntSupplier s = (IntSupplier) c.getConstructor().newInstance();
        if (s.getAsInt() != 8 || s.getAsInt() != 10 || c.getClassLoader() != loader) {
            throw new IllegalStateException("plugin");
        }
        IntUnaryOperator u = (IntUnaryOperator) s;
        if (random.nextInt(4) == 0) {
            int expected = u.applyAsInt(70_000);
            for (int i = 0; i < 250; i++) {
                u.applyAsInt(i);
            }
            if (u.applyAsInt(70_000) != expected) {
                throw new IllegalStateException("plugin's loop");
            }
        }
        loaders.incrementAndGet();
        cleaner.register(loader, loadersGone::incrementAndGet);
    }

    static void hierarchy(Random random) throws Exception {
        Step step = new Step();
        int n = 100 + random.nextInt(3000);
        if (drive(step, n) != plain(n, false)) {
            throw new IllegalStateException("step");
        }
        if (random.nextInt(8) == 0) {
            Step late = new PluginLoader().late();
            if (drive(late, n) != plain(n, true) || drive(step, n) != plain(n, false)) {
                throw new IllegalStateException("late step");
            }
        }
    }

    static void thread(Random random) throws Exception {
        long seed = random.nextLong();
        int[] result = new int[1];
        Thread t = new Thread(() -> {
            Random r = new Random(seed);
            ThreadLocal<Object> local = ThreadLocal.withInitial(() -> new byte[5000]);
            local.get();
            List<int[]> list = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                list.add(new int[] {i, r.nextInt()});
            }
            for (int[] a : list) {
                result[0] += a[0];
            }
        });
        t.start();
        t.join();
        if (result[0] != 499 * 250) {
            throw new IllegalStateException("thread " + result[0]);
        }
        threads.incrementAndGet();
    }

    static void strings(Random random) {
        for (int i = 0; i < 100; i++) {
            String s = "interned " + random.nextInt(1_000_000_000);
            if (s.intern() != new String(s).intern()) {
                throw new IllegalStateException(s);
            }
        }
    }

    static void buffers(Random random) {
        ByteBuffer b = ByteBuffer.allocateDirect(1 << 12 + random.nextInt(8));
        b.putLong(b.capacity() - 8, 42);
        if (b.slice(b.capacity() - 8, 8).getLong(0) != 42) {
            throw new IllegalStateException("buffer");
        }
    }

    static void bigArrays(Random random) {
        byte[] a = new byte[500_000 + random.nextInt(3_000_000)];
        Object[] o = new Object[100_000];
        a[a.length - 1] = 1;
        o[99_999] = new int[] {a.length};
        byte[] copy = Arrays.copyOf(a, a.length);
        if (copy[a.length - 1] + ((int[]) o.clone()[99_999])[0] != a.length + 1) {
            throw new IllegalStateException("arrays");
        }
    }

    static int recurse(int n, Object o) {
        if (n == 0) {
            throw new UnsupportedOperationException(o.toString());
        }
        return recurse(n - 1, o) + 1;
    }

    static void exceptions(Random random) {
        for (int i = 0; i < 20; i++) {
            try {
                recurse(random.nextInt(60), "bottom " + i);
            } catch (UnsupportedOperationException e) {
                if (!e.getMessage().equals("bottom " + i) || e.getStackTrace().length < 2) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    static void exchange(Random random) throws Exception {
        synchronized (exchange) {
            while (exchange.size() > 200) {
                Object o = exchange.poll();
                if (((int[]) ((Object[]) o)[1])[0] != 5) {
                    throw new IllegalStateException("exchange");
                }
            }
            for (int i = 0; i < 20; i++) {
                exchange.add(new Object[] {"e", new int[] {5}, exchange.peekLast() == null ? null : i});
            }
            exchange.notifyAll();
            exchange.wait(1);
        }
    }

    static void work(int id) {
        Random random = new Random(id);
        try {
            while (!stop) {
                switch (random.nextInt(44)) {
                    case 0 -> plugin(random);
                    case 1 -> thread(random);
                    case 2, 3 -> bigArrays(random);
                    case 4, 5 -> buffers(random);
                    case 6, 7, 8 -> strings(random);
                    case 9, 10, 11 -> exceptions(random);
                    case 12, 13, 14, 15 -> exchange(random);
                    case 16, 17, 18, 19, 20 -> weakMap(random);
                    case 21, 22, 23, 24, 25, 26, 27 -> softCache(random);
                    case 28, 29, 30, 31 -> hierarchy(random);
                    default -> session(random);
                }
                operations.incrementAndGet();
            }
        } catch (Throwable e) {
            errors.add(e);
        }
    }

    static long rss() throws Exception {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) >> 10;
            }
        }
        return -1;
    }

    /** Kilobytes of compiled code. */
    static long code() {
        long used = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getName().startsWith("Code")) {
                used += pool.getUsage().getUsed();
            }
        }
        return used >> 10;
    }

    public static void main(String[] args) throws Exception {
        double minutes = args.length > 0 ? Double.parseDouble(args[0]) : 10;
        long start = System.nanoTime(), end = start + (long) (minutes * 60e9), report = start;
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < WORKERS; i++) {
            int id = i;
            workers.add(new Thread(() -> work(id), "worker " + i));
        }
        workers.forEach(Thread::start);
        Runtime runtime = Runtime.getRuntime();
        while (System.nanoTime() < end && errors.isEmpty()) {
            Thread.sleep(Math.max(1, Math.min(500, (end - System.nanoTime()) / 1_000_000)));
            if (System.nanoTime() - report >= 10_000_000_000L) {
                report += 10_000_000_000L;
                System.out.printf("%4d s  heap %3d of %3d MB  RSS %3d MB  code %5d KB  operations %d  soft cleared %d  weak left %d  cleaned %d  loaders %d, gone %d  threads %d%n",
                    (report - start) / 1_000_000_000L, runtime.totalMemory() - runtime.freeMemory() >> 20, runtime.totalMemory() >> 20, rss(), code(),
                    operations.get(), softGone.get(), weakLeft, cleaned.get(), loaders.get(), loadersGone.get(), threads.get());
            }
        }
        stop = true;
        for (Thread t : workers) {
            t.join();
        }
        errors.forEach(Throwable::printStackTrace);
        System.out.println((errors.isEmpty() ? "no error, " : "FAILED, ") + operations + " operations");
        System.exit(errors.isEmpty() ? 0 : 1);
    }
}
