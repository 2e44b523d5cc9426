// Lookup.defineHiddenClass and defineClass with class data, nest membership and errors.
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodHandles.Lookup.ClassOption;
import java.util.List;
import java.util.function.Supplier;

class HiddenTemplate implements Supplier<String> {
    static int count;

    public HiddenTemplate() {
    }

    public String get() {
        return getClass().getSuperclass().getSimpleName() + " " + ++count;
    }

    public static Object data() throws Exception {
        return MethodHandles.classData(MethodHandles.lookup(), "_", Object.class);
    }

    public static Object at(int i) throws Exception {
        return MethodHandles.classDataAt(MethodHandles.lookup(), "_", Object.class, i);
    }
}

public class HiddenClasses {
    private static String secret = "nest secret";

    static class NestUser implements Supplier<String> {
        public String get() {
            return secret;
        }
    }

    static String norm(String s) {
        return s.replaceAll("[/+]0x[0-9a-f]+", "/ADDR").replaceAll("0x[0-9a-f]+", "ADDR").replaceAll("@[0-9a-f]+", "@");
    }

    static byte[] bytes(String name) throws Exception {
        try (InputStream in = HiddenClasses.class.getResourceAsStream(name + ".class")) {
            return in.readAllBytes();
        }
    }

    static void expect(String what, Thrower r) {
        try {
            r.run();
            System.out.println(what + " no exception");
        } catch (Throwable t) {
            System.out.println(what + " " + norm(t.toString()));
        }
    }

    interface Thrower {
        void run() throws Throwable;
    }

    @SuppressWarnings("unchecked")
    public static void main(String[] args) throws Throwable {
        Lookup l = MethodHandles.lookup();
        byte[] template = bytes("HiddenTemplate");
        Class<?> a = l.defineHiddenClass(template, true).lookupClass();
        Class<?> b = l.defineHiddenClass(template, false).lookupClass();
        System.out.println((a == b) + " " + a.isHidden() + " " + norm(a.getName()) + " " + norm(a.getSimpleName()) + " " + norm(a.toString()));
        System.out.println(norm(a.descriptorString()) + " " + a.getCanonicalName() + " " + norm(a.getTypeName()) + " " + a.getPackageName().isEmpty());
        System.out.println(norm(a.arrayType().getName()) + " " + a.describeConstable());
        Supplier<String> s = (Supplier<String>) a.getDeclaredConstructor().newInstance();
        Supplier<String> t = (Supplier<String>) b.getDeclaredConstructor().newInstance();
        System.out.println(s.get() + " " + s.get() + " " + t.get() + " " + HiddenTemplate.count);
        System.out.println((a.getNestHost() == a) + " " + a.getNestMembers().length + " " + (a.getClassLoader() == HiddenClasses.class.getClassLoader()));
        Lookup nest = l.defineHiddenClass(bytes("HiddenClasses$NestUser"), true, ClassOption.NESTMATE, ClassOption.STRONG);
        var constructor = nest.lookupClass().getDeclaredConstructor();
        System.out.println(((Supplier<String>) constructor.newInstance()).get() + " " + nest.lookupClass().getNestHost() + " " + nest.lookupClass().isNestmateOf(HiddenClasses.class));
        Class<?> plain = l.defineHiddenClass(bytes("HiddenClasses$NestUser"), true).lookupClass();
        expect("not a nestmate", () -> {
            var c = plain.getDeclaredConstructor();
            c.setAccessible(true);
            ((Supplier<String>) c.newInstance()).get();
        });
        Lookup data = l.defineHiddenClassWithClassData(template, List.of("x", 42), true);
        System.out.println(data.lookupClass().getMethod("data").invoke(null) + " " + data.lookupClass().getMethod("at", int.class).invoke(null, 1));
        System.out.println(HiddenTemplate.data());
        expect("forName", () -> Class.forName(a.getName()));
        expect("find", () -> l.findClass(a.getName()));
        expect("garbage", () -> l.defineHiddenClass(new byte[] {1, 2, 3}, true));
        expect("truncated", () -> l.defineHiddenClass(java.util.Arrays.copyOf(template, 50), true));
        expect("other package", () -> l.defineHiddenClass(Supplier.class.getResourceAsStream("/java/util/function/Supplier.class").readAllBytes(), true));
        expect("public lookup", () -> MethodHandles.publicLookup().defineHiddenClass(template, true));
        expect("defineClass again", () -> l.defineClass(template));
        expect("weak lookup", () -> l.dropLookupMode(Lookup.PRIVATE).defineHiddenClass(template, true));
        System.out.println(norm(new Throwable(s.get()).getMessage()));
        System.out.println(l.ensureInitialized(HiddenTemplate.class) + " " + l.accessClass(String.class) + " " + l.findClass("HiddenTemplate"));
        System.out.println(MethodHandles.privateLookupIn(HiddenTemplate.class, l).lookupModes());
        expect("privateLookupIn", () -> MethodHandles.privateLookupIn(String.class, l));
        System.out.println(a.getModifiers() + " " + a.getInterfaces()[0] + " " + a.getSuperclass() + " " + a.isMemberClass());
    }
}
