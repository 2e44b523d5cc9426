import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.util.Arrays;

/**
 * Measures the static method {@code run()} of a class in its steady state: {@code Steady CLASS WARMUP-MS BLOCKS BLOCK-MS}. It is called until the
 * warm-up is over (once at least), then in blocks of so many calls as use up a block's CPU time. Prints what it gave, which must be the same in each call,
 * and per call the medians of the blocks, in nanoseconds: process CPU time and elapsed time.
 */
public class Steady {
    public static void main(String[] args) throws Throwable {
        Class<?> c = Class.forName(args[0]);
        Method m = c.getDeclaredMethod("run");
        MethodHandle run = MethodHandles.lookup().unreflect(m).asType(java.lang.invoke.MethodType.methodType(Object.class));
        long warmup = Long.parseLong(args[1]) * 1_000_000;
        int blocks = Integer.parseInt(args[2]);
        long blockTime = Long.parseLong(args[3]) * 1_000_000;
        var os = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long start = System.nanoTime();
        Object first = null;
        do {
            Object r = run.invokeExact();
            first = first == null ? r : first;
            check(first, r);
        } while (System.nanoTime() - start < warmup);
        long[] cpu = new long[blocks], wall = new long[blocks];
        for (int b = 0; b < blocks; b++) {
            long from = System.nanoTime(), fromCpu = os.getProcessCpuTime();
            int calls = 0;
            long usedCpu, used;
            // On a busy machine a block lasts longer, within reason: the clock of CPU time is coarse.
            do {
                Object r = run.invokeExact();
                check(first, r);
                calls++;
                usedCpu = os.getProcessCpuTime() - fromCpu;
                used = System.nanoTime() - from;
            } while (usedCpu < blockTime && used < 5 * blockTime);
            cpu[b] = usedCpu / calls;
            wall[b] = used / calls;
        }
        Arrays.sort(cpu);
        Arrays.sort(wall);
        System.out.println("RESULT " + first);
        System.out.println("TIME " + cpu[blocks / 2] + " " + wall[blocks / 2]);
    }

    static void check(Object first, Object r) {
        if (!first.equals(r)) {
            throw new AssertionError(first + " and then " + r);
        }
    }
}
