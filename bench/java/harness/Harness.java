import com.sun.management.GarbageCollectionNotificationInfo;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.management.*;
import java.nio.charset.StandardCharsets;
import java.util.*;
import java.util.concurrent.atomic.AtomicIntegerArray;
import javax.management.*;
import javax.management.openmbean.CompositeData;

/**
 * Calls the static method {@code run()} of a class again and again in one JVM and records the time of each call.
 *
 * <p>{@code Harness CLASS OUTPUT-FILE [iterations=N] [seconds=S]}: ends when either is reached, after one call at least. Writes JSON
 * lines: {@code start} at once; {@code it} for each call, {@code result} and {@code end} when all is done; {@code error} if a call
 * threw (exit code 3) or gave another result than the first (exit code 4), after the lines of the calls until then.
 *
 * <ul>
 * <li>{@code start}: {@code jvm_start_ms} (since the epoch), {@code main_ns} (from there to the start of main, to the millisecond).
 * <li>{@code it}: {@code start_ns} since the start of main; {@code ns} elapsed; {@code cpu_ns} of the process, a clock which ticks in
 * steps of 10 ms; {@code thread_cpu_ns} of the calling thread, a fine one (-1 where the JVM has none).
 * <li>{@code end}: sums of the whole process from the JVM's MXBeans; {@code counters} has the numeric attributes of MBeans in
 * domains that begin with "excelsa".
 * </ul>
 */
public class Harness {
    /** As many calls as there is room for when no number is given: the arrays must not be a load for the collector. */
    static final int DEFAULT_ITERATIONS = 1 << 16;
    static final int MAX_ITERATIONS = 1 << 20;

    private final int limit;
    private final long duration;
    private final long[] start, elapsed, cpu, threadCpu;
    private final com.sun.management.OperatingSystemMXBean os;
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final boolean threadClock = threads.isCurrentThreadCpuTimeSupported() && threads.isThreadCpuTimeEnabled();
    private final Pauses pauses = new Pauses();
    private final long mainStart;
    private int count;
    private Object first;

    Harness(long mainStart, int limit, double seconds) {
        this.mainStart = mainStart;
        this.limit = limit;
        duration = seconds > 0 ? (long) (seconds * 1e9) : Long.MAX_VALUE;
        start = new long[limit];
        elapsed = new long[limit];
        cpu = new long[limit];
        threadCpu = new long[limit];
        os = ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean b ? b : null;
        // The arrays' pages are there before the first measurement.
        for (long[] a : List.of(start, elapsed, cpu, threadCpu)) {
            Arrays.fill(a, -1);
        }
    }

    /** Durations of collections, as the JVM tells them in notifications; kept without allocation. */
    static class Pauses implements NotificationListener {
        private final AtomicIntegerArray ms = new AtomicIntegerArray(1 << 14);
        private int count;

        void listen() {
            for (GarbageCollectorMXBean gc : ManagementFactory.getGarbageCollectorMXBeans()) {
                if (gc instanceof NotificationEmitter emitter) {
                    emitter.addNotificationListener(this, null, null);
                }
            }
        }

        @Override
        public synchronized void handleNotification(Notification n, Object handback) {
            if (n.getType().equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION) && count < ms.length()) {
                ms.set(count++, (int) GarbageCollectionNotificationInfo.from((CompositeData) n.getUserData()).getGcInfo().getDuration());
            }
        }

        synchronized int count() {
            return count;
        }

