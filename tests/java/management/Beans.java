// Platform management beans: only facts that do not depend on the VM's measurements.
import java.lang.management.*;
import java.util.*;
import javax.management.*;

public class Beans {
    public interface CounterMBean {
        int getValue();

        void setValue(int v);

        String hello(String who);
    }

    public static class Counter implements CounterMBean {
        int v = 5;

        public int getValue() {
            return v;
        }

        public void setValue(int v) {
            this.v = v;
        }

        public String hello(String who) {
            return "hello " + who;
        }
    }

    public static void main(String[] args) throws Exception {
        RuntimeMXBean rt = ManagementFactory.getRuntimeMXBean();
        System.out.println(rt.getSpecVersion() + " " + rt.getSpecName() + " " + (rt.getUptime() >= 0) + " " + (rt.getStartTime() > 0) + " " + rt.getName().contains("@") + " " + (rt.getPid() == ProcessHandle.current().pid()) + " " + rt.isBootClassPathSupported() + " "
            + rt.getSystemProperties().containsKey("java.version") + " " + rt.getClassPath().isEmpty() + " " + rt.getInputArguments().stream().filter(s -> s.startsWith("-Dx")).toList());
        ThreadMXBean th = ManagementFactory.getThreadMXBean();
        System.out.println((th.getThreadCount() > 0) + " " + (th.getPeakThreadCount() >= th.getThreadCount()) + " " + (th.getTotalStartedThreadCount() > 0) + " " + th.isThreadCpuTimeSupported() + " " + th.isCurrentThreadCpuTimeSupported() + " "
            + (th.getCurrentThreadCpuTime() > 0) + " " + th.isObjectMonitorUsageSupported() + " " + th.isSynchronizerUsageSupported() + " " + Arrays.toString(th.findDeadlockedThreads()));
        Object lock = new Object();
        Thread waiter = new Thread(() -> {
            synchronized (lock) {
                try {
                    lock.wait();
                } catch (InterruptedException e) {
                    System.out.println("waiter interrupted");
                }
            }
        }, "waiter");
        waiter.start();
        while (waiter.getState() != Thread.State.WAITING) {
            Thread.sleep(1);
        }
        ThreadInfo info = th.getThreadInfo(waiter.getId(), 10);
        System.out.println(info.getThreadName() + " " + info.getThreadState() + " " + info.getLockInfo().getClassName() + " " + info.getLockOwnerName() + " " + info.getWaitedCount() + " " + info.isInNative() + " " + info.isSuspended() + " " + info.isDaemon() + " "
            + info.getPriority() + " " + info.getStackTrace()[0] + " " + info.getStackTrace().length);
        waiter.interrupt();
        waiter.join();
        System.out.println(th.getThreadInfo(waiter.getId()) + " " + th.getThreadInfo(Thread.currentThread().getId()).getThreadName() + " " + Arrays.stream(th.getAllThreadIds()).anyMatch(x -> x == Thread.currentThread().getId()));
        Object a = new Object();
        Object b = new Object();
        java.util.concurrent.CyclicBarrier barrier = new java.util.concurrent.CyclicBarrier(2);
        for (int i = 0; i < 2; i++) {
            Object first = i == 0 ? a : b;
            Object second = i == 0 ? b : a;
            Thread t = new Thread(() -> {
                synchronized (first) {
                    try {
                        barrier.await();
                    } catch (Exception e) {
                        System.out.println(e);
                    }
                    synchronized (second) {
                        System.out.println("impossible");
                    }
                }
            }, "dead" + i);
            t.setDaemon(true);
            t.start();
        }
        long[] dead = null;
        for (int i = 0; i < 1000 && dead == null; i++) {
            Thread.sleep(5);
            dead = th.findMonitorDeadlockedThreads();
        }
        System.out.println(dead.length);
        List<String> lines = new ArrayList<>();
        for (ThreadInfo ti : th.getThreadInfo(dead, true, true)) {
            lines.add(ti.getThreadName() + " " + ti.getThreadState() + " owned by " + ti.getLockOwnerName() + " holds " + ti.getLockedMonitors().length);
        }
        Collections.sort(lines);
        lines.forEach(System.out::println);
        MemoryMXBean mem = ManagementFactory.getMemoryMXBean();
        MemoryUsage heap = mem.getHeapMemoryUsage();
        System.out.println((heap.getUsed() >= 0) + " " + (heap.getUsed() <= heap.getCommitted()) + " " + (heap.getCommitted() <= heap.getMax()) + " " + (mem.getNonHeapMemoryUsage().getUsed() > 0) + " " + (mem.getObjectPendingFinalizationCount() >= 0) + " " + mem.isVerbose());
        mem.gc();
        ClassLoadingMXBean cl = ManagementFactory.getClassLoadingMXBean();
        System.out.println((cl.getLoadedClassCount() > 100) + " " + (cl.getTotalLoadedClassCount() >= cl.getLoadedClassCount()) + " " + (cl.getUnloadedClassCount() >= 0) + " " + cl.isVerbose());
        OperatingSystemMXBean os = ManagementFactory.getOperatingSystemMXBean();
        System.out.println(os.getName() + " " + os.getArch() + " " + (os.getAvailableProcessors() == Runtime.getRuntime().availableProcessors()));
        CompilationMXBean comp = ManagementFactory.getCompilationMXBean();
        System.out.println(comp == null || !comp.getName().isEmpty());
        System.out.println(!ManagementFactory.getMemoryPoolMXBeans().isEmpty());
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName name = new ObjectName("test:type=Counter");
        server.registerMBean(new Counter(), name);
        server.setAttribute(name, new Attribute("Value", 9));
        System.out.println(server.getAttribute(name, "Value") + " " + server.invoke(name, "hello", new Object[] {"x"}, new String[] {"java.lang.String"}) + " " + server.isRegistered(new ObjectName("java.lang:type=Runtime")) + " "
            + server.getAttribute(new ObjectName("java.lang:type=Runtime"), "SpecVersion"));
        try {
            server.getAttribute(name, "Nope");
        } catch (AttributeNotFoundException e) {
            System.out.println(e.getMessage());
        }
        System.out.println(ManagementFactory.getPlatformMXBeans(PlatformLoggingMXBean.class).size() + " " + ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream().map(BufferPoolMXBean::getName).sorted().toList());
    }
}
