// System: properties, environment, streams replaced, identity, arraycopy, line separator, Math exact methods.
import java.io.*;
import java.util.*;

public class SystemFacts {
    static void t(Runnable r) {
        try {
            r.run();
        } catch (RuntimeException e) {
            System.out.println(e);
        }
    }

    public static void main(String[] args) throws Exception {
        for (String k : new String[] {"java.version", "java.specification.version", "java.vm.specification.name", "java.vm.specification.vendor", "java.vm.specification.version", "java.class.version", "file.separator", "path.separator",
            "os.name", "os.arch", "java.vendor", "user.language", "file.encoding", "sun.jnu.encoding", "java.home", "java.library.path", "sun.arch.data.model", "sun.cpu.endian", "java.specification.name", "java.vendor.url", "line.separator", "native.encoding",
            "sun.boot.library.path", "java.runtime.name", "java.runtime.version", "java.version.date", "jdk.debug"}) {
            System.out.println(k + " = " + System.getProperty(k, "null").replace("\n", "NL"));
        }
        for (String k : new String[] {"java.vm.name", "java.vm.version", "java.vm.vendor", "java.vm.info", "java.class.path", "user.dir", "user.home", "user.name", "java.io.tmpdir", "sun.java.command", "sun.java.launcher"}) {
            System.out.println(k + " " + (System.getProperty(k) != null));
        }
        System.setProperty("my.key", "1");
        System.out.println(System.getProperty("my.key") + System.clearProperty("my.key") + System.getProperty("my.key") + Integer.getInteger("my.key", 5) + Boolean.getBoolean("x"));
        t(() -> System.getProperty(""));
        t(() -> System.setProperty("k", null));
        t(() -> System.getenv().put("A", "b"));
        System.out.println(System.getenv("TZ") + " " + System.getenv("NO_SUCH_VARIABLE") + " " + System.getenv().containsKey("PATH"));
        PrintStream old = System.out;
        ByteArrayOutputStream b = new ByteArrayOutputStream();
        System.setOut(new PrintStream(b, true));
        System.out.println("captured");
        System.setOut(old);
        System.setErr(old);
        System.err.println("err to out " + b.toString().trim());
        System.setIn(new ByteArrayInputStream("typed".getBytes()));
        System.out.println(new BufferedReader(new InputStreamReader(System.in)).readLine() + " " + System.console());
        Object o = new Object();
        System.out.println((System.identityHashCode(o) == o.hashCode()) + " " + System.identityHashCode(null) + " " + (System.identityHashCode("a") == System.identityHashCode("a")) + " " + (System.nanoTime() <= System.nanoTime()));
        for (Runnable r : new Runnable[] {() -> Math.addExact(Integer.MAX_VALUE, 1), () -> Math.multiplyExact(1L << 62, 2L), () -> Math.toIntExact(1L << 31), () -> Math.negateExact(Integer.MIN_VALUE), () -> Math.floorMod(1, 0),
            () -> Math.incrementExact(Integer.MAX_VALUE), () -> Math.subtractExact(Long.MIN_VALUE, 1L), () -> Math.absExact(Integer.MIN_VALUE)}) {
            t(r);
        }
        System.out.println(Math.floorDiv(-7, 2) + " " + Math.floorMod(-7, 2) + " " + Math.hypot(3, 4) + " " + Math.log1p(1e-10) + " " + Math.toDegrees(Math.PI) + " " + Math.scalb(1.5, 4) + " " + Math.clampless());
    }

    static class Math {
        static String clampless() {
            return "shadowed";
        }

        static int addExact(int a, int b) { return java.lang.Math.addExact(a, b); }
        static long multiplyExact(long a, long b) { return java.lang.Math.multiplyExact(a, b); }
        static int toIntExact(long a) { return java.lang.Math.toIntExact(a); }
        static int negateExact(int a) { return java.lang.Math.negateExact(a); }
        static int floorMod(int a, int b) { return java.lang.Math.floorMod(a, b); }
        static int floorDiv(int a, int b) { return java.lang.Math.floorDiv(a, b); }
        static int incrementExact(int a) { return java.lang.Math.incrementExact(a); }
        static long subtractExact(long a, long b) { return java.lang.Math.subtractExact(a, b); }
        static int absExact(int a) { return java.lang.Math.absExact(a); }
        static double hypot(double a, double b) { return java.lang.StrictMath.hypot(a, b); }
        static double log1p(double a) { return java.lang.StrictMath.log1p(a); }
        static double toDegrees(double a) { return java.lang.Math.toDegrees(a); }
        static double scalb(double a, int b) { return java.lang.Math.scalb(a, b); }
        static final double PI = java.lang.Math.PI;
    }
}
