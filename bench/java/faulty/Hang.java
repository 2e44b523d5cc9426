/** Never returns. */
public class Hang {
    static volatile boolean stop;

    public static Object run() {
        while (!stop) {
            Thread.onSpinWait();
        }
        return 42;
    }
}
