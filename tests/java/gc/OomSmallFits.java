// vm: -Xmx64m
// A big array has no room while small objects still have; soft references go first, weak ones stay as they are.
import java.lang.ref.SoftReference;

public class OomSmallFits {
    public static void main(String[] args) {
        SoftReference<byte[]> soft = new SoftReference<>(new byte[1_000_000]);
        int small = 0;
        int failed = 0;
        Object[] list = new Object[1000];
        for (int i = 0; i < 1000; i++) {
            try {
                byte[] big = new byte[100_000_000 + i];
                System.out.println(big.length);
            } catch (OutOfMemoryError e) {
                failed++;
            }
            list[i] = new int[] {i};
            small += ((int[]) list[i])[0];
        }
        System.out.println(failed + " " + small + " " + (soft.get() == null));
        // a try with finally, a lock and a nested handler on the way
        Object lock = new Object();
        StringBuilder order = new StringBuilder();
        try {
            synchronized (lock) {
                try {
                    try {
                        Object o = new double[50_000_000];
                    } finally {
                        order.append("finally ");
                    }
                } catch (IllegalStateException e) {
                    order.append("never ");
                }
            }
        } catch (OutOfMemoryError e) {
            order.append(e.getMessage()).append(' ').append(Thread.holdsLock(lock));
        }
        System.out.println(order);
    }
}
