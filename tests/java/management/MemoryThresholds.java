// Usage thresholds and collection usage thresholds: notifications, counts, and what is exceeded.
// vm: -XX:+UseSerialGC -Xmx128m -Xmn16m
import java.lang.management.*;
import java.util.concurrent.*;
import javax.management.*;
import javax.management.openmbean.CompositeData;

public class MemoryThresholds {
    static final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    static byte[][] keep = new byte[64][];

    static void listen(Notification n, Object back) {
        MemoryNotificationInfo info = MemoryNotificationInfo.from((CompositeData) n.getUserData());
        heard.add(n.getType() + " " + info.getPoolName() + " " + info.getCount() + " " + n.getMessage() + " " + n.getSource());
    }

    static String next() throws Exception {
        String s = heard.poll(20, TimeUnit.SECONDS);
        return s == null ? "nothing heard" : s;
    }

    static void await(Callable<Boolean> c) throws Exception {
        for (int i = 0; i < 4000 && !c.call(); i++) {
            Thread.sleep(5);
        }
        System.out.println("came true: " + c.call());
    }

    public static void main(String[] args) throws Exception {
        MemoryPoolMXBean old = ManagementFactory.getMemoryPoolMXBeans().stream().filter(p -> p.getName().equals("Tenured Gen")).findFirst().get();
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        ((NotificationEmitter) memory).addNotificationListener(MemoryThresholds::listen, null, null);
        System.gc();
        long base = old.getUsage().getUsed();
        System.out.println(old.getUsageThreshold() + " " + old.getUsageThresholdCount() + " " + old.isUsageThresholdExceeded());

        // a gauge: one notification for each time that the usage rises over the threshold
        old.setUsageThreshold(base + (20 << 20));
        System.out.println(old.isUsageThresholdExceeded());
        for (int i = 0; i < 40; i++) {
            keep[i] = new byte[1 << 20];
        }
        System.gc();
        System.out.println(next());
        System.out.println(old.isUsageThresholdExceeded() + " " + old.getUsageThresholdCount());
        System.gc();
        System.out.println(old.isUsageThresholdExceeded() + " " + old.getUsageThresholdCount() + " " + heard);
        keep = new byte[64][];
        System.gc();
        await(() -> !old.isUsageThresholdExceeded());
        for (int i = 0; i < 40; i++) {
            keep[i] = new byte[1 << 20];
        }
        System.gc();
        System.out.println(next());
        System.out.println(old.isUsageThresholdExceeded() + " " + old.getUsageThresholdCount());
        // a threshold that the usage is over already
        old.setUsageThreshold(0);
        System.out.println(old.isUsageThresholdExceeded());

        // a counter: one notification for each collection that leaves more
        old.setCollectionUsageThreshold(base + (20 << 20));
        heard.clear();
        for (int i = 0; i < 3; i++) {
            System.gc();
            System.out.println(next());
        }
        System.out.println(old.isCollectionUsageThresholdExceeded() + " " + old.getCollectionUsageThresholdCount());
        keep = new byte[64][];
        System.gc();
        await(() -> !old.isCollectionUsageThresholdExceeded());
        System.out.println(old.getCollectionUsageThresholdCount() + " " + heard);

        // metadata
        MemoryPoolMXBean metaspace = ManagementFactory.getMemoryPoolMXBeans().stream().filter(p -> p.getName().equals("Metaspace")).findFirst().get();
        metaspace.setUsageThreshold(1);
        System.out.println(next());
        await(() -> metaspace.getUsageThresholdCount() == 1);
        System.out.println(metaspace.isUsageThresholdExceeded());
        System.out.println(ManagementFactory.getThreadMXBean().getThreadCount() == Thread.getAllStackTraces().size());
    }
}
