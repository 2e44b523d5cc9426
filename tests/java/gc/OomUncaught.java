// vm: -Xmx48m
// exit: 1
// The program ends by one.
public class OomUncaught {
    static Object[] keep;

    static void grow() {
        while (true) {
            keep = new Object[] {keep, new long[50_000]};
        }
    }

    public static void main(String[] args) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            keep = null;
            System.out.println("hook");
        }));
        Thread.setDefaultUncaughtExceptionHandler(null);
        Thread.currentThread().setUncaughtExceptionHandler((t, e) -> {
            keep = null;
            System.out.println(t.getName() + " ends by " + e);
            e.printStackTrace();
        });
        grow();
    }
}
