// vm: -Xmx48m
// OutOfMemoryError for arrays that cannot fit; the program goes on.
public class OutOfMemory {
    static void t(String what, Runnable r) {
        try {
            r.run();
            System.out.println(what + " fits");
        } catch (OutOfMemoryError e) {
            System.out.println(what + " " + e);
        }
    }

    public static void main(String[] args) {
        t("max int[]", () -> { int[] a = new int[Integer.MAX_VALUE]; });
        t("max-1 byte[]", () -> { byte[] a = new byte[Integer.MAX_VALUE - 1]; });
        t("max-2 byte[]", () -> { byte[] a = new byte[Integer.MAX_VALUE - 2]; });
        t("100 MB", () -> { byte[] a = new byte[100 << 20]; });
        t("long[]", () -> { long[] a = new long[20_000_000]; });
        t("Object[]", () -> { Object[] a = new Object[50_000_000]; });
        t("multi", () -> { int[][] a = new int[1000][100_000_000]; });
        t("clone", () -> { byte[] a = new byte[1000]; a = a.clone(); });
        t("reflect", () -> java.lang.reflect.Array.newInstance(double.class, 100_000_000));
        t("repeat", () -> "x".repeat(Integer.MAX_VALUE).length());
        t("repeat2", () -> "xy".repeat(Integer.MAX_VALUE).length());
        t("small", () -> { int[] a = new int[1000]; a[999] = 1; });
        System.out.println(Runtime.getRuntime().maxMemory() <= 48L << 20);
    }
}
