// Resources of classes, loaders, modules and jars; URLClassLoader; packages; sealed attributes of a manifest.
import java.io.*;
import java.net.*;
import java.nio.file.*;
import java.util.*;
import java.util.jar.*;
import java.util.zip.*;

public class Resources {
    static class InJar {
        @Override
        public String toString() {
            return "in a jar " + getClass().getPackage().getImplementationTitle();
        }
    }

    public static void main(String[] args) throws Exception {
        System.out.println(Resources.class.getResource("Resources.class") != null);
        System.out.println(Resources.class.getResource("/Resources.class") != null);
        System.out.println(Resources.class.getResource("nope.txt") + " " + Resources.class.getResourceAsStream("nope"));
        System.out.println(Object.class.getResource("String.class") + " " + ClassLoader.getSystemResource("java/lang/Object.class"));
        try (InputStream in = Object.class.getResourceAsStream("Object.class")) {
            byte[] b = in.readNBytes(4);
            System.out.println(HexFormat.of().formatHex(b));
        }
        System.out.println(Object.class.getModule().getResourceAsStream("java/lang/Object.class") != null);
        Manifest m = new Manifest();
        m.getMainAttributes().putValue("Manifest-Version", "1.0");
        m.getMainAttributes().putValue("Implementation-Title", "Title");
        m.getMainAttributes().putValue("Class-Path", "other.jar");
        try (JarOutputStream out = new JarOutputStream(new FileOutputStream("test.jar"), m)) {
            out.putNextEntry(new JarEntry("Resources$InJar.class"));
            try (InputStream in = Resources.class.getResourceAsStream("Resources$InJar.class")) {
                in.transferTo(out);
            }
            out.putNextEntry(new JarEntry("data/hello.txt"));
            out.write("hello from the jar".getBytes());
        }
        try (JarOutputStream out = new JarOutputStream(new FileOutputStream("other.jar"))) {
            out.putNextEntry(new ZipEntry("data/hello.txt"));
            out.write("hello from the other".getBytes());
            out.putNextEntry(new ZipEntry("only.txt"));
            out.write("only".getBytes());
        }
        try (URLClassLoader l = new URLClassLoader("urls", new URL[] {new File("test.jar").toURI().toURL()}, null)) {
            Class<?> c = l.loadClass("Resources$InJar");
            var k = c.getDeclaredConstructor();
            k.setAccessible(true);
            System.out.println(k.newInstance() + " " + (c != InJar.class) + " " + c.getProtectionDomain().getCodeSource().getLocation().getPath().endsWith("test.jar"));
            System.out.println(new String(l.getResourceAsStream("data/hello.txt").readAllBytes()) + " " + new String(l.getResourceAsStream("only.txt").readAllBytes()));
            System.out.println(Collections.list(l.findResources("data/hello.txt")).size() + " " + l.getName() + " " + l.getURLs().length);
            URL u = l.findResource("data/hello.txt");
            JarURLConnection j = (JarURLConnection) u.openConnection();
            System.out.println(u.getProtocol() + " " + j.getEntryName() + " " + j.getContentLength());
            try {
                l.loadClass("not.There");
            } catch (ClassNotFoundException e) {
                System.out.println(e.getMessage());
            }
            System.out.println(Arrays.toString(l.getDefinedPackages()));
        }
        try (JarFile jar = new JarFile("test.jar")) {
            System.out.println(jar.getManifest().getMainAttributes().getValue("Implementation-Title"));
            jar.stream().map(ZipEntry::getName).forEach(System.out::println);
        }
        Enumeration<URL> e = Resources.class.getClassLoader().getResources("Resources.class");
        int n = 0;
        while (e.hasMoreElements()) {
            e.nextElement();
            n++;
        }
        System.out.println(n);
        System.out.println(Resources.class.getProtectionDomain().getCodeSource().getLocation().getProtocol() + " " + Object.class.getProtectionDomain().getCodeSource());
        System.out.println(Package.getPackage("java.util") + " " + Resources.class.getPackage().getName().isEmpty());
    }
}
