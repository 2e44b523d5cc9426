// zip, gzip and jar streams and files, zip file system, checksums, errors.
import java.io.*;
import java.net.URI;
import java.nio.file.*;
import java.util.*;
import java.util.jar.*;
import java.util.zip.*;

public class Zips {
    public static void main(String[] args) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream g = new GZIPOutputStream(bytes)) {
            g.write("gzip me ".repeat(500).getBytes());
        }
        byte[] gz = bytes.toByteArray();
        System.out.println((gz.length < 100) + " " + new GZIPInputStream(new ByteArrayInputStream(gz)).readAllBytes().length);
        gz[gz.length - 5] ^= 1;
        try {
            new GZIPInputStream(new ByteArrayInputStream(gz)).readAllBytes();
        } catch (IOException e) {
            System.out.println(e);
        }
        try {
            new GZIPInputStream(new ByteArrayInputStream(new byte[20]));
        } catch (ZipException e) {
            System.out.println(e);
        }
        try (ZipOutputStream z = new ZipOutputStream(new FileOutputStream("t.zip"))) {
            z.setComment("a comment ü");
            for (int i = 0; i < 50; i++) {
                ZipEntry e = new ZipEntry("dir" + i % 5 + "/file" + i + ".txt");
                e.setTime(1_000_000_000_000L);
                if (i % 10 == 0) {
                    byte[] data = ("stored" + i).getBytes();
                    CRC32 crc = new CRC32();
                    crc.update(data);
                    e.setMethod(ZipEntry.STORED);
                    e.setSize(data.length);
                    e.setCrc(crc.getValue());
                    z.putNextEntry(e);
                    z.write(data);
                } else {
                    e.setComment("c" + i);
                    z.putNextEntry(e);
                    z.write(("deflated " + i).repeat(i).getBytes());
                }
                z.closeEntry();
            }
            z.putNextEntry(new ZipEntry("empty/"));
            try {
                z.putNextEntry(new ZipEntry("empty/"));
            } catch (ZipException e) {
                System.out.println(e.getMessage());
            }
        }
        try (ZipFile z = new ZipFile("t.zip")) {
            System.out.println(z.size() + " " + z.getComment() + " " + z.getEntry("dir3/file3.txt").getSize() + " " + z.getEntry("dir0/file0.txt").getMethod() + " " + z.getEntry("nope") + " " + z.getEntry("empty").isDirectory() + " " + z.getEntry("dir1/file11.txt").getComment());
            long sum = 0;
            for (ZipEntry e : Collections.list(z.entries())) {
                sum += z.getInputStream(e).readAllBytes().length + e.getCrc();
            }
            System.out.println(sum);
        }
        try (ZipInputStream in = new ZipInputStream(new FileInputStream("t.zip"))) {
            int n = 0;
            CRC32 crc = new CRC32();
            for (ZipEntry e; (e = in.getNextEntry()) != null; n++) {
                crc.update(e.getName().getBytes());
                crc.update(in.readAllBytes());
            }
            System.out.println(n + " " + crc.getValue());
        }
        try (FileSystem fs = FileSystems.newFileSystem(URI.create("jar:" + Path.of("t.zip").toUri()), Map.of())) {
            System.out.println(Files.readString(fs.getPath("/dir2/file2.txt")) + " " + Files.exists(fs.getPath("nope")));
            Files.writeString(fs.getPath("added.txt"), "added through the file system");
            Files.delete(fs.getPath("dir0/file0.txt"));
            try (var s = Files.list(fs.getPath("/"))) {
                System.out.println(s.map(Path::toString).sorted().toList());
            }
        }
        try (ZipFile z = new ZipFile("t.zip")) {
            System.out.println(z.size() + " " + new String(z.getInputStream(z.getEntry("added.txt")).readAllBytes()));
        }
        Files.write(Path.of("bad.zip"), new byte[100]);
        for (String name : new String[] {"bad.zip", "missing.zip"}) {
            try {
                new ZipFile(name);
            } catch (IOException e) {
                System.out.println(e);
            }
        }
        Manifest m = new Manifest(new ByteArrayInputStream("Manifest-Version: 1.0\nA: b\n c\n\nName: x/\nSealed: true\n".getBytes()));
        System.out.println(m.getMainAttributes().getValue("A") + " " + m.getAttributes("x/").getValue("Sealed"));
        try (JarOutputStream j = new JarOutputStream(new FileOutputStream("t.jar"), m)) {
            j.putNextEntry(new JarEntry("META-INF/versions/9/v.txt"));
            j.write("nine".getBytes());
            j.putNextEntry(new JarEntry("v.txt"));
            j.write("base".getBytes());
        }
        try (JarFile j = new JarFile(new File("t.jar"), true, ZipFile.OPEN_READ, Runtime.version())) {
            System.out.println(j.isMultiRelease() + " " + new String(j.getInputStream(j.getEntry("v.txt")).readAllBytes()));
        }
        CheckedInputStream c = new CheckedInputStream(new ByteArrayInputStream("abc".getBytes()), new Adler32());
        c.readAllBytes();
        System.out.println(c.getChecksum().getValue());
    }
}
