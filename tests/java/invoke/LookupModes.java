// Lookups: modes, teleporting, dropping, nestmates, packages, protected access, errors.
import java.lang.invoke.*;
import java.lang.invoke.MethodHandles.Lookup;

public class LookupModes {
    private static String priv() {
        return "private";
    }

    static String pack() {
        return "package";
    }

    protected String prot() {
        return "protected";
    }

    public static String pub() {
        return "public";
    }

    static class Nested {
        private String secret() {
            return "secret";
        }

        static Lookup lookup() {
            return MethodHandles.lookup();
        }
    }

    static class Sub extends LookupModes {
        static MethodHandle inherited() throws ReflectiveOperationException {
            return MethodHandles.lookup().findVirtual(Sub.class, "prot", MethodType.methodType(String.class));
        }
    }

    static void attempt(String what, Lookup l, Class<?> c, String name, boolean isStatic) {
        try {
            MethodType t = MethodType.methodType(String.class);
            MethodHandle h = isStatic ? l.findStatic(c, name, t) : l.findVirtual(c, name, t);
            System.out.println(what + " " + name + " found " + h.type());
        } catch (ReflectiveOperationException e) {
            System.out.println(what + " " + name + " " + e.getMessage().replaceAll("@[0-9a-f]+", "@"));
        }
    }

    public static void main(String[] args) throws Throwable {
        Lookup full = MethodHandles.lookup();
        Lookup[] all = {full, full.in(Nested.class), full.in(String.class), full.dropLookupMode(Lookup.PRIVATE), full.dropLookupMode(Lookup.PACKAGE), full.dropLookupMode(Lookup.MODULE), MethodHandles.publicLookup(), Nested.lookup(),
            MethodHandles.privateLookupIn(Nested.class, full)};
        for (Lookup l : all) {
            String what = l + " " + l.lookupModes() + " previous " + l.previousLookupClass();
            for (String name : new String[] {"priv", "pack", "pub"}) {
                attempt(what, l, LookupModes.class, name, true);
            }
            attempt(what, l, LookupModes.class, "prot", false);
            attempt(what, l, Nested.class, "secret", false);
            attempt(what, l, String.class, "trim", false);
        }
        System.out.println(Sub.inherited().type() + " " + (String) Sub.inherited().invoke(new Sub()));
        System.out.println((String) Nested.lookup().findVirtual(Nested.class, "secret", MethodType.methodType(String.class)).invokeExact(new Nested()));
        try {
            full.findVirtual(Object.class, "clone", MethodType.methodType(Object.class));
        } catch (IllegalAccessException e) {
            System.out.println(e.getMessage().replaceAll("@[0-9a-f]+", "@"));
        }
        MethodHandle clone = full.findVirtual(LookupModes.class, "clone", MethodType.methodType(Object.class));
        System.out.println(clone.type());
        try {
            Object o = clone.invoke(new LookupModes());
        } catch (CloneNotSupportedException e) {
            System.out.println(e);
        }
        try {
            full.findSpecial(LookupModes.class, "toString", MethodType.methodType(String.class), Object.class);
        } catch (IllegalAccessException e) {
            System.out.println(e.getMessage().replaceAll("@[0-9a-f]+", "@"));
        }
        try {
            full.dropLookupMode(99);
        } catch (IllegalArgumentException e) {
            System.out.println(e.getMessage());
        }
        for (Class<?> c : new Class<?>[] {int.class, int[].class}) {
            try {
                System.out.println(full.in(c));
            } catch (IllegalArgumentException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
