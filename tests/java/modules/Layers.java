// javac: --add-exports java.base/jdk.internal.module=ALL-UNNAMED
// vm: --add-exports java.base/jdk.internal.module=ALL-UNNAMED --add-exports java.base/jdk.internal.org.objectweb.asm=ALL-UNNAMED
// Module layers made at run time from module-info classes written here: readability, encapsulation, services, errors.
import java.io.*;
import java.lang.module.*;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.*;
import java.util.*;
import java.util.function.Supplier;
import jdk.internal.module.ModuleInfoWriter;

public class Layers {
    static void module(String folder, ModuleDescriptor d, String... classes) throws Exception {
        Path dir = Path.of(folder);
        Files.createDirectories(dir);
        try (OutputStream out = Files.newOutputStream(dir.resolve("module-info.class"))) {
            ModuleInfoWriter.write(d, out);
        }
        for (String c : classes) {
            // Each class of this file, moved to a package of its own by a rename of equal length.
            String[] names = c.split("=");
            try (InputStream in = Layers.class.getResourceAsStream(names[0] + ".class")) {
                String text = new String(in.readAllBytes(), "ISO-8859-1");
                for (String other : new String[] {"Layers$LayerApi=pka/ApiClasses_", "Layers$LayerImp=pkb/ImplClasses"}) {
                    String[] o = other.split("=");
                    text = text.replace(o[0], o[1]);
                }
                Path file = dir.resolve(names[1] + ".class");
                Files.createDirectories(file.getParent());
                Files.write(file, text.getBytes("ISO-8859-1"));
            }
        }
    }

    static void t(String what, Thrower r) {
        try {
            System.out.println(what + " = " + r.run());
        } catch (InvocationTargetException e) {
            System.out.println(what + " target " + norm(e.getCause()));
        } catch (Throwable e) {
            System.out.println(what + " " + norm(e));
        }
    }

    static String norm(Throwable t) {
        return t.toString().replaceAll("@[0-9a-f]+", "@").replaceAll("Cycle detected: .*", "Cycle detected");
    }

    interface Thrower {
        Object run() throws Throwable;
    }

