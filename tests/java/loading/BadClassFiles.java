// Broken class files: truncated, wrong magic, versions, names, constant pool entries, flags.
import java.io.InputStream;
import java.util.Arrays;

public class BadClassFiles {
    static class Victim {
        int f = 1;

        int m(int x) {
            return x + f;
        }
    }

    static class Loader extends ClassLoader {
        Class<?> define(String name, byte[] b) {
            return defineClass(name, b, 0, b.length);
        }
    }

    static void attempt(String what, String name, byte[] b) {
        try {
            Class<?> c = new Loader().define(name, b);
            Object o = c.getDeclaredConstructor();
            System.out.println(what + ": defined " + c.getName());
        } catch (Throwable t) {
            System.out.println(what + ": " + t);
        }
    }

    static byte[] patch(byte[] b, int at, int... values) {
        byte[] copy = b.clone();
        for (int i = 0; i < values.length; i++) {
            copy[at + i] = (byte) values[i];
        }
        return copy;
    }

    public static void main(String[] args) throws Exception {
        byte[] good;
        try (InputStream in = BadClassFiles.class.getResourceAsStream("BadClassFiles$Victim.class")) {
            good = in.readAllBytes();
        }
        String name = "BadClassFiles$Victim";
        attempt("good", name, good);
        attempt("null name", null, good);
        attempt("empty", name, new byte[0]);
        attempt("magic", name, patch(good, 0, 0xCA, 0xFE, 0xBA, 0xBF));
        attempt("magic and null name", null, patch(good, 0, 1, 2, 3, 4));
        attempt("version 62", name, patch(good, 4, 0, 0, 0, 62));
        attempt("version 61.1", name, patch(good, 4, 0, 1, 0, 61));
        attempt("preview", name, patch(good, 4, 0xff, 0xff, 0, 61));
        attempt("old preview", name, patch(good, 4, 0xff, 0xff, 0, 60));
        attempt("version 44", name, patch(good, 4, 0, 0, 0, 44));
        attempt("version 0", name, patch(good, 4, 0, 0, 0, 0));
        attempt("version 45.3", name, patch(good, 4, 0, 3, 0, 45));
        attempt("version 49", name, patch(good, 4, 0, 0, 0, 49));
        attempt("version 55", name, patch(good, 4, 0, 0, 0, 55));
        attempt("wrong name", "Other", good);
        attempt("slashes", "a/b", good);
        attempt("java package", "java.lang.Evil", good);
        attempt("extra byte", name, Arrays.copyOf(good, good.length + 1));
        for (int n : new int[] {1, 3, 4, 6, 8, 9, 10, 15, 30, 100, good.length / 2, good.length - 10, good.length - 1}) {
            attempt("first " + n, name, Arrays.copyOf(good, n));
        }
        attempt("no constants", name, patch(good, 8, 0, 0));
        attempt("one constant", name, patch(good, 8, 0, 1));
        attempt("too many constants", name, patch(good, 8, 0xff, 0xff));
        for (int tag : new int[] {0, 2, 13, 14, 17, 19, 20, 21, 255}) {
            attempt("tag " + tag, name, patch(good, 10, tag));
        }
        int methodref = 10;
        attempt("class index 0", name, patch(good, methodref, 10, 0, 0));
        attempt("class index beyond", name, patch(good, methodref, 10, 0x7f, 0xff));
        attempt("name and type is itself", name, patch(good, methodref + 3, 0, 1));
        int access = accessFlags(good);
        int[] flags = {0x0010 | 0x0400, 0x0200, 0x0200 | 0x0400 | 0x0010, 0x2000, 0x4000 | 0x0200 | 0x0400, 0x8000, 0xffff,
            0x0200 | 0x0400, 0x0020, 0};
        for (int f : flags) {
            attempt("access flags " + Integer.toHexString(f), name, patch(good, access, f >> 8, f));
        }
        attempt("this class 0", name, patch(good, access + 2, 0, 0));
        attempt("this class is no class", name, patch(good, access + 2, 0, 1));
        attempt("super class 0", name, patch(good, access + 4, 0, 0));
        attempt("super class is no class", name, patch(good, access + 4, 0, 1));
        attempt("super is this", name, patch(good, access + 4, good[access + 2], good[access + 3]));
        attempt("interface index", name, patch(good, access + 6, 0, 1));
        // A Utf8 entry with bytes that modified UTF-8 forbids.
        int utf = indexOf(good, "Victim");
        attempt("utf8 zero", name, patch(good, utf, 0));
        attempt("utf8 ff", name, patch(good, utf, 0xff));
        attempt("utf8 c0 at the end", name, patch(good, indexOf(good, "<init>") + 5, 0xc0));
        attempt("method name", name, patch(good, indexOf(good, "<init>"), '<', 'i', 'n', 'i', 't', ';'));
        attempt("method name angle", name, patch(good, indexOf(good, "<init>"), '<', 'x', 'n', 'i', 't', '>'));
        attempt("descriptor", name, patch(good, indexOf(good, "(I)I"), '(', 'I', ')', 'Q'));
        attempt("descriptor open", name, patch(good, indexOf(good, "(I)I"), '(', 'I', 'I', 'I'));
        attempt("descriptor void", name, patch(good, indexOf(good, "(I)I"), '(', 'V', ')', 'I'));
        attempt("init returns", name, patch(good, indexOf(good, "()V"), '(', ')', 'I'));
    }

    /** The place of the access flags: after the constant pool. */
    static int accessFlags(byte[] b) {
        int count = (b[8] & 0xff) << 8 | b[9] & 0xff;
        int at = 10;
        for (int i = 1; i < count; i++) {
            switch (b[at]) {
                case 1 -> at += 3 + ((b[at + 1] & 0xff) << 8 | b[at + 2] & 0xff);
                case 7, 8, 16, 19, 20 -> at += 3;
                case 15 -> at += 4;
                case 5, 6 -> {
                    at += 9;
                    i++;
                }
                default -> at += 5;
            }
        }
        return at;
    }

    static int indexOf(byte[] b, String s) {
        byte[] wanted = s.getBytes();
        for (int i = 0; ; i++) {
            if (Arrays.equals(b, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
    }
}
