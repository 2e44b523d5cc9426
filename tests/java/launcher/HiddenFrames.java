// vm: -XX:+UnlockDiagnosticVMOptions -XX:+ShowHiddenFrames
// With hidden frames shown, a lambda's class appears in the trace.
public class HiddenFrames {
    public static void main(String[] args) {
        Runnable r = () -> {
            for (StackTraceElement e : new Throwable().getStackTrace()) {
                System.out.println(e.toString().replaceAll("0x[0-9a-f]+", "ADDR").replaceAll("Lambda\\$\\d+", "Lambda"));
            }
        };
        r.run();
    }
}
