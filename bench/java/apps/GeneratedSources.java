import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.*;
import java.util.*;
import java.util.stream.Stream;

/** What the compilers compile: a program of many classes, written anew for each run, and how it is tried afterwards. */
final class GeneratedSources {
    private GeneratedSources() {}

    /** Writes the sources; gives their paths. */
    static List<String> write(Path folder, int classes) throws IOException {
        List<String> files = new ArrayList<>();
        StringBuilder calls = new StringBuilder();
        for (int i = 0; i < classes; i++) {
            files.add(write(folder, "Part" + i, part(i)));
            calls.append("        h = h * 31 + new Part").append(i).append("(").append(i % 9 + 3).append(").answer();\n");
        }
        files.add(write(folder, "Shape", """
            package generated;
            public interface Shape<T extends Comparable<T>> extends Comparable<Shape<T>> {
                T size();
                default int compareTo(Shape<T> o) { return size().compareTo(o.size()); }
                static <U extends Comparable<U>> U largest(java.util.List<? extends Shape<U>> all) {
                    return all.stream().map(Shape::size).max(java.util.Comparator.naturalOrder()).orElseThrow();
                }
            }
            """));
        files.add(write(folder, "Whole", """
            package generated;
            public class Whole implements java.util.function.LongSupplier {
                @Override public long getAsLong() {
                    long h = 0;
            %s        return h;
                }
            }
            """.formatted(calls)));
        return files;
    }

    private static String write(Path folder, String name, String source) throws IOException {
        Path file = folder.resolve(name + ".java");
        Files.writeString(file, source);
        return file.toString();
    }

    private static String part(int i) {
        StringBuilder s = new StringBuilder("""
            package generated;
            import java.util.*;
            import java.util.function.*;
            import java.util.stream.*;

            /** Number N. */
            public class PartN implements Shape<Integer> {
                enum Kind { SMALL, MIDDLE, LARGE { @Override int weight() { return 9; } }; int weight() { return ordinal() + 1; } }
                record Pair<A, B>(A first, B second) { Pair { Objects.requireNonNull(first); } Pair<B, A> swap() { return new Pair<>(second, first); } }
                static class Failure extends Exception { Failure(String m) { super(m); } }

                private final int size;
                private final Map<String, List<Integer>> index = new TreeMap<>();

                public PartN(int size) { this.size = size; }

                @Override public Integer size() { return size; }

                private Kind kind() { return size < 5 ? Kind.SMALL : size < 8 ? Kind.MIDDLE : Kind.LARGE; }

                class Cursor implements Iterator<Integer> {
                    private int at;
                    @Override public boolean hasNext() { return at < size; }
                    @Override public Integer next() { if (!hasNext()) throw new NoSuchElementException(); return at++ * PartN.this.size; }
                }

                long collect() {
                    long sum = 0;
                    for (Iterator<Integer> it = new Cursor(); it.hasNext();) sum += it.next();
                    return sum + IntStream.range(0, size).boxed().collect(Collectors.groupingBy(x -> x % 3, Collectors.summingInt(x -> x * N))).values().stream().mapToInt(x -> x).sum();
                }

                String name(Object o) {
                    if (o instanceof Integer n && n > 3) return "number " + n;
                    return switch (String.valueOf(o)) { case "a", "b" -> "letter"; case "null" -> "nothing"; default -> "thing " + o; };
                }

                int checked(int n) throws Failure {
                    try {
                        if (n % 2 == 0) throw new Failure("even " + n);
                        return n;
                    } catch (RuntimeException e) {
                        return -1;
                    } finally {
                        index.computeIfAbsent("checked", k -> new ArrayList<>()).add(n);
                    }
                }
            """);
        for (int m = 0; m < 12; m++) {
            s.append("""

                    int method%1$d(int a, long b, double[] c) {
                        int h = %2$d;
                        for (int i = 0; i < a; i++) {
                            h = h * 31 + (int) (b >>> (i & 31)) + (i < c.length ? (int) c[i] : i ^ a);
                            if ((h & 7) == %3$d) { h += a; continue; }
                            while (h > 1_000_000) h /= 3;
                        }
                        IntBinaryOperator op = (x, y) -> x * %2$d + y;
                        return op.applyAsInt(h, a);
                    }
                """.formatted(m, i * 13 + m, m % 8));
        }
        s.append("""

                public long answer() {
                    long h = collect() + kind().weight() + new Pair<>(size, "x").swap().first().length() + name(size).length() + name("a").length() + name(null).length();
                    for (int i = 0; i < 4; i++) { try { h = h * 31 + checked(i); } catch (Failure e) { h += e.getMessage().length(); } }
                    double[] c = {1.5, 2.5, size};
            """);
        for (int m = 0; m < 12; m++) {
            s.append("        h = h * 31 + method").append(m).append("(size, h, c);\n");
        }
        return s.append("        return h + Shape.largest(List.of(this, new PartN(2)));\n    }\n}\n").toString().replace("PartN", "Part" + i).replace("Number N", "Number " + i).replace("* N)", "* " + i + ")");
    }

    /** Loads and runs what was compiled: the number of class files and the program's answer. Removes all files. */
    static String tryAndRemove(Path sources, Path classes) throws IOException, ReflectiveOperationException {
        String answer;
        try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
            answer = String.valueOf(((java.util.function.LongSupplier) loader.loadClass("generated.Whole").getConstructor().newInstance()).getAsLong());
        }
        return remove(classes) + " class files, " + answer + "/" + remove(sources);
    }

    /** Removes a folder; gives the number of its files. */
    static int remove(Path folder) throws IOException {
        int files = 0;
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path p : all.sorted(Comparator.reverseOrder()).toList()) {
                files += Files.isDirectory(p) ? 0 : 1;
                Files.delete(p);
            }
        }
        return files;
    }
}
