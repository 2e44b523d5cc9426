// A loader that is not parallel capable gives its lock up in the middle of a load (by wait): another thread that asks for the same class
// wakes it and waits for its answer instead of loading the class itself.
import java.io.InputStream;

public class LockGivenUp {
    static class Giving extends ClassLoader {
        int asked;
        boolean waits;

        Giving() {
            super(null);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("java.")) {
                return super.loadClass(name, resolve);
            }
            asked++;
            try {
                if (asked == 1) {
                    waits = true;
                    wait();
                }
                try (InputStream in = LockGivenUp.class.getResourceAsStream(name + ".class")) {
                    byte[] bytes = in.readAllBytes();
                    System.out.println(Thread.currentThread().getName() + " defines " + name);
                    return defineClass(name, bytes, 0, bytes.length);
                }
            } catch (Exception e) {
                throw new ClassNotFoundException(name, e);
            }
        }

        synchronized boolean waits() {
            return waits;
        }
    }

    static class Item {
    }

    static volatile Class<?> found;

    static void ask(Giving loader) {
        try {
            found = Class.forName("LockGivenUp$Item", true, loader);
        } catch (Throwable e) {
            System.out.println(e);
        }
    }

    public static void main(String[] args) throws Exception {
        Giving loader = new Giving();
        Thread first = new Thread(() -> ask(loader), "first");
        first.start();
        while (!loader.waits()) {
            Thread.sleep(1);
        }
        Class<?> mine = Class.forName("LockGivenUp$Item", true, loader);
        first.join();
        System.out.println((mine == found) + " " + (mine.getClassLoader() == loader) + ", asked " + loader.asked);
    }
}
