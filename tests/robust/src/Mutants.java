import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.FileInputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongUnaryOperator;

/**
 * Runs mutated programs: {@code Mutants FILE}. The file is a count and as many programs, each a count and as many class files with
 * names and lengths. What comes of each is printed in a line: what its classes are refused for, or what its entry returned or threw,
 * or {@code slow}.
 */
public class Mutants {
    static final class Loader extends ClassLoader {
        final Map<String, byte[]> classes = new HashMap<>();

        Loader() {
            super(Mutants.class.getClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] b = classes.get(name);
            if (b == null) {
                throw new ClassNotFoundException(name);
            }
            return defineClass(name, b, 0, b.length);
        }
    }

    static String work(Loader loader, List<String> names) {
        StringBuilder out = new StringBuilder();
        LongUnaryOperator entry = null;
        for (String name : names) {
            try {
                Class<?> c = Class.forName(name, true, loader);
                if (LongUnaryOperator.class.isAssignableFrom(c) && !c.isInterface()) {
                    entry = (LongUnaryOperator) c.getDeclaredConstructor().newInstance();
                }
            } catch (Throwable t) {
                out.append(name, 0, 1).append(':').append(kind(t)).append(' ');
            }
        }
        for (int i = 0; entry != null && i < 12; i++) {
            try {
                out.append(entry.applyAsLong(i)).append(' ');
            } catch (Throwable t) {
                out.append(kind(t)).append(' ');
            }
        }
        return out.toString();
    }

    static String kind(Throwable t) {
        while (t.getCause() != null && t.getCause() != t) {
            t = t.getCause();
        }
        return t.getClass().getName();
    }

    public static void main(String[] args) throws Exception {
        int slow = 0;
        try (var in = new DataInputStream(new BufferedInputStream(new FileInputStream(args[0])))) {
            for (int p = in.readInt(), n = 0; n < p && slow < 4; n++) {
                Loader loader = new Loader();
                List<String> names = new ArrayList<>();
                for (int c = in.readInt(); c > 0; c--) {
                    String name = in.readUTF();
                    names.add(name);
                    loader.classes.put(name, in.readNBytes(in.readInt()));
                }
                String[] result = new String[1];
                Thread t = new Thread(() -> result[0] = work(loader, names));
                t.setDaemon(true);
                t.start();
                t.join(2000);
                if (t.isAlive()) {
                    slow++;
                }
                System.out.println(n + " " + (t.isAlive() ? "slow" : result[0]));
            }
        }
        System.out.println("end");
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }
}
