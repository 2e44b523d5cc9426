// vm: --add-opens java.base/java.lang=ALL-UNNAMED
// Serialization looks classes up in the loader of the nearest user's code on the stack: accessors that core reflection generates, each with
// a loader of its own, do not count, neither for methods nor for constructors.
import java.io.*;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;

public class BehindAccessors implements Serializable {
    /** Becomes a class of the boot loader by a rename of equal length. */
    public static class Aa {
        public final Object read;

        public Aa(ObjectInputStream in) throws Exception {
            read = in.readObject();
        }

        public static Object read(ObjectInputStream in) throws Exception {
            return in.readObject();
        }
    }

    public static void main(String[] args) throws Exception {
        Class<?> boot;
        try (InputStream in = BehindAccessors.class.getResourceAsStream("BehindAccessors$Aa.class")) {
            String text = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1).replace("BehindAccessors$Aa", "java/lang/BootMade");
            boot = MethodHandles.privateLookupIn(Object.class, MethodHandles.lookup()).defineClass(text.getBytes(StandardCharsets.ISO_8859_1));
        }
        System.out.println(boot + " " + boot.getClassLoader());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ObjectOutputStream objects = new ObjectOutputStream(out)) {
            objects.writeObject(new BehindAccessors());
        }
        Constructor<?> made = boot.getConstructor(ObjectInputStream.class);
        Method read = boot.getMethod("read", ObjectInputStream.class);
        int found = 0;
        for (int i = 0; i < 60; i++) {
            Object a = boot.getField("read").get(made.newInstance(new ObjectInputStream(new ByteArrayInputStream(out.toByteArray()))));
            Object b = read.invoke(null, new ObjectInputStream(new ByteArrayInputStream(out.toByteArray())));
            found += (a instanceof BehindAccessors ? 1 : 0) + (b instanceof BehindAccessors ? 1 : 0);
        }
        System.out.println(found);
    }
}
