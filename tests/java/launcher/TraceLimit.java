// vm: -XX:MaxJavaStackTraceDepth=5
// exit: 1
public class TraceLimit {
    static void down(int n) {
        if (n == 0) {
            throw new IllegalStateException("cut");
        }
        down(n - 1);
    }

    public static void main(String[] args) {
        try {
            down(20);
        } catch (IllegalStateException e) {
            System.out.println(e.getStackTrace().length);
        }
        down(3);
    }
}
