import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What this VM says of class files. Arguments: the folder of the class files to judge, which has a file "list" with
 * lines of file and class name; the folders of the classes that they refer to; the file for the verdicts.
 *
 * A verdict is the file's name, the phase and the error with its message, ended by a line of "\u0001".
 */
public class Verdicts {
    static final class Loader extends ClassLoader {
        final Path[] folders;
        final String name;
        final byte[] bytes;

        Loader(Path[] folders, String name, byte[] bytes) {
            super(ClassLoader.getPlatformClassLoader());
            this.folders = folders;
            this.name = name;
            this.bytes = bytes;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> known = findLoadedClass(name);
                if (known != null) {
                    return known;
                }
                if (name.equals(this.name)) {
                    return defineClass(name, bytes, 0, bytes.length);
                }
                for (Path folder : folders) {
                    Path file = folder.resolve(name.replace('.', '/') + ".class");
                    if (Files.exists(file)) {
                        try {
                            byte[] bytes = Files.readAllBytes(file);
                            return defineClass(name, bytes, 0, bytes.length);
                        } catch (IOException e) {
                            throw new ClassNotFoundException(name, e);
                        }
                    }
                }
                return super.loadClass(name, resolve);
            }
        }
    }

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        Path[] folders = new Path[args.length - 2];
        for (int i = 0; i < folders.length; i++) {
            folders[i] = Path.of(args[i + 1]);
        }
        try (PrintStream out = new PrintStream(args[args.length - 1], StandardCharsets.UTF_8)) {
            for (String line : Files.readAllLines(folder.resolve("list"))) {
                int space = line.indexOf(' ');
                String name = line.substring(space + 1).replace('/', '.');
                byte[] bytes = Files.readAllBytes(folder.resolve(line.substring(0, space)));
                out.print(line.substring(0, space) + "\n");
                String phase = "define";
                try {
                    Class<?> c = new Loader(folders, name, bytes).loadClass(name);
                    phase = "link";
                    c.getFields(); // links, and resolves little else
                    out.print("ok\n");
                } catch (VerifyError | ClassFormatError e) {
                    out.print(phase + " " + e.getClass().getName() + "\n" + e.getMessage() + "\n");
                } catch (Throwable e) {
                    out.print(phase + " " + e.getClass().getName() + "\n");
                }
                out.print("\u0001\n");
            }
        }
    }
}
