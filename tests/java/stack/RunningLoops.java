// Threads that run hot loops, seen from outside: traces, dumps with monitors, suspended and running again.
// timeout: 120
import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MonitorInfo;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;

public class RunningLoops {
    static volatile boolean stop;
    static final AtomicLong TOTAL = new AtomicLong();
    static final Object OUTER = new Object() { };

    static int sumLoop(int[] a, int from) {
        int s = 0;
        for (int i = from; i < a.length; i++) {
            s += a[i] * 31 ^ (s >>> 3);
        }
        return s;
    }

    static void plainLoop() {
        int[] a = new int[5000];
        long s = 0;
        while (!stop) {
            s += sumLoop(a, 1);
            a[(int) (s & 1023)]++;
        }
        TOTAL.addAndGet(s & 1);
    }

    final List<String> kept = new ArrayList<>();

    synchronized void lockedLoop() {
        int n = 0;
        while (!stop) {
            String s = "n" + n++;
            if (kept.size() < 100) {
                kept.add(s);
            } else {
                kept.set(n % 100, s);
            }
        }
        TOTAL.addAndGet(kept.size());
    }

    static void blockLoop(Object lock) {
        synchronized (lock) {
            long x = 1;
            for (long i = 0; !stop; i++) {
                x = x * 6364136223846793005L + i;
            }
            TOTAL.addAndGet(x & 1);
        }
    }

    static int deep(int n) {
        if (n == 0) {
            double d = 1;
            while (!stop) {
                d = Math.sqrt(d + 1) * 1.5;
            }
            return (int) d;
        }
        return 1 + deep(n - 1);
    }

    static Thread start(String name, Runnable r) {
        Thread t = new Thread(r, name);
        t.start();
        return t;
    }

    static final Map<String, String> WANTED = Map.of("plain", "plainLoop", "locked", "lockedLoop", "block", "blockLoop", "deep", "deep");

    /** The innermost frame of this program that is one of a loop's own; all frames must have lines of this file. */
    static String loopOf(StackTraceElement[] trace) {
        for (StackTraceElement e : trace) {
            if (e.getClassName().equals("RunningLoops")) {
                if (e.getLineNumber() <= 0) {
                    return "no line: " + e;
                }
                if (WANTED.containsValue(e.getMethodName())) {
                    return e.getMethodName();
                }
            }
        }
        return trace.length == 0 ? "empty" : "other";
    }

    public static void main(String[] args) throws Exception {
        RunningLoops loops = new RunningLoops();
        Map<String, Thread> threads = new TreeMap<>();
        threads.put("plain", start("plain", RunningLoops::plainLoop));
        threads.put("locked", start("locked", loops::lockedLoop));
        threads.put("block", start("block", () -> blockLoop(OUTER)));
        threads.put("deep", start("deep", () -> deep(50)));
        ThreadMXBean bean = ManagementFactory.getThreadMXBean();
        for (Map.Entry<String, Thread> e : threads.entrySet()) {
            while (!loopOf(e.getValue().getStackTrace()).equals(WANTED.get(e.getKey()))) {
                Thread.sleep(5);
            }
        }
        Map<String, TreeSet<String>> seen = new TreeMap<>();
        for (int round = 0; round < 60; round++) {
            Map<Thread, StackTraceElement[]> all = round % 3 == 0 ? Thread.getAllStackTraces() : null;
            for (Map.Entry<String, Thread> e : threads.entrySet()) {
                StackTraceElement[] trace = all == null ? e.getValue().getStackTrace() : all.get(e.getValue());
                seen.computeIfAbsent(e.getKey(), k -> new TreeSet<>()).add(loopOf(trace));
                if (e.getKey().equals("deep")) {
                    long depth = java.util.Arrays.stream(trace).filter(x -> x.getMethodName().equals("deep")).count();
                    seen.get("deep").add("depth " + depth);
                }
            }
            if (round % 10 == 0) {
                System.gc();
            }
            for (ThreadInfo info : bean.dumpAllThreads(true, true)) {
                if (!threads.containsKey(info.getThreadName())) {
                    continue;
                }
                TreeSet<String> facts = seen.get(info.getThreadName());
                facts.add("state " + info.getThreadState());
                for (MonitorInfo m : info.getLockedMonitors()) {
                    if (m.getClassName().startsWith("RunningLoops")) {
                        facts.add("holds " + m.getClassName() + " since " + m.getLockedStackFrame().getMethodName());
                    }
                }
                for (LockInfo l : info.getLockedSynchronizers()) {
                    facts.add("synchronizer " + l.getClassName());
                }
            }
            Thread.sleep(2);
        }
        System.out.println(seen);
        stop = true;
        for (Thread t : threads.values()) {
            t.join();
        }
        System.out.println(TOTAL.get() >= 100);
    }
}