        /** Notifications come after the fact: waits, within reason, until there are as many as collections. */
        List<Object> all(long collections) throws InterruptedException {
            for (int i = 0; i < 50 && count() < Math.min(collections, ms.length()); i++) {
                Thread.sleep(2);
            }
            List<Object> all = new ArrayList<>();
            for (int i = 0, n = count(); i < n; i++) {
                all.add(ms.get(i));
            }
            return all;
        }
    }

    long processCpu() {
        return os == null ? -1 : os.getProcessCpuTime();
    }

    long threadCpu() {
        return threadClock ? threads.getCurrentThreadCpuTime() : -1;
    }

    static long difference(long from, long to) {
        return from < 0 || to < 0 ? -1 : to - from;
    }

    /** The calls; says what is wrong with the results, or null. */
    String measure(MethodHandle run) throws Throwable {
        long begin = System.nanoTime();
        long now;
        do {
            long cpu0 = processCpu();
            long thread0 = threadCpu();
            long from = System.nanoTime();
            Object r = (Object) run.invokeExact();
            now = System.nanoTime();
            long thread1 = threadCpu();
            int i = count;
            start[i] = from - mainStart;
            elapsed[i] = now - from;
            cpu[i] = difference(cpu0, processCpu());
            threadCpu[i] = difference(thread0, thread1);
            count = i + 1;
            if (i == 0) {
                first = r;
            } else if (!Objects.equals(first, r)) {
                return "call " + count + " gave " + r + ", the first gave " + first;
            }
        } while (count < limit && now - begin < duration);
        return null;
    }

    public static void main(String[] args) throws IOException {
        long mainStart = System.nanoTime();
        long mainMillis = System.currentTimeMillis();
        if (args.length < 2) {
            System.err.println("Usage: Harness CLASS OUTPUT-FILE [iterations=N] [seconds=S]");
            System.exit(2);
        }
        int iterations = DEFAULT_ITERATIONS;
        double seconds = 0;
        for (String option : Arrays.asList(args).subList(2, args.length)) {
            String value = option.substring(option.indexOf('=') + 1);
            try {
                switch (option.substring(0, option.length() - value.length())) {
                    case "iterations=" -> iterations = Math.max(1, Math.min(MAX_ITERATIONS, Integer.parseInt(value)));
                    case "seconds=" -> seconds = Double.parseDouble(value);
                    default -> throw new NumberFormatException();
                }
            } catch (NumberFormatException e) {
                System.err.println("Harness: what is " + option + "?");
                System.exit(2);
            }
        }
        int code = 0;
        try (PrintStream out = new PrintStream(args[1], StandardCharsets.UTF_8)) {
            RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();
            write(out, "start", "jvm_start_ms", runtime.getStartTime(), "main_ns", (mainMillis - runtime.getStartTime()) * 1_000_000, "vm",
                System.getProperty("java.vm.name"), "version", System.getProperty("java.vm.version"), "args", runtime.getInputArguments());
            out.flush();
            Harness harness = new Harness(mainStart, iterations, seconds);
            String error = null;
            try {
                MethodHandle run = MethodHandles.lookup().unreflect(Class.forName(args[0]).getMethod("run")).asType(MethodType.methodType(Object.class));
                harness.pauses.listen();
                error = harness.measure(run);
                code = error == null ? 0 : 4;
            } catch (Throwable e) {
                error = e.toString();
                e.printStackTrace();
                code = 3;
            }
            harness.report(out, error);
        } catch (Throwable e) {
            e.printStackTrace();
            code = 3;
        }
        // A workload may have left threads.
        System.exit(code);
    }

    void report(PrintStream out, String error) throws Exception {
        long collections = 0;
        List<Object> gc = new ArrayList<>();
        for (GarbageCollectorMXBean b : ManagementFactory.getGarbageCollectorMXBeans()) {
            gc.add(map("name", b.getName(), "count", b.getCollectionCount(), "ms", b.getCollectionTime()));
            collections += Math.max(0, b.getCollectionCount());
        }
        List<Object> pauseTimes = pauses.all(collections);
        for (int i = 0; i < count; i++) {
            write(out, "it", "start_ns", start[i], "ns", elapsed[i], "cpu_ns", cpu[i], "thread_cpu_ns", threadCpu[i]);
        }
        if (error != null) {
            write(out, "error", "message", error);
            return;
        }
        write(out, "result", "value", String.valueOf(first));
        CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
        long codeBytes = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getType() == MemoryType.NON_HEAP && pool.getName().startsWith("Code")) {
                codeBytes += pool.getUsage().getUsed();
            }
        }
        write(out, "end", "gc", gc, "pauses_ms", pauseTimes, "compile_ms",
            compiler != null && compiler.isCompilationTimeMonitoringSupported() ? compiler.getTotalCompilationTime() : -1, "code_bytes", codeBytes,
            "loaded_classes", ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount(), "heap_used",
            ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(), "counters", counters());
    }

    static Map<String, Object> counters() throws JMException {
        Map<String, Object> counters = new TreeMap<>();
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        for (ObjectName name : server.queryNames(new ObjectName("excelsa*:*"), null)) {
            for (MBeanAttributeInfo attribute : server.getMBeanInfo(name).getAttributes()) {
                if (attribute.isReadable() && server.getAttribute(name, attribute.getName()) instanceof Number n && Double.isFinite(n.doubleValue())) {
                    counters.put(attribute.getName(), n);
                }
            }
        }
        return counters;
    }

    static Map<String, Object> map(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }

    static void write(PrintStream out, String type, Object... pairs) {
        StringBuilder line = new StringBuilder();
        Map<String, Object> map = map("type", type);
        map.putAll(map(pairs));
        json(line, map);
        out.append(line.append('\n'));
    }

    static void json(StringBuilder out, Object value) {
        if (value instanceof Map<?, ?> map) {
            String separator = "{";
            for (Map.Entry<?, ?> e : map.entrySet()) {
                json(out.append(separator), e.getKey());
                json(out.append(':'), e.getValue());
                separator = ",";
            }
            out.append(map.isEmpty() ? "{}" : "}");
        } else if (value instanceof List<?> list) {
            String separator = "[";
            for (Object o : list) {
                json(out.append(separator), o);
                separator = ",";
            }
            out.append(list.isEmpty() ? "[]" : "]");
        } else if (value instanceof Number n) {
            out.append(n);
        } else {
            out.append('"');
            for (char c : String.valueOf(value).toCharArray()) {
                if (c == '"' || c == '\\') {
                    out.append('\\').append(c);
                } else if (c < ' ' || Character.isSurrogate(c)) {
                    // Escaped surrogates are JSON even where they don't come in pairs.
                    out.append("\\u").append(Character.forDigit(c >> 12, 16)).append(Character.forDigit(c >> 8 & 15, 16))
                        .append(Character.forDigit(c >> 4 & 15, 16)).append(Character.forDigit(c & 15, 16));
                } else {
                    out.append(c);
                }
            }
            out.append('"');
        }
    }
}
