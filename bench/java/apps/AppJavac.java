import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.*;
import java.util.*;
import javax.tools.*;

/** The JDK's compiler, in process: compiles the sources of the folder in the property {@code sources}. */
public class AppJavac {
    public static Object run() throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of(System.getProperty("sources")), "*.java")) {
            all.forEach(files::add);
        }
        Collections.sort(files);
        Path out = Files.createTempDirectory("javac");
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager manager = javac.getStandardFileManager(null, null, null)) {
            boolean ok = javac.getTask(messages, manager, null, List.of("-nowarn", "-proc:none", "-d", out.toString()), null,
                manager.getJavaFileObjectsFromPaths(files)).call();
            if (!ok) {
                throw new IllegalStateException(messages.toString());
            }
        }
        return AppEcj.size(out);
    }
}
