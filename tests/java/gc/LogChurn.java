// Young collections and one full one, for the tests of the log (tests/tests/gc_log.rs).
// vm: -Xmx64m
public class LogChurn {
    static final byte[][] kept = new byte[64][];

    public static void main(String[] args) {
        for (int i = 0; i < 10_000; i++) {
            kept[i & 63] = new byte[10_000];
        }
        System.gc();
        if (args.length > 0) {
            switch (args[0]) {
                case "exit" -> System.exit(3);
                case "halt" -> Runtime.getRuntime().halt(4);
                default -> throw new IllegalArgumentException(args[0]);
            }
        }
        System.out.println("done");
    }
}
