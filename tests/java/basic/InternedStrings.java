// Interned strings are one over classes and loaders; equality of computed constants.
import java.io.InputStream;

public class InternedStrings {
    static final String CONST = "shared " + 5 + 'c' + true + 1.5;

    public static class Other {
        public static String get() {
            return "shared 5ctrue1.5";
        }
    }

    public static void main(String[] args) throws Exception {
        System.out.println((CONST == Other.get()) + " " + (CONST == ("shared " + args.length)) + " " + (("sha" + "red 5ctrue1.5") == CONST));
        Class<?> c = new ClassLoader() {
            @Override
            public Class<?> loadClass(String name) throws ClassNotFoundException {
                if (!name.endsWith("Other")) {
                    return super.loadClass(name);
                }
                try (InputStream in = InternedStrings.class.getResourceAsStream(name + ".class")) {
                    byte[] b = in.readAllBytes();
                    return defineClass(name, b, 0, b.length);
                } catch (java.io.IOException e) {
                    throw new ClassNotFoundException(name);
                }
            }
        }.loadClass("InternedStrings$Other");
        System.out.println((c != Other.class) + " " + (c.getMethod("get").invoke(null) == CONST));
        String made = new StringBuilder("shared 5ctrue").append("1.5").toString();
        System.out.println((made == CONST) + " " + (made.intern() == CONST) + " " + (new String(made).intern() == made.intern()));
        String fresh = "fresh" + System.nanoTime();
        System.out.println((fresh.intern() == fresh) + " " + (new String(fresh).intern() == fresh));
        System.out.println(("a\u0000b".intern() == "a\0b") + " " + ("\u4e16".intern() == String.valueOf((char) 0x4e16).intern()) + " " + ("".intern() == new String().intern()));
        long same = 0;
        for (int i = 0; i < 5000; i++) {
            String s = ("k" + i % 100).intern();
            same += s == ("k" + i % 100).intern() ? 1 : 0;
        }
        System.out.println(same);
        System.out.println((int.class.getName() == "int".intern()) + " " + (InternedStrings.class.getName() == InternedStrings.class.getName()) + " " + (Thread.State.NEW.name() == "NEW"));
    }
}
