// vm: -Djava.library.path={jni}
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;

public class JniClasses {
    long number = 9;
    static int counter = 8;

    static class Sub implements Runnable {
        public void run() {
        }

        @Override
        public String toString() {
            return "a Sub";
        }
    }

    static class Defined {
        static String where() {
            return "defined";
        }
    }

    static native String scenario();

    static native String reflection(Method m, Constructor<?> c, Field f, Field s);

    static native Class<?> define(String name, ClassLoader loader, byte[] bytes);

    int target(int x) {
        return x;
    }

    static void attempt(String what, String name, byte[] bytes) {
        try {
            Class<?> c = define(name, new ClassLoader() { }, bytes);
            System.out.println(what + " " + c + " " + (c != Defined.class));
        } catch (Throwable t) {
            System.out.println(what + " " + t);
        }
    }

    public static void main(String[] args) throws Exception {
        System.loadLibrary("excelsa_jni_test");
        System.out.println(scenario());
        System.out.println(reflection(JniClasses.class.getDeclaredMethod("target", int.class), Sub.class.getDeclaredConstructor(),
            JniClasses.class.getDeclaredField("number"), JniClasses.class.getDeclaredField("counter")));
        byte[] bytes;
        try (InputStream in = JniClasses.class.getResourceAsStream("JniClasses$Defined.class")) {
            bytes = in.readAllBytes();
        }
        attempt("good", "JniClasses$Defined", bytes);
        attempt("no name", null, bytes);
        attempt("wrong name", "Other", bytes);
        attempt("truncated", "JniClasses$Defined", java.util.Arrays.copyOf(bytes, 40));
        attempt("empty", "JniClasses$Defined", new byte[0]);
        ClassLoader once = new ClassLoader() { };
        define("JniClasses$Defined", once, bytes);
        try {
            define("JniClasses$Defined", once, bytes);
        } catch (LinkageError e) {
            System.out.println(e.toString().replaceAll("@[0-9a-f]+", "@"));
        }
    }
}
