import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * Compiles many independent programs in one JVM. Each line of the list file given as the
 * argument is {@code source TAB output-folder TAB options}. A program compiles into a temporary
 * folder that is renamed at the end, so an output folder is always complete; messages of a
 * failed one go to {@code output-folder.err}.
 */
public class CompileAll {
    public static void main(String[] args) throws Exception {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        try (var files = javac.getStandardFileManager(null, null, null)) {
            for (String line : Files.readAllLines(Path.of(args[0]))) {
                String[] fields = line.split("\t", -1);
                compile(javac, Path.of(fields[0]), Path.of(fields[1]), fields[2]);
            }
        }
    }

    static void compile(JavaCompiler javac, Path source, Path out, String extra) throws Exception {
        Path temporary = Path.of(out + ".part");
        delete(temporary);
        Files.createDirectories(temporary);
        List<String> options = new ArrayList<>(List.of("-g", "-nowarn", "-proc:none",
            "-XDignore.symbol.file", "-encoding", "UTF-8", "-Xlint:none", "-d", temporary.toString()));
        if (!extra.isBlank()) {
            options.addAll(List.of(extra.split(" +")));
        }
        StringWriter messages = new StringWriter();
        // A file manager keeps -d and --add-exports, so each program gets its own.
        try (var files = javac.getStandardFileManager(null, null, null)) {
            boolean ok = javac.getTask(messages, files, null, options, null,
                files.getJavaFileObjects(source)).call();
            Path err = Path.of(out + ".err");
            if (ok) {
                Files.deleteIfExists(err);
                Files.move(temporary, out, StandardCopyOption.ATOMIC_MOVE);
            } else {
                Files.writeString(err, messages.toString());
                delete(temporary);
            }
        }
    }

    static void delete(Path folder) throws Exception {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path p : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(p);
                }
            }
        }
    }
}
