// skip stress: counts notifications of collections
// Listeners hear of collections, in order and by a thread of the VM's own.
// vm: -XX:+UseSerialGC -Xmx64m
import com.sun.management.*;
import java.lang.management.ManagementFactory;
import java.util.*;
import java.util.concurrent.*;
import javax.management.*;
import javax.management.openmbean.CompositeData;

public class GcNotifications {
    static final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    static Object sink;

    static void listen(Notification n, Object back) {
        GarbageCollectionNotificationInfo info = GarbageCollectionNotificationInfo.from((CompositeData) n.getUserData());
        GcInfo gc = info.getGcInfo();
        String cause = info.getGcAction().contains("minor") ? "" : ", " + info.getGcCause();
        heard.add(n.getType() + " " + info.getGcName() + ", " + info.getGcAction() + cause + " " + back
            + " " + (gc.getId() > 0 && gc.getDuration() >= 0) + " " + gc.getMemoryUsageAfterGc().containsKey("Tenured Gen") + " " + (n.getTimeStamp() > 0) + " " + Thread.currentThread().isDaemon()
            + " " + (Thread.currentThread().getThreadGroup().getName()));
        if (back.equals("throws") && cause.contains("System.gc()")) {
            throw new IllegalStateException("a listener's exception is nobody's");
        }
    }

    // the next notification of such a collection
    static String next(String what) throws Exception {
        String s;
        do {
            s = heard.poll(20, TimeUnit.SECONDS);
        } while (s != null && !s.contains(what));
        return s == null ? "nothing heard" : s;
    }

    public static void main(String[] args) throws Exception {
        int threads = Thread.getAllStackTraces().size();
        NotificationListener listener = GcNotifications::listen;
        for (GarbageCollectorMXBean b : ManagementFactory.getPlatformMXBeans(GarbageCollectorMXBean.class)) {
            MBeanNotificationInfo[] infos = ((NotificationEmitter) b).getNotificationInfo();
            System.out.println(b.getName() + " " + Arrays.toString(infos[0].getNotifTypes()) + " " + infos[0].getDescription());
            ((NotificationEmitter) b).addNotificationListener(listener, null, "first");
        }
        // the thread that calls listeners is not shown
        System.out.println(Thread.getAllStackTraces().size() == threads);
        System.gc();
        System.out.println(next("System.gc()"));
        for (int i = 0; i < 2000; i++) {
            sink = new byte[20_000];
        }
        System.out.println(next("minor"));
        GarbageCollectorMXBean full = ManagementFactory.getPlatformMXBeans(GarbageCollectorMXBean.class).stream().filter(b -> b.getName().equals("MarkSweepCompact")).findFirst().get();
        ((NotificationEmitter) full).addNotificationListener(listener, null, "throws");
        System.gc();
        List<String> both = new ArrayList<>(List.of(next("System.gc()"), next("System.gc()")));
        Collections.sort(both);
        both.forEach(System.out::println);
        ((NotificationEmitter) full).removeNotificationListener(listener);
        heard.clear();
        ManagementFactory.getMemoryMXBean().gc();
        Thread.sleep(200);
        heard.removeIf(s -> !s.contains("System.gc()"));
        System.out.println(heard);
        try {
            ((NotificationEmitter) full).removeNotificationListener(listener);
        } catch (ListenerNotFoundException e) {
            System.out.println(e.getMessage());
        }
    }
}
