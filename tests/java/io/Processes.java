// ProcessBuilder: streams, exit codes, environment, folder, redirection, pipelines, handles, destroying.
import java.io.*;
import java.util.*;
import java.util.concurrent.TimeUnit;

public class Processes {
    static String out(Process p) throws IOException {
        return new String(p.getInputStream().readAllBytes());
    }

    public static void main(String[] args) throws Exception {
        Process p = new ProcessBuilder("echo", "hello", "a b").start();
        System.out.print(out(p));
        System.out.println(p.waitFor() + " " + p.exitValue() + " " + p.isAlive());
        p = new ProcessBuilder("cat").start();
        try (Writer w = p.outputWriter()) {
            w.write("through cat\n");
        }
        System.out.print(out(p));
        p = new ProcessBuilder("sh", "-c", "echo out; echo err >&2; exit 7").redirectErrorStream(true).start();
        System.out.print(out(p) + p.waitFor() + "\n");
        ProcessBuilder b = new ProcessBuilder("sh", "-c", "echo $VAR; pwd | sed 's#.*/##'");
        b.environment().put("VAR", "value");
        new File("folder").mkdir();
        b.directory(new File("folder"));
        System.out.print(out(b.start()));
        new ProcessBuilder("sh", "-c", "cat; echo done").redirectInput(ProcessBuilder.Redirect.from(file("in.txt", "from a file\n"))).redirectOutput(new File("out.txt")).start().waitFor();
        System.out.print(new String(new FileInputStream("out.txt").readAllBytes()));
        System.out.flush();
        new ProcessBuilder("echo", "inherited").inheritIO().start().waitFor();
        List<Process> pipe = ProcessBuilder.startPipeline(List.of(new ProcessBuilder("printf", "c\\na\\nb\\n"), new ProcessBuilder("sort"), new ProcessBuilder("head", "-n", "2")));
        System.out.print(out(pipe.get(2)));
        try {
            new ProcessBuilder("/no/such/program").start();
        } catch (IOException e) {
            System.out.println(e.getMessage() + " " + e.getCause());
        }
        try {
            new ProcessBuilder("echo").directory(new File("missing")).start();
        } catch (IOException e) {
            System.out.println(e.getMessage());
        }
        Process sleep = new ProcessBuilder("sleep", "100").start();
        System.out.println(sleep.isAlive() + " " + sleep.waitFor(10, TimeUnit.MILLISECONDS) + " " + sleep.toHandle().isAlive() + " " + sleep.supportsNormalTermination() + " " + (sleep.pid() > 1));
        try {
            sleep.exitValue();
        } catch (IllegalThreadStateException e) {
            System.out.println(e.getMessage());
        }
        sleep.destroy();
        System.out.println(sleep.waitFor() + " " + sleep.onExit().get().exitValue());
        Process hard = new ProcessBuilder("sleep", "100").start();
        System.out.println(hard.destroyForcibly().waitFor());
        ProcessHandle me = ProcessHandle.current();
        System.out.println(me.isAlive() + " " + (me.pid() > 0) + " " + me.parent().isPresent() + " " + me.info().command().isPresent());
        try {
            me.destroy();
        } catch (IllegalStateException e) {
            System.out.println(e.getMessage());
        }
        Process child = Runtime.getRuntime().exec(new String[] {"sh", "-c", "exit 3"}, new String[] {"A=b"});
        System.out.println(child.waitFor() + " " + child.onExit().thenApply(Process::exitValue).get());
    }

    static File file(String name, String text) throws IOException {
        File f = new File(name);
        try (FileWriter w = new FileWriter(f)) {
            w.write(text);
        }
        return f;
    }
}
