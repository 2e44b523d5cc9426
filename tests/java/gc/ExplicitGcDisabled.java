// skip move: counts collections
// skip stress: counts collections
// -XX:+DisableExplicitGC: System.gc() collects nothing.
// vm: -XX:+DisableExplicitGC -Xmx64m
import java.lang.management.*;
import java.lang.ref.WeakReference;

public class ExplicitGcDisabled {
    public static void main(String[] args) {
        WeakReference<Object> weak = new WeakReference<>(new Object());
        System.gc();
        Runtime.getRuntime().gc();
        ManagementFactory.getMemoryMXBean().gc();
        long n = 0;
        for (GarbageCollectorMXBean b : ManagementFactory.getGarbageCollectorMXBeans()) {
            n += b.getCollectionCount();
        }
        System.out.println(n + " " + (weak.get() != null));
    }
}
