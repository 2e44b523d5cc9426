import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.FileInputStream;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongUnaryOperator;

/**
 * Runs generated programs: {@code FuzzMain FILE REPETITIONS [FIRST]}. The file is a count and as many programs; a program is the
 * name of its entry class, a count, and as many class files, each with its name and length. Each program has a loader of
 * its own; its entry, a {@code LongUnaryOperator}, is called with 0, 1, 2 and so on. One line for each program: its number, its name, a
 * checksum of all results.
 */
public class FuzzMain {
    static final class Loader extends ClassLoader {
        final Map<String, byte[]> classes = new HashMap<>();

        Loader() {
            super(FuzzMain.class.getClassLoader());
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

    /** A number for all that is determined about an exception: class, message, frames of generated code with lines. */
    public static long digest(Throwable t) {
        long h = t.getClass().getName().hashCode();
        // Messages of failed casts name loaders by identity.
        if (!(t instanceof ClassCastException) && t.getMessage() != null) {
            h = h * 31 + t.getMessage().hashCode();
        }
        for (StackTraceElement e : t.getStackTrace()) {
            if (e.getClassName().equals("FuzzMain")) {
                break;
            }
            // Frames of the class library may differ in their number: a VM may have an intrinsic of its own.
            if (e.getFileName() != null && e.getFileName().endsWith(".gen")) {
                h = (h * 31 + e.getMethodName().hashCode()) * 31 + e.getLineNumber();
            }
        }
        return h;
    }

    static long run(LongUnaryOperator entry, int repetitions) {
        long sum = 0;
        for (int i = 0; i < repetitions; i++) {
            long value;
            try {
                value = entry.applyAsLong(i);
            } catch (Throwable t) {
                value = digest(t);
            }
            if (Thread.holdsLock(entry.getClass())) {
                value ^= 0x1234567;
            }
            sum = sum * 31 + value;
        }
        return sum;
    }

    public static void main(String[] args) throws Exception {
        int repetitions = Integer.parseInt(args[1]);
        int first = args.length > 2 ? Integer.parseInt(args[2]) : 0;
        PrintStream out = System.out;
        try (var in = new DataInputStream(new BufferedInputStream(new FileInputStream(args[0])))) {
            int programs = in.readInt();
            for (int p = 0; p < programs; p++) {
                String main = in.readUTF();
                Loader loader = new Loader();
                for (int c = in.readInt(); c > 0; c--) {
                    String name = in.readUTF();
                    loader.classes.put(name, in.readNBytes(in.readInt()));
                }
                if (p < first) {
                    continue;
                }
                String result;
                try {
                    Object entry = loader.loadClass(main).getDeclaredConstructor().newInstance();
                    result = Long.toHexString(run((LongUnaryOperator) entry, repetitions));
                } catch (LinkageError e) {
                    result = e.toString().lines().findFirst().get();
                }
                out.println(p + " " + main + " " + result);
            }
        }
    }
}
