import java.io.*;
import java.nio.file.*;
import java.util.*;
import java.util.stream.Stream;

/** Eclipse's compiler, in process: compiles the sources of the folder in the property {@code sources}. */
public class AppEcj {
    static long size(Path folder) throws IOException {
        long size = 0;
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path p : all.sorted(Comparator.reverseOrder()).toList()) {
                size += Files.isDirectory(p) ? 0 : Files.size(p);
                Files.delete(p);
            }
        }
        return size;
    }

    public static Object run() throws IOException {
        Path out = Files.createTempDirectory("ecj");
        List<String> args = new ArrayList<>(List.of("-17", "-nowarn", "-proc:none", "--system", System.getProperty("java.home"), "-d", out.toString()));
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of(System.getProperty("sources")), "*.java")) {
            all.forEach(p -> args.add(p.toString()));
        }
        StringWriter messages = new StringWriter();
        boolean ok = new org.eclipse.jdt.internal.compiler.batch.Main(new PrintWriter(messages), new PrintWriter(messages), false)
            .compile(args.toArray(new String[0]));
        if (!ok) {
            throw new IllegalStateException(messages.toString());
        }
        return size(out);
    }
}
