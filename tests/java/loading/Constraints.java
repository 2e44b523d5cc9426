// Loading constraints: the same name from two loaders in one signature, in calls, fields and overriding.
import java.io.InputStream;
import java.util.Set;

public class Constraints {
    static class Loader extends ClassLoader {
        final Set<String> own;

        Loader(String name, String... own) {
            super(name, Constraints.class.getClassLoader());
            this.own = Set.of(own);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                if (!own.contains(name)) {
                    return super.loadClass(name, resolve);
                }
                Class<?> c = findLoadedClass(name);
                if (c == null) {
                    try (InputStream in = getResourceAsStream(name + ".class")) {
                        byte[] b = in.readAllBytes();
                        c = defineClass(name, b, 0, b.length);
                    } catch (java.io.IOException e) {
                        throw new ClassNotFoundException(name, e);
                    }
                }
                return c;
            }
        }
    }

    public static void main(String[] args) {
        for (String user : new String[] {"CHarmless", "CUserCall", "CUserTake", "CUserField", "CUserOverride", "CUserImplement"}) {
            for (boolean first : new boolean[] {false, true}) {
                try {
                    Loader l = new Loader("child", "Constraints$" + user, "Constraints$CShared");
                    if (first) {
                        l.loadClass("Constraints$CShared");
                    }
                    var k = l.loadClass("Constraints$" + user).getDeclaredConstructor();
                    k.setAccessible(true);
                    ((Runnable) k.newInstance()).run();
                } catch (Throwable t) {
                    System.out.println(user + " " + first + " " + t.toString().replaceAll("@[0-9a-f]+", "@"));
                }
            }
        }
    }

    public static class CShared {
        public String toString() {
            return "shared";
        }
    }

    public static class CApi {
        public CShared make() {
            return new CShared();
        }

        public void take(CShared s) {
            System.out.println("took");
        }

        public static CShared field = new CShared();
    }

    public static class CUserCall implements Runnable {
        public void run() {
            System.out.println(new CApi().make());
        }
    }

    public static class CUserTake implements Runnable {
        public void run() {
            new CApi().take(new CShared());
        }
    }

    public static class CUserField implements Runnable {
        public void run() {
            System.out.println(CApi.field);
        }
    }

    public static class CUserOverride extends CApi implements Runnable {
        @Override
        public CShared make() {
            return null;
        }

        public void run() {
            System.out.println(make());
        }
    }

    public static interface CFace {
        CShared get();
    }

    public static class CUserImplement implements CFace, Runnable {
        public CShared get() {
            return new CShared();
        }

        public void run() {
            CFace f = this;
            System.out.println(f.get());
        }
    }

    public static class CHarmless implements Runnable {
        public void run() {
            System.out.println(new CShared());
        }
    }
}
