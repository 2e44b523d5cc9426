// The Module API over the boot layer: descriptors, exports, opens, reads, layers, annotations, dynamic changes.
import java.lang.module.*;
import java.util.*;
import java.util.stream.Collectors;

public class ModuleApi {
    public static void main(String[] args) throws Exception {
        Module base = Object.class.getModule();
        Module own = ModuleApi.class.getModule();
        Module sql = java.sql.Connection.class.getModule();
        System.out.println(base + " " + base.isNamed() + " " + base.getName() + " " + own.isNamed() + " " + own.getName() + " " + own.getDescriptor() + " " + sql);
        System.out.println(base.isExported("java.lang") + " " + base.isExported("jdk.internal.misc") + " " + base.isExported("jdk.internal.misc", own) + " "
            + base.isExported("jdk.internal.misc", Class.forName("sun.misc.Unsafe").getModule()) + " " + base.isOpen("java.lang") + " " + base.isOpen("java.lang", own)
            + " " + base.isExported("no.such") + " " + own.isOpen("anything"));
        System.out.println(own.canRead(base) + " " + base.canRead(own) + " " + sql.canRead(base) + " " + base.canRead(sql) + " " + own.canRead(sql) + " " + base.canUse(java.util.spi.ToolProvider.class));
        ModuleLayer boot = ModuleLayer.boot();
        System.out.println(boot.findModule("java.base").get() == base);
        System.out.println(boot.findModule("no.such").isPresent() + " " + boot.parents() + " " + boot.findLoader("java.sql").getName() + " " + (base.getLayer() == boot) + " " + own.getLayer());
        System.out.println(boot.modules().stream().map(Module::getName).filter(n -> n.startsWith("java.")).sorted().collect(Collectors.joining(" ")));
        ModuleDescriptor d = sql.getDescriptor();
        System.out.println(d.name() + " " + d.isOpen() + " " + d.isAutomatic() + " " + new TreeSet<>(d.packages()) + " " + new TreeSet<>(d.exports()) + " " + d.uses() + " "
            + d.requires().stream().map(Object::toString).map(s -> s.replaceAll("@[0-9.]+", "")).sorted().toList());
        System.out.println(base.getPackages().contains("java.lang") + " " + own.getPackages().contains("") + " " + base.isAnnotationPresent(Deprecated.class));
        Configuration c = boot.configuration();
        ResolvedModule r = c.findModule("java.sql").get();
        System.out.println(r.name() + " " + r.reads().stream().map(ResolvedModule::name).sorted().toList() + " " + r.reference().location().get());
        try (ModuleReader reader = r.reference().open()) {
            System.out.println(reader.find("java/sql/Driver.class").isPresent() + " " + reader.list().filter(n -> n.endsWith("Driver.class")).toList());
        }
        System.out.println(ModuleFinder.ofSystem().find("java.logging").get().descriptor().name());
        own.addReads(sql);
        own.addExports("", base);
        own.addOpens("", base);
        own.addUses(Runnable.class);
        try {
            base.addExports("java.lang", own);
            System.out.println("exporting what is exported");
            base.addOpens("java.lang", own);
        } catch (IllegalCallerException e) {
            System.out.println(e.getMessage().replaceAll("@[0-9a-f]+", "@"));
        }
        for (Runnable bad : new Runnable[] {() -> ModuleDescriptor.newModule("a-b"), () -> ModuleDescriptor.newModule("ok").exports("p").exports("p"),
            () -> ModuleDescriptor.newAutomaticModule("auto").requires("x"), () -> boot.findLoader("nope"), () -> ModuleDescriptor.Version.parse("")}) {
            try {
                bad.run();
                System.out.println("fine");
            } catch (RuntimeException e) {
                System.out.println(e);
            }
        }
        System.out.println(ModuleDescriptor.Version.parse("1.2-ea").compareTo(ModuleDescriptor.Version.parse("1.2")) + " " + base.getResourceAsStream("java/lang/Object.class").available());
    }
}
