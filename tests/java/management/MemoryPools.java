// skip stress: waits for collections that it did not ask for
// Pools of the heap, their collectors, and what they say of usage.
// vm: -XX:+UseSerialGC -Xmx64m
import java.lang.management.*;
import java.util.*;
import java.util.stream.*;

public class MemoryPools {
    static Object keep;

    static boolean ordered(MemoryUsage u) {
        return u.getUsed() >= 0 && u.getUsed() <= u.getCommitted() && (u.getMax() == -1 || u.getCommitted() <= u.getMax());
    }

    static void thrown(String what, Runnable r) {
        try {
            r.run();
            System.out.println(what + " is done");
        } catch (RuntimeException e) {
            System.out.println(what + " " + e.getClass().getName() + " " + e.getMessage());
        }
    }

    public static void main(String[] args) throws Exception {
        for (GarbageCollectorMXBean g : ManagementFactory.getGarbageCollectorMXBeans()) {
            System.out.println(g.getName() + " " + g.isValid() + " " + Arrays.toString(g.getMemoryPoolNames()) + " " + g.getObjectName()
                + " " + (g instanceof com.sun.management.GarbageCollectorMXBean));
        }
        Set<String> heapPools = new TreeSet<>();
        for (MemoryPoolMXBean p : ManagementFactory.getMemoryPoolMXBeans()) {
            if (p.getType() != MemoryType.HEAP && !p.getName().equals("Metaspace")) {
                continue;
            }
            String[] managers = p.getMemoryManagerNames();
            Arrays.sort(managers);
            heapPools.add(p.getName() + " " + p.getType() + " " + p.isValid() + " usage threshold " + p.isUsageThresholdSupported() + ", collection threshold " + p.isCollectionUsageThresholdSupported()
                + " " + Arrays.toString(managers) + " " + ordered(p.getUsage()) + " " + ordered(p.getPeakUsage()) + " " + (p.getCollectionUsage() != null) + " " + p.getObjectName());
        }
        heapPools.forEach(System.out::println);
        Map<String, MemoryPoolMXBean> pools = ManagementFactory.getMemoryPoolMXBeans().stream().collect(Collectors.toMap(MemoryPoolMXBean::getName, p -> p));
        MemoryPoolMXBean eden = pools.get("Eden Space");
        MemoryPoolMXBean old = pools.get("Tenured Gen");

        // a large array and what is promoted raise the old generation's usage and its peak; both fall again
        System.gc();
        long before = old.getUsage().getUsed();
        keep = new byte[20 << 20];
        System.gc();
        System.out.println("old grew " + (old.getUsage().getUsed() - before >= 15 << 20) + " " + (old.getCollectionUsage().getUsed() - before >= 15 << 20));
        keep = null;
        System.gc();
        System.out.println("old shrank " + (old.getUsage().getUsed() - before < 8 << 20) + " " + (old.getCollectionUsage().getUsed() - before < 8 << 20));
        System.out.println("peak " + (old.getPeakUsage().getUsed() - before >= 15 << 20));
        old.resetPeakUsage();
        System.out.println("peak after reset " + (old.getPeakUsage().getUsed() - before < 8 << 20));
        System.out.println("eden is empty after a collection " + eden.getCollectionUsage().getUsed());

        // beans are the same objects each time
        System.out.println(ManagementFactory.getMemoryPoolMXBeans().contains(eden) + " " + ManagementFactory.getGarbageCollectorMXBeans().equals(ManagementFactory.getGarbageCollectorMXBeans()));

        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        MemoryUsage heap = memory.getHeapMemoryUsage();
        Runtime r = Runtime.getRuntime();
        System.out.println(ordered(heap) + " " + ordered(memory.getNonHeapMemoryUsage()) + " " + (heap.getInit() > 0) + " " + (heap.getMax() == r.maxMemory()) + " " + (heap.getCommitted() == r.totalMemory())
            + " " + (r.freeMemory() > 0 && r.freeMemory() < r.totalMemory()) + " " + (r.totalMemory() <= r.maxMemory()));

        thrown("eden usage threshold", () -> eden.setUsageThreshold(5));
        thrown("eden usage threshold", eden::getUsageThreshold);
        thrown("eden usage threshold", eden::isUsageThresholdExceeded);
        thrown("eden collection threshold", () -> eden.setCollectionUsageThreshold(1 << 20));
        System.out.println(eden.getCollectionUsageThreshold() + " " + eden.getCollectionUsageThresholdCount() + " " + eden.isCollectionUsageThresholdExceeded());
        thrown("negative", () -> old.setUsageThreshold(-1));
        thrown("metaspace collection threshold", () -> pools.get("Metaspace").setCollectionUsageThreshold(5));

        // the last collection
        for (GarbageCollectorMXBean g : ManagementFactory.getGarbageCollectorMXBeans()) {
            com.sun.management.GcInfo info = ((com.sun.management.GarbageCollectorMXBean) g).getLastGcInfo();
            if (!g.getName().equals("MarkSweepCompact")) {
                continue;
            }
            System.out.println(info.getId() > 0 && info.getId() <= g.getCollectionCount());
            System.out.println(info.getStartTime() > 0 && info.getEndTime() >= info.getStartTime() && info.getDuration() == info.getEndTime() - info.getStartTime());
            Set<String> names = new TreeSet<>(info.getMemoryUsageAfterGc().keySet());
            System.out.println(names.containsAll(List.of("Eden Space", "Survivor Space", "Tenured Gen", "Metaspace")) + " " + info.getMemoryUsageBeforeGc().keySet().equals(names));
            System.out.println(info.getMemoryUsageBeforeGc().get("Eden Space").getUsed() > info.getMemoryUsageAfterGc().get("Eden Space").getUsed());
            System.out.println(info.getCompositeType().keySet());
            System.out.println((Integer) info.get("GcThreadCount") > 0);
            System.out.println(g.getCollectionTime() >= 0);
        }
    }
}
