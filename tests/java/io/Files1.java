// java.io: files, streams, readers, random access, filters, pipes, errors.
import java.io.*;
import java.util.*;

public class Files1 {
    static void t(String what, Thrower r) {
        try {
            System.out.println(what + " " + r.run());
        } catch (Exception e) {
            System.out.println(what + " " + e);
        }
    }

    interface Thrower {
        Object run() throws Exception;
    }

    public static void main(String[] args) throws Exception {
        File dir = new File("dir/sub");
        System.out.println(dir.mkdir() + " " + dir.mkdirs() + " " + dir.isDirectory() + " " + dir.getName() + " " + dir.getParent() + " " + dir.getPath() + " " + new File(dir, "../x").getCanonicalFile().getName());
        File f = new File(dir, "data.bin");
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(new FileOutputStream(f)))) {
            out.writeInt(42);
            out.writeLong(-1);
            out.writeDouble(1.5);
            out.writeUTF("text ä");
            out.writeBoolean(true);
            out.writeChar('c');
        }
        System.out.println(f.length() + " " + f.exists() + " " + f.canRead() + " " + f.isFile() + " " + (f.lastModified() > 0));
        try (DataInputStream in = new DataInputStream(new FileInputStream(f))) {
            System.out.println(in.readInt() + " " + in.readLong() + " " + in.readDouble() + " " + in.readUTF() + " " + in.readBoolean() + " " + in.readChar());
            in.readByte();
        } catch (EOFException e) {
            System.out.println(e);
        }
        try (RandomAccessFile raf = new RandomAccessFile(f, "rw")) {
            raf.seek(4);
            raf.writeInt(7);
            raf.seek(0);
            System.out.println(raf.readInt() + " " + raf.readInt() + " " + raf.getFilePointer() + " " + raf.length());
            raf.setLength(3);
            System.out.println(raf.getFilePointer() + " " + raf.length());
        }
        try (Writer w = new OutputStreamWriter(new FileOutputStream("t.txt"), "UTF-8"); PrintWriter p = new PrintWriter(w)) {
            p.println("line one");
            p.printf("%s %d%n", "line", 2);
            p.print("ünï");
        }
        try (BufferedReader r = new BufferedReader(new FileReader("t.txt"))) {
            System.out.println(r.readLine() + "|" + r.readLine() + "|" + r.readLine() + "|" + r.readLine());
        }
        try (FileOutputStream app = new FileOutputStream("t.txt", true)) {
            app.write("\nappended".getBytes());
        }
        try (LineNumberReader r = new LineNumberReader(new FileReader("t.txt"))) {
            System.out.println(r.lines().count() + " " + r.getLineNumber());
        }
        try (PushbackInputStream in = new PushbackInputStream(new ByteArrayInputStream(new byte[] {1, 2, 3}))) {
            int x = in.read();
            in.unread(9);
            System.out.println(x + " " + in.read() + " " + in.skip(1) + " " + in.available() + " " + in.read() + in.read());
        }
        BufferedInputStream mark = new BufferedInputStream(new FileInputStream("t.txt"));
        mark.mark(100);
        mark.readNBytes(5);
        mark.reset();
        System.out.println((char) mark.read() + " " + mark.markSupported());
        mark.close();
        t("closed", mark::read);
        PipedInputStream pin = new PipedInputStream();
        PipedOutputStream pout = new PipedOutputStream(pin);
        Thread writer = new Thread(() -> {
            try (pout) {
                for (int i = 0; i < 3000; i++) {
                    pout.write(i);
                }
            } catch (IOException e) {
                System.out.println(e);
            }
        });
        writer.start();
        int sum = 0;
        for (int b; (b = pin.read()) >= 0;) {
            sum += b;
        }
        System.out.println(sum);
        SequenceInputStream seq = new SequenceInputStream(new ByteArrayInputStream("ab".getBytes()), new ByteArrayInputStream("cd".getBytes()));
        System.out.println(new String(seq.readAllBytes()));
        StreamTokenizer st = new StreamTokenizer(new StringReader("x = 3.5 + 'str' // c"));
        st.slashSlashComments(true);
        StringBuilder sb = new StringBuilder();
        while (st.nextToken() != StreamTokenizer.TT_EOF) {
            sb.append(st.ttype).append(',');
        }
        System.out.println(sb);
        t("missing", () -> new FileInputStream("no/such/file"));
        t("directory", () -> new FileInputStream("dir"));
        t("cannot write", () -> new FileOutputStream("no/such/file"));
        t("delete full", () -> new File("dir").delete());
        t("rename", () -> f.renameTo(new File("moved")) + " " + f.exists() + " " + new File("moved").length());
        t("bad mode", () -> new RandomAccessFile("x", "q"));
        t("null", () -> new File((String) null));
        t("temp", () -> { File tmp = File.createTempFile("pre", ".suf", new File(".")); boolean e = tmp.exists(); return e + " " + tmp.delete() + " " + tmp.getName().startsWith("pre"); });
        String[] names = new File(".").list();
        Arrays.sort(names);
        System.out.println(Arrays.toString(names) + " " + new File("nothing").list() + " " + new File(".").listFiles((d, n) -> n.endsWith(".txt")).length);
        System.out.println(new File("t.txt").setReadOnly() + " " + new File("t.txt").delete() + " " + new File("/a//b/").getPath() + " " + new File("a").isAbsolute() + " " + new File("a").compareTo(new File("b")) + " " + new File("x y").toURI().getRawPath().endsWith("x%20y"));
        System.out.println(new File(".").getTotalSpace() > 0);
    }
}
