// Waits for the end of its input, while a JMX client looks at it. With the arguments "client URL" it is that client: it prints what it
// finds of all MBeans of the virtual machine, without numbers that differ from run to run.
import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.OperatingSystemMXBean;
import com.sun.management.VMOption;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.CompilationMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryNotificationInfo;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.lang.management.RuntimeMXBean;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanServerConnection;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

public class JmxTarget {
    /// What the client asks of the target's own bean.
    public interface LoadMBean {
        void hold(int megabytes);

        int getBusyWork();
    }

    public static class Load implements LoadMBean {
        private final List<byte[]> held = new ArrayList<>();

        @Override
        public synchronized void hold(int megabytes) {
            held.clear();
            for (int i = 0; i < megabytes * 16; i++) {
                held.add(new byte[1 << 16]);
            }
        }

        @Override
        public int getBusyWork() {
            int sum = 0;
            for (int i = 0; i < 20_000_000; i++) {
                sum = sum * 31 + i;
            }
            return sum;
        }
    }

    static final Object LEFT = new Object(), RIGHT = new Object();
    static final ReentrantLock FIRST = new ReentrantLock(), SECOND = new ReentrantLock();

    static void meet(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    static void monitors(Object first, Object second, CyclicBarrier barrier) {
        synchronized (first) {
            meet(barrier);
            synchronized (second) { System.out.println("never"); }
        }
    }

    static void locks(ReentrantLock first, ReentrantLock second, CyclicBarrier barrier) {
        first.lock();
        meet(barrier);
        second.lock();
    }

    static Thread daemon(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    static void target() throws Exception {
        ManagementFactory.getPlatformMBeanServer().registerMBean(new Load(), new ObjectName("test:type=Load"));
        CyclicBarrier two = new CyclicBarrier(2), other = new CyclicBarrier(2);
        Thread[] stuck = {
            daemon("monitors 1", () -> monitors(LEFT, RIGHT, two)), daemon("monitors 2", () -> monitors(RIGHT, LEFT, two)),
            daemon("locks 1", () -> locks(FIRST, SECOND, other)), daemon("locks 2", () -> locks(SECOND, FIRST, other)),
        };
        CountDownLatch never = new CountDownLatch(1);
        Thread waiting = daemon("waiting", () -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        for (Thread thread : stuck) {
            while (thread.getState() != Thread.State.BLOCKED && thread.getState() != Thread.State.WAITING) {
                Thread.sleep(1);
            }
        }
        while (waiting.getState() != Thread.State.WAITING) {
            Thread.sleep(1);
        }
        System.out.println("ready");
        while (System.in.read() >= 0) {
        }
        System.out.println("done");
    }

    // The client.

    static MBeanServerConnection server;

    static <T> T bean(String name, Class<T> type) throws Exception {
        return ManagementFactory.newPlatformMXBeanProxy(server, name, type);
    }

    static void check(boolean holds, String what) {
        System.out.println((holds ? "ok " : "WRONG ") + what);
    }

    static void until(BooleanSupplier holds, String what) throws InterruptedException {
        for (int i = 0; i < 1000 && !holds.getAsBoolean(); i++) {
            Thread.sleep(20);
        }
        check(holds.getAsBoolean(), what);
    }

    static String kind(Object value) {
        if (value == null) {
            return "null";
        }
        if (value instanceof Boolean) {
            return value.toString();
        }
        if (value instanceof CompositeData data) {
            return "composite " + data.getCompositeType().keySet();
        }
        return value.getClass().getTypeName();
    }

    static String cause(Throwable e) {
        StringBuilder text = new StringBuilder();
        for (; e != null; e = e.getCause()) {
            text.append(' ').append(e.getClass().getName());
            if (e.getCause() == null) {
                text.append(": ").append(e.getMessage());
            }
        }
        return text.toString();
    }

    /// All beans with all attributes and operations; what differs by intent between virtual machines has its own lines.
    static void beans() throws Exception {
        for (ObjectName name : new TreeSet<>(server.queryNames(null, null))) {
            System.out.println("bean " + name);
            MBeanAttributeInfo[] attributes = server.getMBeanInfo(name).getAttributes();
            Arrays.sort(attributes, (a, b) -> a.getName().compareTo(b.getName()));
            for (MBeanAttributeInfo a : attributes) {
                String value;
                try {
                    value = kind(server.getAttribute(name, a.getName()));
                } catch (Exception e) {
                    value = "error" + cause(e);
                }
                System.out.println("  " + name + " " + a.getName() + (a.isWritable() ? " (writable) " : " ") + a.getType() + " = " + value);
            }
            MBeanOperationInfo[] operations = server.getMBeanInfo(name).getOperations();
            List<String> lines = new ArrayList<>();
            for (MBeanOperationInfo o : operations) {
                List<String> types = new ArrayList<>();
                Arrays.stream(o.getSignature()).forEach(p -> types.add(p.getType()));
                lines.add("  " + name + " " + o.getName() + types + " " + o.getReturnType());
            }
            lines.sort(null);
            lines.forEach(System.out::println);
            server.getMBeanInfo(name).getNotifications();
        }
    }

    static void runtime() throws Exception {
        RuntimeMXBean runtime = bean(ManagementFactory.RUNTIME_MXBEAN_NAME, RuntimeMXBean.class);
        check(runtime.getUptime() > 0 && runtime.getStartTime() <= System.currentTimeMillis(), "uptime");
        check(runtime.getName().startsWith(runtime.getPid() + "@"), "name");
        check(runtime.getInputArguments().contains("-Dmy.property=x"), "arguments");
        check(runtime.getSystemProperties().get("my.property").equals("x"), "properties");
        System.out.println("specification " + runtime.getSpecName() + " " + runtime.getSpecVersion() + " " + runtime.getManagementSpecVersion());
        ClassLoadingMXBean classes = bean(ManagementFactory.CLASS_LOADING_MXBEAN_NAME, ClassLoadingMXBean.class);
        check(classes.getLoadedClassCount() > 400 && classes.getTotalLoadedClassCount() == classes.getLoadedClassCount() + classes.getUnloadedClassCount(), "classes");
        classes.setVerbose(classes.isVerbose());
        CompilationMXBean compilation = bean(ManagementFactory.COMPILATION_MXBEAN_NAME, CompilationMXBean.class);
        check(!compilation.getName().isEmpty() && compilation.isCompilationTimeMonitoringSupported() && compilation.getTotalCompilationTime() > 0, "compilation");
        OperatingSystemMXBean os = bean(ManagementFactory.OPERATING_SYSTEM_MXBEAN_NAME, OperatingSystemMXBean.class);
        long before = os.getProcessCpuTime();
        server.getAttribute(new ObjectName("test:type=Load"), "BusyWork");
        check(os.getProcessCpuTime() > before, "processor time");
        check(os.getTotalMemorySize() > os.getFreeMemorySize() && os.getAvailableProcessors() > 0 && os.getCpuLoad() >= -1, "system");
    }

    static void threads() throws Exception {
        ThreadMXBean threads = bean(ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class);
        for (ThreadInfo info : threads.dumpAllThreads(true, true)) {
            if (!info.getThreadName().matches("(monitors|locks) .|waiting|main")) {
                continue;
            }
            System.out.println("thread " + info.getThreadName() + " " + info.getThreadState() + " daemon=" + info.isDaemon()
                + " on=" + (info.getLockInfo() == null ? null : info.getLockInfo().getClassName()) + " of=" + info.getLockOwnerName()
                + " monitors=" + Arrays.stream(info.getLockedMonitors()).map(m -> m.getClassName() + "@" + m.getLockedStackDepth()).toList()
                + " locks=" + Arrays.stream(info.getLockedSynchronizers()).map(s -> s.getClassName()).toList());
            for (StackTraceElement e : info.getStackTrace()) {
                if (!info.getThreadName().equals("main") && e.getLineNumber() != 0) {
                    System.out.println("    " + e);
                }
            }
        }
        for (long[] ids : new long[][] {threads.findDeadlockedThreads(), threads.findMonitorDeadlockedThreads()}) {
            System.out.println("deadlock " + Arrays.stream(threads.getThreadInfo(ids)).map(ThreadInfo::getThreadName).sorted().toList());
        }
        check(threads.getThreadInfo(ids(threads, "main"), true, true)[0].getThreadName().equals("main"), "one thread");
        check(threads.isThreadCpuTimeSupported() && threads.isThreadCpuTimeEnabled() && threads.getThreadCpuTime(ids(threads, "main")[0]) > 0, "thread's processor time");
        check(threads.getThreadUserTime(ids(threads, "waiting")[0]) >= 0 && threads.getThreadCpuTime(999_999) == -1, "thread's user time");
        check(threads.getPeakThreadCount() >= threads.getThreadCount() && threads.getTotalStartedThreadCount() >= threads.getPeakThreadCount() && threads.getDaemonThreadCount() > 4, "counts");
        threads.resetPeakThreadCount();
        threads.setThreadContentionMonitoringEnabled(true);
        check(threads.isThreadContentionMonitoringEnabled() && threads.getThreadInfo(ids(threads, "waiting"))[0].getWaitedTime() >= 0, "contention");
        threads.setThreadContentionMonitoringEnabled(false);
        com.sun.management.ThreadMXBean more = bean(ManagementFactory.THREAD_MXBEAN_NAME, com.sun.management.ThreadMXBean.class);
        check(more.getThreadAllocatedBytes(ids(threads, "main")[0]) > 0, "allocated");
    }

    static long[] ids(ThreadMXBean threads, String name) {
        return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds())).filter(t -> t != null && t.getThreadName().equals(name)).mapToLong(ThreadInfo::getThreadId).toArray();
    }

    static boolean isSane(MemoryUsage u) {
        return u.getUsed() >= 0 && u.getUsed() <= u.getCommitted() && (u.getMax() == -1 || u.getCommitted() <= u.getMax());
    }

    static void memory() throws Exception {
        MemoryMXBean memory = bean(ManagementFactory.MEMORY_MXBEAN_NAME, MemoryMXBean.class);
        check(isSane(memory.getHeapMemoryUsage()) && isSane(memory.getNonHeapMemoryUsage()) && memory.getHeapMemoryUsage().getMax() > 60 << 20, "memory");
        long collections = collections();
        memory.gc();
        check(collections() > collections, "gc()");
        for (ObjectName name : new TreeSet<>(server.queryNames(new ObjectName(ManagementFactory.MEMORY_POOL_MXBEAN_DOMAIN_TYPE + ",*"), null))) {
            MemoryPoolMXBean pool = bean(name.toString(), MemoryPoolMXBean.class);
            check(pool.isValid() && isSane(pool.getUsage()) && pool.getPeakUsage().getUsed() >= 0, "pool");
            pool.resetPeakUsage();
        }
        var queue = new LinkedBlockingQueue<Notification>();
        NotificationEmitter emitter = (NotificationEmitter) memory;
        emitter.addNotificationListener((n, o) -> queue.add(n), null, null);
        MemoryPoolMXBean old = null;
        for (ObjectName name : server.queryNames(new ObjectName(ManagementFactory.MEMORY_POOL_MXBEAN_DOMAIN_TYPE + ",*"), null)) {
            MemoryPoolMXBean found = bean(name.toString(), MemoryPoolMXBean.class);
            if (found.getType() == MemoryType.HEAP && found.isUsageThresholdSupported()) {
                old = found;
            }
        }
        old.setUsageThreshold(old.getUsage().getUsed() + (8 << 20));
        old.setCollectionUsageThreshold(old.getUsage().getUsed() + (8 << 20));
        hold(24);
        memory.gc();
        var seen = new TreeSet<String>();
        for (Notification n; seen.size() < 2 && (n = queue.poll(20, TimeUnit.SECONDS)) != null; ) {
            MemoryNotificationInfo info = MemoryNotificationInfo.from((CompositeData) n.getUserData());
            seen.add(n.getType() + " of " + (info.getPoolName().equals(old.getName()) ? "the pool" : info.getPoolName()) + " " + (info.getUsage().getUsed() > 20 << 20));
        }
        System.out.println("notifications " + seen);
        // a thread of the virtual machine sets these
        MemoryPoolMXBean pool = old;
        until(() -> pool.isUsageThresholdExceeded() && pool.getUsageThresholdCount() == 1 && pool.isCollectionUsageThresholdExceeded(), "thresholds");
        hold(0);
        memory.gc();
        until(() -> !pool.isUsageThresholdExceeded() && !pool.isCollectionUsageThresholdExceeded(), "thresholds after release");
        try {
            old.setUsageThreshold(-1);
        } catch (IllegalArgumentException e) {
            System.out.println(e.getMessage());
        }
        old.setUsageThreshold(0);
        old.setCollectionUsageThreshold(0);
    }

    static long collections() throws Exception {
        long count = 0;
        for (ObjectName name : server.queryNames(new ObjectName(ManagementFactory.GARBAGE_COLLECTOR_MXBEAN_DOMAIN_TYPE + ",*"), null)) {
            count += bean(name.toString(), GarbageCollectorMXBean.class).getCollectionCount();
        }
        return count;
    }

    static void hold(int megabytes) throws Exception {
        server.invoke(new ObjectName("test:type=Load"), "hold", new Object[] {megabytes}, new String[] {"int"});
    }

    static void collectors() throws Exception {
        var queue = new LinkedBlockingQueue<Notification>();
        for (ObjectName name : new TreeSet<>(server.queryNames(new ObjectName(ManagementFactory.GARBAGE_COLLECTOR_MXBEAN_DOMAIN_TYPE + ",*"), null))) {
            server.addNotificationListener(name, (n, o) -> queue.add(n), null, null);
        }
        bean(ManagementFactory.MEMORY_MXBEAN_NAME, MemoryMXBean.class).gc();
        Notification n = queue.poll(20, TimeUnit.SECONDS);
        var info = GarbageCollectionNotificationInfo.from((CompositeData) n.getUserData());
        System.out.println(n.getType() + " " + info.getGcName() + ", " + info.getGcAction() + ", " + info.getGcCause());
        check(info.getGcInfo().getMemoryUsageAfterGc().keySet().equals(info.getGcInfo().getMemoryUsageBeforeGc().keySet()), "pools of a collection");
    }

    static void diagnostics(Path folder) throws Exception {
        var diagnostic = bean("com.sun.management:type=HotSpotDiagnostic", HotSpotDiagnosticMXBean.class);
        System.out.println(diagnostic.getVMOption("MaxHeapSize"));
        var manageable = new TreeSet<String>();
        for (VMOption option : diagnostic.getDiagnosticOptions()) {
            manageable.add(option.getName() + " " + option.isWriteable());
        }
        System.out.println("manageable " + manageable);
        String[][] settings = {
            {"HeapDumpOnOutOfMemoryError", "true"}, {"MinHeapFreeRatio", "30"}, {"MinHeapFreeRatio", "300"}, {"MinHeapFreeRatio", "x"},
            {"HeapDumpPath", "some/where"}, {"MaxHeapSize", "1"}, {"NoSuch", "1"},
        };
        for (String[] setting : settings) {
            try {
                diagnostic.setVMOption(setting[0], setting[1]);
                System.out.println(diagnostic.getVMOption(setting[0]));
            } catch (RuntimeException e) {
                System.out.println(setting[0] + cause(e));
            }
        }
        Path dump = folder.resolve("x.hprof");
        for (String file : new String[] {dump.toString(), dump.toString(), folder.resolve("x.txt").toString(), folder.resolve("no/x.hprof").toString()}) {
            try {
                diagnostic.dumpHeap(file, true);
                System.out.println("dumped " + new String(Files.readAllBytes(dump), 0, 18));
            } catch (Exception e) {
                System.out.println("dumpHeap" + cause(e).replace(folder.toString(), "FOLDER"));
            }
        }
        Files.deleteIfExists(dump);
        ObjectName commands = new ObjectName("com.sun.management:type=DiagnosticCommand");
        for (String command : new String[] {"vmVersion", "threadPrint", "vmFlags", "gcClassHistogram", "vmSystemProperties", "vmCommandLine", "gcHeapInfo", "help", "noSuch"}) {
            try {
                boolean takesArguments = Arrays.stream(server.getMBeanInfo(commands).getOperations()).anyMatch(o -> o.getName().equals(command) && o.getSignature().length > 0);
                Object[] arguments = takesArguments ? new Object[] {new String[0]} : new Object[0];
                String[] types = takesArguments ? new String[] {String[].class.getName()} : new String[0];
                String answer = (String) server.invoke(commands, command, arguments, types);
                check(!answer.isBlank(), command);
            } catch (Exception e) {
                System.out.println(command + cause(e));
            }
        }
    }

    static void client(String url, Path folder) throws Exception {
        try (JMXConnector connector = JMXConnectorFactory.connect(new JMXServiceURL(url))) {
            server = connector.getMBeanServerConnection();
            System.out.println("default domain " + server.getDefaultDomain() + " " + new TreeSet<>(Arrays.asList(server.getDomains())));
            beans();
            runtime();
            threads();
            memory();
            collectors();
            diagnostics(folder);
        }
    }

    public static void main(String[] args) throws Exception {
        if (args.length == 3 && args[0].equals("client")) {
            client(args[1], Path.of(args[2]));
        } else {
            target();
        }
    }
}
