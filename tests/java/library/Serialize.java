// Serialization: graphs, cycles, custom forms, Externalizable, enums, records, proxies, lambdas, filters, versions.
import java.io.*;
import java.lang.reflect.Proxy;
import java.util.*;
import java.util.function.*;

public class Serialize {
    static class Node implements Serializable {
        private static final long serialVersionUID = 5;
        String name;
        transient int skipped = 7;
        Node next;
        final int[] data = {1, 2};
        Object any;

        Node(String name) {
            this.name = name;
        }
    }

    static class Parent {
        int fromParent = 1;

        Parent() {
            fromParent = 100;
        }
    }

    static class Custom extends Parent implements Serializable {
        int x;
        transient String derived;

        Custom(int x) {
            this.x = x;
            derived = "d" + x;
            fromParent = 55;
        }

        private void writeObject(ObjectOutputStream out) throws IOException {
            out.defaultWriteObject();
            out.writeInt(fromParent);
            out.writeUTF("extra");
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            fromParent = in.readInt();
            derived = in.readUTF() + x;
        }
    }

    public static class Ext implements Externalizable {
        int v;

        public Ext() {
            v = -1;
        }

        Ext(int v) {
            this.v = v;
        }

        public void writeExternal(ObjectOutput out) throws IOException {
            out.writeInt(v * 2);
        }

        public void readExternal(ObjectInput in) throws IOException {
            v = in.readInt();
        }
    }

    static class Replaced implements Serializable {
        static final Replaced ONE = new Replaced();

        private Object readResolve() {
            return ONE;
        }
    }

    static class Writer implements Serializable {
        private Object writeReplace() {
            return "replacement";
        }
    }

    enum Color { RED, GREEN }

    record Rec(int a, List<String> b) implements Serializable {
        Rec {
            if (a < 0) {
                throw new IllegalArgumentException("negative");
            }
        }
    }

    interface SerSupplier extends Supplier<String>, Serializable {
    }

    static class NotSer {
    }

    static byte[] write(Object o) throws IOException {
        ByteArrayOutputStream b = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(b)) {
            out.writeObject(o);
        }
        return b.toByteArray();
    }

    @SuppressWarnings("unchecked")
    static <T> T copy(T o) throws Exception {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(write(o)))) {
            return (T) in.readObject();
        }
    }

    public static void main(String[] args) throws Exception {
        Node a = new Node("a");
        a.next = new Node("b");
        a.next.next = a;
        a.any = new Object[] {1, 2L, "s", 'c', 1.5, null, new int[][] {{1}, {2}}, Color.GREEN};
        Node c = copy(a);
        System.out.println(c.name + c.next.name + (c.next.next == c) + c.skipped + c.data[1] + Arrays.deepToString((Object[]) c.any) + (((Object[]) c.any)[7] == Color.GREEN));
        Custom cu = copy(new Custom(9));
        System.out.println(cu.x + " " + cu.derived + " " + cu.fromParent);
        System.out.println(copy(new Ext(21)).v + " " + (copy(new Replaced()) == Replaced.ONE) + " " + (Object) copy((Object) new Writer()) + " " + copy(new Rec(3, List.of("x"))));
        System.out.println(copy(new HashMap<>(Map.of("k", List.of(1, 2)))) + " " + copy(new TreeSet<>(Set.of(3, 1))) + " " + copy(EnumSet.of(Color.RED)) + " " + copy(java.time.LocalDate.of(2024, 1, 1)) + " " + copy(new java.math.BigDecimal("1.50")));
        String captured = "cap";
        System.out.println(copy((SerSupplier) () -> captured + "tured").get());
        Comparator<String> cmp = copy((Comparator<String> & Serializable) String::compareToIgnoreCase);
        System.out.println(cmp.compare("A", "a"));
        Exception e = copy(new IllegalStateException("msg", new IOException("cause")));
        System.out.println(e + " " + e.getCause() + " " + e.getStackTrace()[0]);
        System.out.println(copy(String.class) + " " + copy(int[].class) + " " + copy(int.class) + " " + ObjectStreamClass.lookup(Node.class) + " " + ObjectStreamClass.lookup(Custom.class).getSerialVersionUID());
        try {
            write(new Object[] {new NotSer()});
        } catch (NotSerializableException x) {
            System.out.println(x.getMessage());
        }
        byte[] bytes = write(new Rec(3, null));
        for (int i = 0; i < bytes.length - 3; i++) {
            if (bytes[i] == 0 && bytes[i + 1] == 0 && bytes[i + 2] == 0 && bytes[i + 3] == 3) {
                bytes[i] = -1;
            }
        }
        try {
            new ObjectInputStream(new ByteArrayInputStream(bytes)).readObject();
        } catch (InvalidObjectException x) {
            System.out.println(x.getMessage() + " " + x.getCause());
        }
        try {
            new ObjectInputStream(new ByteArrayInputStream(new byte[] {1, 2, 3, 4, 5}));
        } catch (StreamCorruptedException x) {
            System.out.println(x.getMessage());
        }
        String wrong = new String(write(new Node("v")), "ISO-8859-1").replace("Serialize$Node", "Serialize$Nope");
        try {
            new ObjectInputStream(new ByteArrayInputStream(wrong.getBytes("ISO-8859-1"))).readObject();
        } catch (ClassNotFoundException x) {
            System.out.println(x);
        }
        ObjectInputStream filtered = new ObjectInputStream(new ByteArrayInputStream(write(new Ext(1))));
        filtered.setObjectInputFilter(ObjectInputFilter.Config.createFilter("!Serialize$Ext;*"));
        try {
            filtered.readObject();
        } catch (InvalidClassException x) {
            System.out.println(x.getMessage());
        }
        DataOutputStream d = new DataOutputStream(new ByteArrayOutputStream());
        d.writeUTF("é\0\uD83D");
        d.writeDouble(Math.PI);
        System.out.println(d.size());
    }
}
