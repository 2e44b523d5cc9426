// Class loaders: own definitions, delegation, identity of classes, duplicate definition, resources.
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;

public class CustomLoader {
    public static class Payload {
        public static int counter;

        @Override
        public String toString() {
            return "payload " + ++counter;
        }
    }

    static class Loader extends ClassLoader {
        final boolean childFirst;

        Loader(String name, boolean childFirst) {
            super(name, CustomLoader.class.getClassLoader());
            this.childFirst = childFirst;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (childFirst && name.equals("CustomLoader$Payload")) {
                Class<?> c = findLoadedClass(name);
                return c != null ? c : define(name);
            }
            return super.loadClass(name, resolve);
        }

        Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream in = getResourceAsStream(name + ".class")) {
                byte[] b = in.readAllBytes();
                return defineClass(name, b, 0, b.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            System.out.println("findClass " + name);
            return super.findClass(name);
        }

        @Override
        protected URL findResource(String name) {
            System.out.println("findResource " + name);
            return null;
        }

        @Override
        protected Enumeration<URL> findResources(String name) {
            return Collections.emptyEnumeration();
        }
    }

    public static void main(String[] args) throws Exception {
        Loader own = new Loader("own", true);
        Class<?> a = own.loadClass("CustomLoader$Payload");
        Class<?> b = new Loader("second", true).loadClass("CustomLoader$Payload");
        Class<?> shared = new Loader("shared", false).loadClass("CustomLoader$Payload");
        System.out.println((a == Payload.class) + " " + (a == b) + " " + (shared == Payload.class));
        Object x = a.getDeclaredConstructor().newInstance();
        Object y = b.getDeclaredConstructor().newInstance();
        System.out.println(x + " " + x + " " + y + " " + new Payload() + " " + a.getField("counter").get(null));
        System.out.println(a.getClassLoader() == own);
        System.out.println(a.getClassLoader().getName() + " " + a.getPackageName() + "|" + a.getModule().isNamed());
        try {
            Payload p = (Payload) x;
        } catch (ClassCastException e) {
            System.out.println(e.getMessage().replaceAll("@[0-9a-f]+", "@"));
        }
        try {
            own.define("CustomLoader$Payload");
        } catch (LinkageError e) {
            System.out.println(e.toString().replaceAll("@[0-9a-f]+", "@"));
        }
        System.out.println(Class.forName("CustomLoader$Payload", false, own) == a);
        System.out.println(Class.forName("[LCustomLoader$Payload;", false, own).getComponentType() == a);
        for (String name : new String[] {"no.such.Class", "CustomLoader/Payload", "[I", "[Lnope;", "int", "", "java.lang.String[]"}) {
            try {
                System.out.println(Class.forName(name, true, own));
            } catch (ClassNotFoundException e) {
                System.out.println(e);
            }
            try {
                System.out.println(own.loadClass(name));
            } catch (ClassNotFoundException e) {
                System.out.println(e);
            }
        }
        System.out.println(own.getResource("nothing.txt"));
        System.out.println(own.getResources("nothing.txt").hasMoreElements());
        System.out.println(own.getParent() == ClassLoader.getSystemClassLoader());
        System.out.println(String.class.getClassLoader() + " " + ClassLoader.getPlatformClassLoader().getName() + " "
            + ClassLoader.getSystemClassLoader().getName() + " " + ClassLoader.getPlatformClassLoader().getParent());
        System.out.println(Thread.currentThread().getContextClassLoader() == ClassLoader.getSystemClassLoader());
        System.out.println(java.sql.Driver.class.getClassLoader().getName());
        Class<?> array = java.lang.reflect.Array.newInstance(a, 1).getClass();
        System.out.println(array.getClassLoader() == own);
        System.out.println(new Object[0].getClass().getClassLoader());
    }
}
