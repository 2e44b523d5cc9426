// vm: -Xmx48m -Xlog:os+thread=off
// Each kind of OutOfMemoryError that a program can cause, its message, cause and trace.
public class OomMessages {
    static Object keep;

    interface Body {
        void run() throws Throwable;
    }

    static void fill() {
        Object[] chain = null;
        while (true) {
            chain = new Object[] {chain, new byte[100_000]};
            keep = chain;
        }
    }

    static void check(String what, Body body) {
        try {
            body.run();
            System.out.println(what + ": nothing thrown");
        } catch (OutOfMemoryError e) {
            keep = null;
            System.out.println(what + ": " + e.getMessage() + ", cause " + e.getCause());
        } catch (Throwable e) {
            keep = null;
            System.out.println(what + ": " + e);
        }
    }

    public static void main(String[] args) throws Exception {
        OutOfMemoryError first = null;
        try {
            fill();
        } catch (OutOfMemoryError e) {
            keep = null;
            first = e;
        }
        StackTraceElement[] trace = first.getStackTrace();
        System.out.println(first + " " + trace.length + " " + trace[0] + " " + trace[1]);
        first.addSuppressed(new Exception("kept?"));
        System.out.println(first.getSuppressed().length);
        try {
            first.initCause(new Exception("cause"));
        } catch (IllegalStateException e) {
            System.out.println(e.getMessage());
        }
        first.setStackTrace(new StackTraceElement[0]);
        System.out.println(first.getStackTrace().length);

        check("heap", OomMessages::fill);
        check("one array", () -> keep = new byte[500_000_000]);
        check("longest array", () -> keep = new byte[Integer.MAX_VALUE - 2]);
        check("too long", () -> keep = new byte[Integer.MAX_VALUE - 1]);
        check("too long", () -> keep = new Object[Integer.MAX_VALUE]);
        check("reflection", () -> keep = java.lang.reflect.Array.newInstance(long.class, Integer.MAX_VALUE));
        check("many", () -> keep = java.lang.reflect.Array.newInstance(int.class, 100_000, 100_000));
        check("multianewarray", () -> keep = new long[3][Integer.MAX_VALUE]);
        check("multianewarray", () -> keep = new long[20_000][20_000]);
        check("negative", () -> keep = new long[1000][-1]);
        check("clone", () -> {
            byte[] big = new byte[30_000_000];
            keep = new Object[] {big, big.clone()};
        });
        check("string", () -> keep = "x".repeat(Integer.MAX_VALUE - 5));
        check("builder", () -> {
            StringBuilder b = new StringBuilder("0123456789");
            while (true) {
                b.append(b);
            }
        });
        check("thread", () -> new Thread(null, () -> {}, "huge", 1L << 46).start());
        check("allocateInstance", () -> {
            java.lang.reflect.Field f = Class.forName("sun.misc.Unsafe").getDeclaredField("theUnsafe");
            f.setAccessible(true);
            ((sun.misc.Unsafe) f.get(null)).allocateMemory(1L << 60);
        });
        check("direct", () -> java.nio.ByteBuffer.allocateDirect(2_000_000_000));
        keep = new byte[10_000_000];
        System.out.println(((byte[]) keep).length);
    }
}
