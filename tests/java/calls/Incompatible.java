// Link errors between classes compiled in two versions. The classes ending in 2 are what the users
// (ending in U) run against: a loader renames them, byte by byte, to the names that end in 1.
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

class Lib1 {
    public static int sf = 1;
    public int f = 2;
    public static int s() { return 1; }
    public int v() { return 2; }
    public int gone() { return 3; }
    public int hidden() { return 4; }
    public int ret() { return 5; }
    public int becomesStatic() { return 6; }
    public static int becomesVirtual() { return 7; }
    public int fieldBecomesStatic = 8;
    public static int fieldBecomesInstance = 9;
    public int fieldGone = 10;
    public String fieldType = "x";
    public int fieldHidden;
    public int notFinal;
    protected int prot() { return 1; }
    public Lib1() { }
    public Lib1(int x) { }
}

class Lib2 {
    public static int sf = 100;
    public int f = 200;
    public static int s() { return 101; }
    public int v() { return 102; }
    private int hidden() { return 4; }
    public long ret() { return 5; }
    public static int becomesStatic() { return 6; }
    public int becomesVirtual() { return 7; }
    public static int fieldBecomesStatic = 8;
    public int fieldBecomesInstance = 9;
    public Object fieldType = "x";
    private int fieldHidden;
    public final int notFinal = 1;
    public Lib2() { }
}

abstract class Conc1 {
    abstract int newer();
    int a() { return 1; }
}

abstract class Conc2 {
    abstract int newer();
    abstract int a();
}

class Sub_U extends Conc1 {
    int newer() { return 1; }
    void callA() { System.out.println(a()); }
}

interface Face1 {
    int x();
    default int d() { return 3; }
}

interface Face2 {
    int x();
    int added();
    int d();
}

class Impl_U implements Face1 {
    public int x() { return 5; }
}

class WasClass1 {
    public void m() { }
}

interface WasClass2 {
    void m();
}

interface WasFace1 {
    void m();
}

class WasFace2 {
    public void m() { }
}

class Open1 { }

final class Open2 { }

class Extends_U extends Open1 { }

class Kind1 { public void fin() { } }

class Kind2 { public final void fin() { } }

class Override_U extends Kind1 { public void fin() { } }

abstract class Inst1 { static Object make() { return null; } }

class User_U implements Runnable {
    static void t(String what, Runnable r) {
        for (int i = 0; i < 2; i++) {
            try {
                r.run();
                System.out.println(what + " no error");
            } catch (Throwable e) {
                String text = e.toString().replaceAll("@(0x)?[0-9a-f]+", "@");
                System.out.println(what + " " + text + (e.getCause() == null ? "" : " because " + e.getCause()));
            }
        }
    }

    static void implement(Face1 f) {
        System.out.println(f.x());
        System.out.println(f.d());
    }

    public void run() {
        t("static field", () -> System.out.println(Lib1.sf));
        t("field", () -> System.out.println(new Lib1().f));
        t("static", () -> System.out.println(Lib1.s()));
        t("virtual", () -> System.out.println(new Lib1().v()));
        t("gone", () -> new Lib1().gone());
        t("hidden", () -> new Lib1().hidden());
        t("ret", () -> new Lib1().ret());
        t("becomesStatic", () -> new Lib1().becomesStatic());
        t("becomesVirtual", () -> Lib1.becomesVirtual());
        t("get fieldBecomesStatic", () -> System.out.println(new Lib1().fieldBecomesStatic));
        t("put fieldBecomesStatic", () -> new Lib1().fieldBecomesStatic = 1);
        t("get fieldBecomesInstance", () -> System.out.println(Lib1.fieldBecomesInstance));
        t("put fieldBecomesInstance", () -> Lib1.fieldBecomesInstance = 1);
        t("fieldGone", () -> System.out.println(new Lib1().fieldGone));
        t("fieldType", () -> System.out.println(new Lib1().fieldType));
        t("fieldHidden", () -> System.out.println(new Lib1().fieldHidden));
        t("notFinal", () -> new Lib1().notFinal = 5);
        t("constructor", () -> new Lib1(3));
        t("prot", () -> new Lib1().prot());
        t("abstract", () -> new Sub_U().callA());
        t("interface", () -> implement(new Impl_U()));
        t("class became interface", () -> new WasClass1().m());
        t("interface became class", () -> ((WasFace1) (Object) new WasFace1() { public void m() { } }).m());
        t("final superclass", () -> new Extends_U());
        t("final method", () -> new Override_U().fin());
        t("missing class", () -> Missing1.m());
        t("missing in signature", () -> System.out.println(new User_U().sig(null)));
    }

    String sig(Missing1 m) {
        return "sig ok";
    }
}

class Missing1 {
    static void m() { }
}

public class Incompatible {
    static class Loader extends ClassLoader {
        Loader() {
            super(Incompatible.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> c = findLoadedClass(name);
                if (c != null) {
                    return c;
                }
                if (name.equals("Missing1")) {
                    throw new ClassNotFoundException(name);
                }
                String file = name.endsWith("1") ? name.substring(0, name.length() - 1) + "2" : name;
                if (!name.endsWith("1") && !name.contains("_U")) {
                    return super.loadClass(name, resolve);
                }
                try (InputStream in = getResourceAsStream(file + ".class")) {
                    if (in == null) {
                        throw new ClassNotFoundException(name);
                    }
                    String text = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
                    for (String base : List.of("Lib", "Conc", "Face", "WasClass", "WasFace", "Open", "Kind", "Inst")) {
                        text = text.replace(base + "2", base + "1");
                    }
                    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
                    return defineClass(name, bytes, 0, bytes.length);
                } catch (java.io.IOException e) {
                    throw new ClassNotFoundException(name, e);
                }
            }
        }
    }

    public static void main(String[] args) throws Exception {
        Constructor<?> constructor = new Loader().loadClass("User_U").getDeclaredConstructor();
        constructor.setAccessible(true);
        ((Runnable) constructor.newInstance()).run();
    }
}
