// java.nio: paths, files, attributes, walking, channels, mapped buffers, locks, buffers of all kinds, watch-free.
import java.io.*;
import java.nio.*;
import java.nio.channels.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.nio.file.attribute.*;
import java.util.*;
import java.util.stream.*;

public class Nio {
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
        Path p = Path.of("a", "b", "..", "c.txt");
        System.out.println(p + " " + p.normalize() + " " + p.getNameCount() + " " + p.getName(1) + " " + p.getParent() + " " + p.getFileName() + " " + p.isAbsolute() + " " + p.subpath(1, 3) + " " + p.startsWith("a") + " " + Path.of("/x/y").relativize(Path.of("/x/z/w")) + " " + Path.of("/x").resolve("y").resolveSibling("z"));
        Path dir = Files.createDirectories(Path.of("top/mid/low"));
        Files.write(dir.resolve("f1"), List.of("one", "two", "three"));
        Files.writeString(Path.of("top/f2"), "content ü", StandardOpenOption.CREATE_NEW);
        t("exists", () -> Files.writeString(Path.of("top/f2"), "", StandardOpenOption.CREATE_NEW));
        System.out.println(Files.readAllLines(dir.resolve("f1")) + " " + Files.readString(Path.of("top/f2")) + " " + Files.size(Path.of("top/f2")) + " " + Files.mismatch(Path.of("top/f2"), dir.resolve("f1")));
        try (Stream<Path> s = Files.walk(Path.of("top"))) {
            System.out.println(s.map(Path::toString).sorted().toList());
        }
        try (DirectoryStream<Path> ds = Files.newDirectoryStream(Path.of("top"), "f*")) {
            ds.forEach(System.out::println);
        }
        Files.createSymbolicLink(Path.of("link"), Path.of("top/f2"));
        System.out.println(Files.isSymbolicLink(Path.of("link")) + " " + Files.readSymbolicLink(Path.of("link")) + " " + Files.isSameFile(Path.of("link"), Path.of("top/f2")) + " " + Path.of("link").toRealPath().endsWith("top/f2"));
        Files.setPosixFilePermissions(Path.of("top/f2"), PosixFilePermissions.fromString("rw-r-----"));
        PosixFileAttributes at = Files.readAttributes(Path.of("top/f2"), PosixFileAttributes.class);
        System.out.println(PosixFilePermissions.toString(at.permissions()) + " " + at.isRegularFile() + " " + at.size());
        Files.setLastModifiedTime(Path.of("top/f2"), FileTime.fromMillis(1_000_000_000_000L));
        System.out.println(Files.getLastModifiedTime(Path.of("top/f2")) + " " + Files.getAttribute(Path.of("top/f2"), "unix:mode"));
        Files.copy(Path.of("top/f2"), Path.of("copy"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.move(Path.of("copy"), Path.of("moved"), StandardCopyOption.REPLACE_EXISTING);
        t("copy", () -> Files.copy(Path.of("moved"), Path.of("link")));
        t("no file", () -> Files.readString(Path.of("nope")));
        t("not empty", () -> { Files.delete(Path.of("top")); return 0; });
        t("not a directory", () -> Files.list(Path.of("moved")));
        t("deleteIfExists", () -> Files.deleteIfExists(Path.of("nope")));
        t("bad path", () -> Path.of("a\0b"));
        try (FileChannel ch = FileChannel.open(Path.of("chan"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            System.out.println(ch.write(ByteBuffer.wrap("0123456789".getBytes())) + " " + ch.position() + " " + ch.size());
            ByteBuffer b = ByteBuffer.allocateDirect(4);
            System.out.println(ch.read(b, 3) + " " + (char) b.flip().get() + " " + b.remaining());
            MappedByteBuffer m = ch.map(FileChannel.MapMode.READ_WRITE, 2, 6);
            m.put(0, (byte) 'X');
            m.force();
            System.out.println((char) m.get(1) + " " + m.capacity() + " " + m.isDirect());
            ch.position(0);
            ByteBuffer[] two = {ByteBuffer.allocate(3), ByteBuffer.allocate(5)};
            System.out.println(ch.read(two) + " " + new String(two[0].array()) + " " + new String(two[1].array()));
            try (FileLock l = ch.lock(0, 5, false)) {
                System.out.println(l.isValid() + " " + l.isShared());
                t("overlap", () -> ch.tryLock(2, 3, false));
            }
            ch.truncate(4);
            System.out.println(ch.size());
            try (FileChannel to = FileChannel.open(Path.of("to"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                System.out.println(ch.transferTo(0, 100, to) + " " + Files.readString(Path.of("to")));
            }
            ch.close();
            t("closed", ch::size);
        }
        ByteBuffer bb = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
        bb.putInt(0x01020304).putLong(5L).putShort((short) -2).putChar('z').putDouble(1.5).flip();
        System.out.println(bb + " " + bb.get(0) + " " + bb.getInt() + " " + bb.getLong() + " " + bb.getShort() + " " + bb.getChar() + " " + bb.getDouble());
        bb.clear();
        IntBuffer ib = bb.asIntBuffer();
        ib.put(new int[] {1, 2, 3}).flip();
        System.out.println(ib + " " + ib.get(1) + " " + bb.get(4) + " " + ib.duplicate().get() + " " + ib.slice(1, 2).get(0) + " " + ByteBuffer.wrap(new byte[] {1, 2}).compareTo(ByteBuffer.wrap(new byte[] {1, 3})));
        t("underflow", () -> ByteBuffer.allocate(2).getInt());
        t("overflow", () -> ByteBuffer.allocate(2).putInt(1));
        t("read only", () -> ByteBuffer.allocate(2).asReadOnlyBuffer().put((byte) 1));
        t("limit", () -> ByteBuffer.allocate(2).limit(3));
        t("mark", () -> ByteBuffer.allocate(2).reset());
        ByteBuffer comp = ByteBuffer.wrap("hello".getBytes());
        comp.position(2);
        System.out.println(new String(comp.compact().array()) + " " + comp.position() + " " + CharBuffer.wrap("chars").subSequence(1, 3) + " " + LongBuffer.allocate(3).put(0, 5).get(0));
        Pipe pipe = Pipe.open();
        new Thread(() -> {
            try (var sink = pipe.sink()) {
                sink.write(ByteBuffer.wrap("piped".getBytes()));
            } catch (IOException e) {
                System.out.println(e);
            }
        }).start();
        System.out.println(new String(Channels.newInputStream(pipe.source()).readAllBytes()));
        try (AsynchronousFileChannel ac = AsynchronousFileChannel.open(Path.of("to"), StandardOpenOption.READ)) {
            ByteBuffer ab = ByteBuffer.allocate(10);
            System.out.println(ac.read(ab, 1).get() + " " + ab.position());
        }
        System.out.println(FileSystems.getDefault().getSeparator() + " " + FileSystems.getDefault().supportedFileAttributeViews().contains("posix") + " " + FileSystems.getDefault().getPathMatcher("glob:*.{java,txt}").matches(Path.of("x.txt")) + " " + Files.probeContentType(Path.of("a.html")));
        Files.walkFileTree(Path.of("top"), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path f, BasicFileAttributes a) throws IOException {
                Files.delete(f);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path d, IOException e) throws IOException {
                Files.delete(d);
                return FileVisitResult.CONTINUE;
            }
        });
        System.out.println(Files.exists(Path.of("top")) + " " + Files.exists(Path.of("link")) + " " + Files.exists(Path.of("link"), LinkOption.NOFOLLOW_LINKS));
        System.out.println(Files.lines(Path.of("to"), StandardCharsets.ISO_8859_1).count());
    }
}
