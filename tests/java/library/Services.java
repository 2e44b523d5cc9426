// ServiceLoader, ResourceBundle, Properties, Preferences-free configuration, logging.
import java.io.*;
import java.net.*;
import java.nio.file.*;
import java.util.*;
import java.util.logging.*;

public class Services {
    public interface Greeting {
        String greet();
    }

    public static class English implements Greeting {
        public String greet() {
            return "hello";
        }
    }

    public static class German implements Greeting {
        public String greet() {
            return "hallo";
        }
    }

    public static class Failing implements Greeting {
        public Failing() {
            throw new IllegalStateException("in constructor");
        }

        public String greet() {
            return "";
        }
    }

    public static class Texts extends ListResourceBundle {
        protected Object[][] getContents() {
            return new Object[][] {{"key", "from class"}, {"list", new int[] {1, 2}}};
        }
    }

    public static void main(String[] args) throws Exception {
        Path dir = Files.createDirectories(Path.of("conf", "META-INF", "services"));
        Files.writeString(dir.resolve("Services$Greeting"), "# comment\nServices$English\nServices$German # trailing\nServices$Failing\nno.Such\njava.lang.String\n");
        Files.writeString(Path.of("conf", "msg.properties"), "hello=Hello\nonly=base\nuni=\\u00e4\nempty=\nlong=a\\\n  b\n");
        Files.writeString(Path.of("conf", "msg_de.properties"), "hello=Hallo\n");
        Files.writeString(Path.of("conf", "msg_de_AT.properties"), "hello=Servus\n");
        URLClassLoader l = new URLClassLoader(new URL[] {Path.of("conf").toUri().toURL()}, Services.class.getClassLoader());
        Iterator<Greeting> it = ServiceLoader.load(Greeting.class, l).iterator();
        while (true) {
            try {
                if (!it.hasNext()) {
                    break;
                }
                System.out.println(it.next().greet());
            } catch (ServiceConfigurationError e) {
                System.out.println(e.getMessage().replaceAll("file:.*/services", "services") + " " + e.getCause());
            }
        }
        System.out.println(ServiceLoader.load(Greeting.class, l).stream().limit(2).map(p -> p.type().getSimpleName()).toList() + " " + ServiceLoader.load(Greeting.class).findFirst());
        System.out.println(ServiceLoader.load(java.nio.file.spi.FileSystemProvider.class).stream().map(p -> p.type().getSimpleName()).toList());
        Locale.setDefault(Locale.ROOT);
        for (Locale loc : new Locale[] {Locale.ROOT, Locale.GERMAN, new Locale("de", "AT"), Locale.FRENCH}) {
            ResourceBundle b = ResourceBundle.getBundle("msg", loc, l);
            System.out.println(loc + " " + b.getString("hello") + " " + b.getString("only") + " " + b.getString("uni") + " " + b.getString("long") + " " + b.getLocale() + " " + new TreeSet<>(b.keySet()));
        }
        System.out.println(ResourceBundle.getBundle("Services$Texts").getString("key") + " " + ((int[]) ResourceBundle.getBundle("Services$Texts").getObject("list")).length);
        for (String[] q : new String[][] {{"nope", "x"}, {"msg", "missing"}}) {
            try {
                ResourceBundle.getBundle(q[0], Locale.ROOT, l).getString(q[1]);
            } catch (MissingResourceException e) {
                System.out.println(e.getMessage());
            }
        }
        Properties p = new Properties(new Properties());
        p.load(new StringReader("a = 1\nb:2\nc 3\n! note\nd\\ e=\\t|\\u0041\nbad\\"));
        System.out.println(new TreeMap<>(p) + " " + p.getProperty("zz", "default"));
        StringWriter w = new StringWriter();
        p.store(w, null);
        System.out.println(w.toString().lines().filter(s -> !s.startsWith("#")).sorted().toList());
        ByteArrayOutputStream xml = new ByteArrayOutputStream();
        p.storeToXML(xml, "comment");
        Properties q = new Properties();
        q.loadFromXML(new ByteArrayInputStream(xml.toByteArray()));
        System.out.println(q.equals(p));
        Logger log = Logger.getLogger("test.logger");
        log.setUseParentHandlers(false);
        log.addHandler(new Handler() {
            public void publish(LogRecord r) {
                System.out.println(r.getLevel() + " " + r.getSourceClassName() + "." + r.getSourceMethodName() + " " + new SimpleFormatter().formatMessage(r) + " " + r.getThrown());
            }

            public void flush() {
            }

            public void close() {
            }
        });
        log.info("info message");
        log.fine("not shown");
        log.log(Level.WARNING, "with {0} and {1}", new Object[] {"params", 2});
        log.log(Level.SEVERE, "thrown", new IOException("io"));
        log.setLevel(Level.ALL);
        log.entering("X", "y");
        Runnable r = () -> log.warning(() -> "supplied");
        r.run();
        System.Logger sl = System.getLogger("sys");
        System.out.println(sl.getName() + " " + sl.isLoggable(System.Logger.Level.ERROR));
    }
}
