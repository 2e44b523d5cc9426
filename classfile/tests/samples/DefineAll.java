import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.PrintStream;

/** Defines each class of a corpus (every one preceded by its length) and prints "ok" or the error, a line each. */
class DefineAll {
    static class Loader extends ClassLoader {
        Loader() {
            super(DefineAll.class.getClassLoader());
        }

        void define(byte[] bytes) {
            defineClass(null, bytes, 0, bytes.length);
        }
    }

    public static void main(String[] args) throws IOException {
        PrintStream out = new PrintStream(System.out, false, "UTF-8");
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(new FileInputStream(args[0])))) {
            while (in.available() > 0) {
                byte[] bytes = new byte[in.readInt()];
                in.readFully(bytes);
                String line = "ok";
                try {
                    new Loader().define(bytes);
                } catch (LinkageError | SecurityException e) {
                    line = e.toString();
                }
                out.println(line.replace("\r", "\\r").replace("\n", "\\n"));
            }
        }
        out.flush();
    }
}
