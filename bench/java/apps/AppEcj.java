import java.io.*;
import java.nio.file.*;
import java.util.*;

/** Eclipse's compiler, in process: compiles a generated program, which is then run. */
public class AppEcj {
    public static Object run() throws IOException, ReflectiveOperationException {
        Path sources = Files.createTempDirectory("sources");
        Path out = Files.createTempDirectory("ecj");
        List<String> args = new ArrayList<>(List.of("-17", "-nowarn", "-proc:none", "--system", System.getProperty("java.home"), "-d", out.toString()));
        args.addAll(GeneratedSources.write(sources, 7));
        StringWriter messages = new StringWriter();
        boolean ok = new org.eclipse.jdt.internal.compiler.batch.Main(new PrintWriter(messages), new PrintWriter(messages), false)
            .compile(args.toArray(new String[0]));
        if (!ok) {
            throw new IllegalStateException(messages.toString());
        }
        return GeneratedSources.tryAndRemove(sources, out);
    }
}