    public static void main(String[] args) throws Exception {
        module("mods/a", ModuleDescriptor.newModule("mod.a").requires("java.base").exports("pka").packages(Set.of("pka")).build(), "Layers$LayerApi=pka/ApiClasses_");
        module("mods/b", ModuleDescriptor.newModule("mod.b").requires("java.base").requires("mod.a").packages(Set.of("pkb"))
            .provides("java.util.function.Supplier", List.of("pkb.ImplClasses")).build(), "Layers$LayerImp=pkb/ImplClasses");
        module("noread/b", ModuleDescriptor.newModule("mod.b").requires("java.base").exports("pkb").packages(Set.of("pkb")).build(), "Layers$LayerImp=pkb/ImplClasses");
        module("missing/m", ModuleDescriptor.newModule("mod.m").requires("java.base").requires("not.there").build());
        module("cycle/x", ModuleDescriptor.newModule("mod.x").requires("java.base").requires("mod.y").build());
        module("cycle/y", ModuleDescriptor.newModule("mod.y").requires("java.base").requires("mod.x").build());
        module("split/a", ModuleDescriptor.newModule("mod.a").requires("java.base").exports("pka").packages(Set.of("pka")).build(), "Layers$LayerApi=pka/ApiClasses_");
        module("split/s", ModuleDescriptor.newModule("mod.s").requires("java.base").requires("mod.a").packages(Set.of("pka")).build(), "Layers$LayerApi=pka/ApiClasses_");
        ModuleLayer boot = ModuleLayer.boot();
        Configuration c = boot.configuration().resolveAndBind(ModuleFinder.of(Path.of("mods")), ModuleFinder.of(), Set.of("mod.b"));
        System.out.println(new TreeSet<>(c.modules().stream().map(ResolvedModule::name).toList()));
        ModuleLayer one = boot.defineModulesWithOneLoader(c, ClassLoader.getSystemClassLoader());
        ModuleLayer many = boot.defineModulesWithManyLoaders(c, ClassLoader.getSystemClassLoader());
        for (ModuleLayer l : List.of(one, many)) {
            System.out.println((l.findLoader("mod.a") == l.findLoader("mod.b")) + " " + l.findModule("mod.a").get() + " " + l.parents().get(0).equals(boot));
            Class<?> api = l.findLoader("mod.a").loadClass("pka.ApiClasses_");
            Class<?> imp = l.findLoader("mod.b").loadClass("pkb.ImplClasses");
            System.out.println(api.getModule() + " " + imp.getModule() + " " + api.getModule().getLayer().equals(l) + " " + imp.getModule().canRead(api.getModule()));
            t("exported", () -> api.getMethod("text").invoke(null));
            t("not exported", () -> imp.getMethod("get").invoke(imp.getDeclaredConstructor().newInstance()));
            t("setAccessible", () -> {
                var k = imp.getDeclaredConstructor();
                k.setAccessible(true);
                return k;
            });
            for (Supplier<?> s : ServiceLoader.load(l, Supplier.class)) {
                System.out.println("service " + s.get());
            }
            t("trace", () -> {
                api.getMethod("fail").invoke(null);
                return null;
            });
        }
        try {
            one.findLoader("mod.a").loadClass("pka.ApiClasses_").getMethod("fail").invoke(null);
        } catch (InvocationTargetException e) {
            System.out.println(e.getCause().getStackTrace()[0]);
        }
        ModuleLayer.Controller controller = ModuleLayer.defineModulesWithOneLoader(c, List.of(boot), null);
        Module b = controller.layer().findModule("mod.b").get();
        Class<?> imp = controller.layer().findLoader("mod.b").loadClass("pkb.ImplClasses");
        controller.addExports(b, "pkb", Layers.class.getModule());
        t("exported by the controller", () -> ((Supplier<?>) imp.getDeclaredConstructor().newInstance()).get());
        Configuration no = boot.configuration().resolve(ModuleFinder.of(Path.of("noread"), Path.of("mods", "a")), ModuleFinder.of(), Set.of("mod.b", "mod.a"));
        ModuleLayer unread = boot.defineModulesWithOneLoader(no, null);
        t("not read", () -> ((Supplier<?>) unread.findLoader("mod.b").loadClass("pkb.ImplClasses").getDeclaredConstructor().newInstance()).get());
        t("type of a call site's descriptor not read", () -> {
            Class<?> api = unread.findLoader("mod.a").loadClass("pka.ApiClasses_");
            Class<?> user = unread.findLoader("mod.b").loadClass("pkb.ImplClasses");
            return user.getMethod("bound", api).invoke(null, api.getDeclaredConstructor().newInstance());
        });
        t("missing", () -> boot.configuration().resolve(ModuleFinder.of(Path.of("missing")), ModuleFinder.of(), Set.of("mod.m")));
        t("cycle", () -> boot.configuration().resolve(ModuleFinder.of(Path.of("cycle")), ModuleFinder.of(), Set.of("mod.x")).toString().contains("mod"));
        t("split", () -> boot.configuration().resolve(ModuleFinder.of(Path.of("split")), ModuleFinder.of(), Set.of("mod.s")));
        t("root missing", () -> boot.configuration().resolve(ModuleFinder.of(), ModuleFinder.of(), Set.of("zzz")));
    }

    public static class LayerApi {
        public static String text() {
            return "text of " + LayerApi.class.getName();
        }

        public static void fail() {
            throw new IllegalStateException("in a module");
        }
    }

    public static class LayerImp implements Supplier<String> {
        public LayerImp() {
        }

        public static Object bound(LayerApi api) {
            Supplier<?> s = api::getClass;
            return s.get();
        }

        public String get() {
            return LayerApi.text() + " through pkb in " + getClass().getModule();
        }
    }
}
