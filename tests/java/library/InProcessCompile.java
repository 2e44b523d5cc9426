// javac in the same process: compiles source text in memory, reports errors, loads and runs the result.
import java.io.*;
import java.net.URI;
import java.util.*;
import javax.tools.*;

public class InProcessCompile {
    static class Source extends SimpleJavaFileObject {
        final String text;

        Source(String name, String text) {
            super(URI.create("string:///" + name + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignore) {
            return text;
        }
    }

    static class Output extends SimpleJavaFileObject {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Output(String name) {
            super(URI.create("mem:///" + name + ".class"), Kind.CLASS);
        }

        @Override
        public OutputStream openOutputStream() {
            return bytes;
        }
    }

    public static void main(String[] args) throws Exception {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        Map<String, Output> made = new TreeMap<>();
        DiagnosticCollector<JavaFileObject> diag = new DiagnosticCollector<>();
        JavaFileManager fm = new ForwardingJavaFileManager<>(javac.getStandardFileManager(diag, Locale.ROOT, null)) {
            @Override
            public JavaFileObject getJavaFileForOutput(Location l, String name, JavaFileObject.Kind k, FileObject sibling) {
                Output o = new Output(name);
                made.put(name, o);
                return o;
            }
        };
        String good = "import java.util.*; public class Made { sealed interface S permits A, B {} record A(int x) implements S {} record B(String y) implements S {}"
            + " public static String run(int n) { List<S> l = new ArrayList<>(); for (int i = 0; i < n; i++) l.add(i % 2 == 0 ? new A(i) : new B(\"b\" + i)); l.removeIf(s -> s instanceof A a && a.x() == 2); return l + \" \" + switch (n) { case 1 -> \"one\"; default -> { yield \"many\"; } }; } }";
        System.out.println(javac.getTask(null, fm, diag, List.of("-g"), null, List.of(new Source("Made", good))).call() + " " + made.keySet());
        Class<?> c = new ClassLoader() {
            @Override
            protected Class<?> findClass(String name) throws ClassNotFoundException {
                Output o = made.get(name);
                if (o == null) {
                    throw new ClassNotFoundException(name);
                }
                return defineClass(name, o.bytes.toByteArray(), 0, o.bytes.size());
            }
        }.loadClass("Made");
        System.out.println(c.getMethod("run", int.class).invoke(null, 5));
        System.out.println(javac.getTask(null, fm, diag, null, null, List.of(new Source("Bad", "class Bad { int x = \"s\"; void m() { undefined(); return 1; } }"))).call());
        for (Diagnostic<?> d : diag.getDiagnostics()) {
            System.out.println(d.getKind() + " " + d.getLineNumber() + ":" + d.getColumnNumber() + " " + d.getCode() + " " + d.getMessage(Locale.ROOT).replace("\n", " / "));
        }
    }
}
