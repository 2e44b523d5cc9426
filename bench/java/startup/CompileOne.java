import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.*;

/** The JDK's compiler as a command is: one source file, in a process of its own. */
public class CompileOne {
    static final String SOURCE = """
        import java.util.*;
        import java.util.function.*;

        public class Shapes {
            sealed interface Shape permits Circle, Square, Many {}
            record Circle(double r) implements Shape {}
            record Square(double a) implements Shape {}
            record Many(List<Shape> all) implements Shape {}

            static double area(Shape s) {
                if (s instanceof Circle c) return Math.PI * c.r() * c.r();
                if (s instanceof Square q) return q.a() * q.a();
                if (s instanceof Many m) return m.all().stream().mapToDouble(Shapes::area).sum();
                throw new AssertionError(s);
            }

            enum Unit { MM, CM, M; Unit next() { return values()[(ordinal() + 1) % values().length]; } }

            static <T extends Comparable<T>> Optional<T> largest(Collection<? extends T> all) {
                T best = null;
                for (T t : all) best = best == null || t.compareTo(best) > 0 ? t : best;
                return Optional.ofNullable(best);
            }

            public static void main(String[] args) {
                Function<Integer, Shape> make = i -> switch (i % 3) { case 0 -> new Circle(i); case 1 -> new Square(i); default -> new Many(List.of(new Square(1))); };
                List<Double> areas = new ArrayList<>();
                for (int i = 0; i < 10; i++) areas.add(area(make.apply(i)));
                System.out.println(largest(areas).get() + " " + Unit.M.next());
            }
        }
        """;

    public static void main(String[] args) throws IOException {
        Path folder = Files.createTempDirectory("compile-one");
        Path source = folder.resolve("Shapes.java");
        Files.writeString(source, SOURCE);
        int code = com.sun.tools.javac.Main.compile(new String[] {"-proc:none", "-d", folder.toString(), source.toString()}, new PrintWriter(System.err));
        int files = 0;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
            for (Path p : all) {
                files += p.toString().endsWith(".class") ? 1 : 0;
                Files.delete(p);
            }
        }
        Files.delete(folder);
        System.out.println("exit code " + code + ", " + files + " class files");
    }
}
