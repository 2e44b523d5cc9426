// A heap of known content, dumped twice: what dumpHeap refuses is printed. The dump is judged by tests/heap_dump.rs.
import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CountDownLatch;

public class HeapDumper {
    static class Node {
        static Node head;
        static int count;
        Node next;
        int a;
        long b;
        byte c;
        boolean d;
        char e;
        short f;
        float g;
        double h;
        Object o;
    }

    static class Sub extends Node {
        static final String NAME = new String("static");
        static long big = 1L << 40;
        static double pi = 3.25;
        static float nan = Float.NaN;
        static boolean yes = true;
        static char letter = 'z';
        static byte small = -5;
        static short middle = -500;
        int extra;
        Node[] many;
    }

    static class Empty {}

    static class Garbage {
        int[] dropped = new int[10];
    }

    static int[][] grid = new int[3][4];
    static String[] names = {"a", "b", null};
    static Object[] arrays = {
        new long[] {1, 2, 3, -1}, new double[] {1.5, Double.NaN}, new float[] {2.5f}, new char[] {'x', 'y'},
        new short[] {-2}, new boolean[] {true, false}, new byte[] {1, 2, -3}, new int[0], new Empty[2], new Empty()
    };

    static void inner(String path, boolean live) throws Exception {
        Node local = new Node();
        local.a = 4711;
        HotSpotDiagnosticMXBean bean = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        synchronized (grid) {
            bean.dumpHeap(path, live);
        }
        if (local.a != 4711) {
            throw new AssertionError();
        }
    }

    public static void main(String[] args) throws Exception {
        for (int i = 0; i < 100; i++) {
            Node n = i % 2 == 0 ? new Node() : new Sub();
            n.next = Node.head;
            n.a = i;
            n.b = i * 1_000_000_007L;
            n.c = (byte) i;
            n.d = i % 3 == 0;
            n.e = (char) (i + 0x3b1);
            n.f = (short) -i;
            n.g = i / 2f;
            n.h = i / 3.0;
            n.o = "s" + i;
            if (n instanceof Sub s) {
                s.extra = -i;
                s.many = new Node[] {n, null, n.next};
            }
            Node.head = n;
            Node.count++;
        }
        for (int i = 0; i < 1000; i++) {
            new Garbage();
        }
        CountDownLatch ready = new CountDownLatch(1);
        Thread waiter = new Thread(() -> {
            synchronized (names) {
                ready.countDown();
                try {
                    names.wait();
                } catch (InterruptedException e) {
                    // ends
                }
            }
        }, "waiter");
        waiter.setDaemon(true);
        waiter.start();
        ready.await();
        synchronized (names) {
            System.out.println("the waiter waits");
        }
        inner("live.hprof", true);
        inner("all.hprof", false);
        for (String path : new String[] {"live.hprof", "/nonexistent/x.hprof", "wrong", null}) {
            try {
                inner(path, true);
            } catch (Exception e) {
                System.out.println(e.getClass().getName() + ": " + e.getMessage());
            }
        }
        System.out.println(waiter.isAlive());
    }
}
