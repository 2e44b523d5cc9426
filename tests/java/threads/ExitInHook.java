// exit: 255
// The exit code is cut to a byte; System.exit with a negative code.
public class ExitInHook {
    public static void main(String[] args) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            throw new IllegalStateException("in the hook");
        }, "hook"));
        System.exit(-1);
    }
}
