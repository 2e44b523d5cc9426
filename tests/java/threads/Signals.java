// exit: 143
// SIGTERM from outside: the shutdown hook runs and the exit code tells the signal.
public class Signals {
    public static void main(String[] args) throws Exception {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook")));
        System.out.println("raising");
        new ProcessBuilder("kill", "-TERM", Long.toString(ProcessHandle.current().pid())).start().waitFor();
        Thread.sleep(100_000);
        System.out.println("never");
    }
}
