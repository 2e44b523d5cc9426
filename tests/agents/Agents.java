import com.sun.tools.attach.VirtualMachine;
import java.io.File;
import java.io.InputStream;
import java.lang.instrument.ClassDefinition;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.security.ProtectionDomain;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.jar.JarFile;

/** Programs, by the first argument, for agents to look at. */
public class Agents {
    public static void main(String[] args) throws Throwable {
        switch (args[0]) {
            case "plain" -> System.out.println("main: " + new First().text() + ", " + new Second().text());
            case "kinds" -> kinds();
            case "threads" -> threads();
            case "attach" -> attach(args);
            case "search" -> search();
            case "prefix" -> {
                System.load(args[1]);
                System.out.println("native method: " + Prefixed.work());
            }
            case "exit" -> System.exit(3);
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    /** Classes of all kinds: those of other loaders, of the boot loader, generated and hidden ones. */
    static void kinds() throws Throwable {
        byte[] bytes = bytesOf("Second");
        Class<?> own = new ClassLoader(null) {
            Class<?> define() {
                return defineClass("Second", bytes, 0, bytes.length);
            }
        }.define();
        var constructor = own.getDeclaredConstructor();
        constructor.setAccessible(true);
        var text = own.getDeclaredMethod("text");
        text.setAccessible(true);
        System.out.println("own loader: " + text.invoke(constructor.newInstance()));
        var hidden = MethodHandles.lookup().defineHiddenClass(bytesOf("Hidden"), true);
        var toString = hidden.lookupClass().getDeclaredConstructor().newInstance().toString();
        System.out.println("hidden: " + toString);
        var looked = MethodHandles.lookup().defineClass(bytesOf("First"));
        System.out.println("by lookup: " + looked.getDeclaredConstructor().newInstance());
        System.out.println("boot loader: " + new java.util.zip.Adler32().getValue());
        var proxy = (Supplier<?>) Proxy.newProxyInstance(Agents.class.getClassLoader(), new Class<?>[] {Supplier.class}, (p, m, a) -> "called");
        System.out.println("proxy: " + proxy.get());
        Supplier<String> lambda = () -> "lambda";
        System.out.println(lambda.get());
    }

    static byte[] bytesOf(String name) throws Exception {
        try (InputStream in = Agents.class.getResourceAsStream(name + ".class")) {
            return in.readAllBytes();
        }
    }

    /** Many threads define classes, and one class, at once. */
    static void threads() throws Exception {
        byte[] bytes = bytesOf("Second");
        var start = new CountDownLatch(1);
        var all = new Thread[8];
        var texts = new String[all.length];
        for (int i = 0; i < all.length; i++) {
            int n = i;
            all[i] = new Thread(() -> {
                try {
                    start.await();
                    for (int k = 0; k < 50; k++) {
                        Class<?> c = new ClassLoader(Agents.class.getClassLoader()) {
                            Class<?> define() {
                                return defineClass("Second", bytes, 0, bytes.length);
                            }
                        }.define();
                        var make = c.getDeclaredConstructor();
                        make.setAccessible(true);
                        var text = c.getDeclaredMethod("text");
                        text.setAccessible(true);
                        texts[n] = (String) text.invoke(make.newInstance());
                        if (k % 10 == 0) System.gc();
                    }
                } catch (Exception e) {
                    texts[n] = e.toString();
                }
            });
            all[i].start();
        }
        start.countDown();
        for (Thread t : all) t.join();
        System.out.println(Set.copyOf(Arrays.asList(texts)));
    }

    /** Loads agents into the running VM: arguments are `jar=options`, or names of libraries. */
    static void attach(String[] args) throws Exception {
        System.out.println("main: " + new First().text());
        VirtualMachine vm = VirtualMachine.attach(Long.toString(ProcessHandle.current().pid()));
        for (String what : Arrays.copyOfRange(args, 1, args.length)) {
            int at = what.indexOf('=');
            String name = at < 0 ? what : what.substring(0, at);
            try {
                if (name.endsWith(".jar")) {
                    vm.loadAgent(name, at < 0 ? null : what.substring(at + 1));
                } else if (name.startsWith("/")) {
                    vm.loadAgentPath(name, "of path");
                } else {
                    vm.loadAgentLibrary(name);
                }
                System.out.println("loaded");
            } catch (Exception e) {
                System.out.println(e.toString().replaceAll("/\\S*/", ""));
            }
        }
        vm.detach();
        System.out.println("main: " + new First().text() + ", " + new Second().text());
    }

    /** Classes that only an agent's class paths have. */
    static void search() throws Exception {
        Class<?> c = Class.forName("extra.InBoot");
        System.out.println("main: " + c.getClassLoader() + " " + c.getDeclaredConstructor().newInstance() + " " + c.getModule().isNamed());
        Class<?> s = Class.forName("extra.InSystem");
        System.out.println("main: " + (s.getClassLoader() == ClassLoader.getSystemClassLoader()));
    }
}

class First {
    String text() {
        return "the original text";
    }

    @Override
    public String toString() {
        return text();
    }
}

class Second {
    String text() {
        return "another text";
    }
}

class Hidden {
    @Override
    public String toString() {
        return "a text of a hidden class";
    }
}

class Prefixed {
    /** What an agent would have made of the native method `work`. */
    static native int $$work();

    static int work() {
        return $$work() + 1;
    }
}

/** Options: a name, what to replace, and by what, of equal length; or the name of one of the tests below. */
class Agent implements ClassFileTransformer {
    private final String name;
    private final byte[] from;
    private final byte[] to;

    Agent(String name, String from, String to) {
        this.name = name;
        this.from = from.getBytes(StandardCharsets.UTF_8);
        this.to = to.getBytes(StandardCharsets.UTF_8);
    }

    public static void premain(String options, Instrumentation all) throws Exception {
        System.out.println("premain: " + options);
        start(options, all);
    }

    public static void agentmain(String options, Instrumentation all) throws Exception {
        System.out.println("agentmain: " + options);
        start(options, all);
    }

    static void start(String options, Instrumentation all) throws Exception {
        String[] parts = options == null || options.isEmpty() ? new String[] {"nothing"} : options.split(":");
        switch (parts[0]) {
            case "nothing" -> { }
            case "fail" -> throw new IllegalStateException("premain fails");
            case "throwing" -> all.addTransformer(new ClassFileTransformer() {
                @Override
                public byte[] transform(ClassLoader l, String n, Class<?> c, ProtectionDomain d, byte[] b) {
                    if ("First".equals(n)) {
                        System.out.println("throws");
                        throw new IllegalStateException("not handed on");
                    }
                    return null;
                }
            });
            case "broken" -> all.addTransformer(new ClassFileTransformer() {
                @Override
                public byte[] transform(ClassLoader l, String n, Class<?> c, ProtectionDomain d, byte[] b) {
                    return "Second".equals(n) ? new byte[] {(byte) 0xca, (byte) 0xfe} : null;
                }
            });
            case "removed" -> {
                var transformer = new Agent("gone", "text", "TEXT");
                all.addTransformer(transformer);
                System.out.println(all.removeTransformer(transformer) + " " + all.removeTransformer(transformer));
            }
            case "refused" -> refused(all);
            case "lists" -> lists(all);
            case "modules" -> modules(all);
            case "search" -> {
                all.appendToBootstrapClassLoaderSearch(new JarFile(parts[1]));
                all.appendToSystemClassLoaderSearch(new JarFile(parts[2]));
            }
            case "prefix" -> {
                var transformer = new Agent("prefix", "nothing", "NOTHING");
                all.addTransformer(transformer);
                all.setNativeMethodPrefix(transformer, "$$");
                System.out.println(all.isNativeMethodPrefixSupported());
            }
            default -> all.addTransformer(new Agent(parts[0], parts[1], parts[2]));
        }
    }

    @Override
    public byte[] transform(Module m, ClassLoader l, String n, Class<?> c, ProtectionDomain d, byte[] b) {
        boolean shown = List.of("First", "Second", "Hidden", "java/util/zip/Adler32").contains(n) || n == null;
        if (shown) {
            System.out.println(name + " sees " + n + ", " + (m.isNamed() ? m.getName() : "unnamed") + ", loader " + (l != null)
                + ", class " + c + ", domain " + (d != null));
        }
        return replace(b);
    }

    /** A class file in which the text is another; null when it is not there. */
    private byte[] replace(byte[] b) {
        byte[] changed = null;
        for (int i = 0; i + from.length <= b.length; i++) {
            if (Arrays.equals(b, i, i + from.length, from, 0, from.length)) {
                changed = changed == null ? b.clone() : changed;
                System.arraycopy(to, 0, changed, i, to.length);
            }
        }
        return changed;
    }

    /** What this VM does not do. */
    static void refused(Instrumentation all) throws Exception {
        System.out.println(all.isRetransformClassesSupported() + " " + all.isRedefineClassesSupported());
        attempt(() -> all.retransformClasses(String.class));
        attempt(() -> all.redefineClasses(new ClassDefinition(First.class, new byte[10])));
        attempt(() -> all.addTransformer(new Agent("x", "y", "z"), true));
    }

    interface Attempt {
        void run() throws Exception;
    }

    static void attempt(Attempt attempt) {
        try {
            attempt.run();
            System.out.println("done");
        } catch (Exception e) {
            System.out.println(e);
        }
    }

    static void lists(Instrumentation all) {
        Class<?> array = First[][].class;
        var loaded = Set.of(all.getAllLoadedClasses());
        var initiated = Set.of(all.getInitiatedClasses(Agent.class.getClassLoader()));
        var boot = Set.of(all.getInitiatedClasses(null));
        Runnable hidden = () -> { };
        for (Class<?> c : List.of(Agent.class, First.class, array, String.class, String[].class, int[].class, int.class, Map.Entry.class, hidden.getClass())) {
            String shown = c.isHidden() ? "hidden" : c.getName();
            System.out.println(shown + " " + loaded.contains(c) + " " + initiated.contains(c) + " " + boot.contains(c) + " " + all.isModifiableClass(c));
        }
        System.out.println(loaded.stream().anyMatch(c -> c.getName().equals("Second")));
        long array100 = all.getObjectSize(new byte[100]);
        System.out.println((array100 >= 100 && array100 < 200) + " " + (all.getObjectSize(new byte[180]) - array100));
        attempt(() -> all.getObjectSize(null));
    }

    static void modules(Instrumentation all) {
        Module base = Object.class.getModule();
        Module own = Agent.class.getModule();
        System.out.println(all.isModifiableModule(base) + " " + base.isExported("sun.security.x509", own) + " " + base.isOpen("java.lang", own));
        all.redefineModule(base, Set.of(own), Map.of("sun.security.x509", Set.of(own)), Map.of("java.lang", Set.of(own)), Set.of(Runnable.class), Map.of());
        System.out.println(base.canRead(own) + " " + base.isExported("sun.security.x509", own) + " " + base.isOpen("java.lang", own) + " "
            + base.canUse(Runnable.class));
    }
}

/** No `premain` and no `agentmain`. */
class NoAgent { }
