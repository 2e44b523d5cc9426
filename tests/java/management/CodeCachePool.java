// The pool of compiled code and its manager, as without segments.
// vm: -XX:-SegmentedCodeCache
import java.lang.management.*;
import java.util.*;

public class CodeCachePool {
    public static void main(String[] args) {
        for (MemoryPoolMXBean p : ManagementFactory.getMemoryPoolMXBeans()) {
            if (!p.getName().equals("CodeCache")) {
                continue;
            }
            MemoryUsage u = p.getUsage();
            System.out.println(p.getType() + " " + Arrays.toString(p.getMemoryManagerNames()) + " " + p.isUsageThresholdSupported() + " "
                + p.isCollectionUsageThresholdSupported() + " " + p.getObjectName() + " " + p.getCollectionUsage());
            System.out.println(u.getUsed() <= u.getCommitted() && u.getCommitted() <= u.getMax());
            System.out.println(p.getPeakUsage().getUsed() >= u.getUsed());
        }
        for (MemoryManagerMXBean m : ManagementFactory.getMemoryManagerMXBeans()) {
            if (!(m instanceof GarbageCollectorMXBean)) {
                System.out.println(m.getName() + " " + m.getMemoryPoolNames()[0] + " " + m.getObjectName());
            }
        }
        System.out.println(ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage().getMax());
    }
}
