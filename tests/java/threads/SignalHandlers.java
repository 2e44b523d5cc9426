// compare: stdout
// exit: 130
// sun.misc.Signal: handlers of our own, raise, the default and ignored ones; SIGINT ends the program.
import java.util.concurrent.SynchronousQueue;
import sun.misc.Signal;
import sun.misc.SignalHandler;

public class SignalHandlers {
    public static void main(String[] args) throws Exception {
        SynchronousQueue<String> got = new SynchronousQueue<>();
        SignalHandler h = s -> {
            try {
                got.put(s.getName() + " " + s.getNumber() + " " + Thread.currentThread().getName() + " " + Thread.currentThread().isDaemon());
            } catch (InterruptedException e) {
                System.out.println(e);
            }
        };
        SignalHandler old = Signal.handle(new Signal("WINCH"), h);
        System.out.println(old == SignalHandler.SIG_DFL);
        Signal.raise(new Signal("WINCH"));
        System.out.println(got.take());
        Signal.handle(new Signal("HUP"), h);
        new ProcessBuilder("kill", "-HUP", Long.toString(ProcessHandle.current().pid())).start();
        System.out.println(got.take());
        System.out.println(Signal.handle(new Signal("HUP"), SignalHandler.SIG_IGN) == h);
        System.out.println(new Signal("TERM").getNumber() + " " + new Signal("INT") + " " + new Signal("INT").equals(new Signal("INT")));
        for (String bad : new String[] {"NOSUCH", "KILL", "SEGV", "QUIT"}) {
            try {
                Signal.handle(new Signal(bad), h);
                System.out.println(bad + " handled");
            } catch (IllegalArgumentException e) {
                System.out.println(e.getMessage());
            }
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook")));
        Signal.raise(new Signal("INT"));
        Thread.sleep(100_000);
    }
}
