import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.*;
import java.util.*;
import javax.tools.*;

/** The JDK's compiler, in process: compiles a generated program, which is then run. */
public class AppJavac {
    public static Object run() throws IOException, ReflectiveOperationException {
        Path sources = Files.createTempDirectory("sources");
        Path out = Files.createTempDirectory("javac");
        List<String> files = GeneratedSources.write(sources, 10);
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager manager = javac.getStandardFileManager(null, null, null)) {
            boolean ok = javac.getTask(messages, manager, null, List.of("-nowarn", "-proc:none", "-d", out.toString()), null,
                manager.getJavaFileObjectsFromStrings(files)).call();
            if (!ok) {
                throw new IllegalStateException(messages.toString());
            }
        }
        return GeneratedSources.tryAndRemove(sources, out);
    }
}
