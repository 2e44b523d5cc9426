// Beans of the collectors and of the heap's pools: there are some, and they count.
import java.lang.management.*;

public class CollectorBeans {
    static Object sink;

    static long count() {
        long n = 0;
        for (GarbageCollectorMXBean b : ManagementFactory.getGarbageCollectorMXBeans()) {
            n += b.getCollectionCount();
        }
        return n;
    }

    public static void main(String[] args) {
        System.out.println(!ManagementFactory.getGarbageCollectorMXBeans().isEmpty());
        for (GarbageCollectorMXBean b : ManagementFactory.getGarbageCollectorMXBeans()) {
            System.out.println(b.isValid() + " " + (b.getCollectionTime() >= 0) + " " + (b.getMemoryPoolNames().length > 0));
            break;
        }
        long before = count();
        System.gc();
        System.out.println(count() > before);
        for (MemoryPoolMXBean p : ManagementFactory.getMemoryPoolMXBeans()) {
            if (p.getType() == MemoryType.HEAP) {
                System.out.println((p.getUsage().getUsed() >= 0) + " " + p.isValid());
                break;
            }
        }
    }
}
