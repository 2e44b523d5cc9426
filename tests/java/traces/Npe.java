// Helpful NullPointerException messages (JEP 358) for every instruction that throws one.
import java.util.function.Supplier;

public class Npe {
    static class Node {
        Node next;
        int value;
        long big;
        double[] data;
        Node[] children;
        static Node root;
        String name;

        Node next() {
            return next;
        }

        static Node make(int x, String s) {
            return null;
        }

        Node with(int a, long b, String[] c, Node[][] d) {
            return null;
        }

        synchronized void locked() {
        }
    }

    static Node field;
    static int[][][] cube = new int[2][][];
    Node inst;

    static void t(Runnable r) {
        try {
            r.run();
            System.out.println("no exception");
        } catch (NullPointerException e) {
            System.out.println(e.getMessage());
        }
    }

    static int index() {
        return 1;
    }

    void self() {
        t(() -> inst.value = 1);
        t(() -> System.out.println(inst.next.next));
        t(() -> this.inst.next());
    }

    static void locals(Node param, int i, long l, Object[] array) {
        Node local = null;
        int[] ints = null;
        long[] longs = null;
        byte[] bytes = null;
        boolean[] bools = null;
        char[] chars = null;
        short[] shorts = null;
        float[] floats = null;
        double[] doubles = null;
        Object[] objects = null;
        String str = null;
        int k = 3;
        try { ints[0]++; } catch (NullPointerException e) { System.out.println(e.getMessage()); }
        try { ints[k] = 5; } catch (NullPointerException e) { System.out.println(e.getMessage()); }
        try { longs[k + 1] = 5; } catch (NullPointerException e) { System.out.println(e.getMessage()); }
        try { l = longs[i]; } catch (NullPointerException e) { System.out.println(e.getMessage()); }
        try { bytes[0] = 5; } catch (NullPointerException e) { System.out.println(e.getMessage()); }
        try { k = bytes[0]; } catch (NullPointerException e) { System.out.println(e.getMessage()); }
        try { bools[0] = true; } catch (NullPointerException e) { System.out.println(e.getMessage()); }
        try { chars[0] = 'x'; } catch (NullPointerException e) { System.out.println(e.getMessage()); }
        try { k = chars[0]; } catch (NullPointerException e) { System.out.println(e.getMessage()); }
        try { shorts[0] = 1; } catch (NullPointerException e) { System.out.println(e.getMessage()); }
        try { k = shorts[0]; } catch (NullPointerException e) { System.out.println(e.getMessage()); }
        try { floats[0] = 1; } catch (NullPointerException e) { System.out.println(e.getMessage()); }
        try { floats[0]++; } catch (NullPointerException e) { System.out.println(e.getMessage()); }
        try { doubles[0] = 1; } catch (NullPointerException e) { System.out.println(e.getMessage()); }
        try { k = (int) doubles[index()]; } catch (NullPointerException e) { System.out.println(e.getMessage()); }
        try { objects[0] = null; } catch (NullPointerException e) { System.out.println(e.getMessage()); }
        try { str = objects[0].toString(); } catch (NullPointerException e) { System.out.println(e.getMessage()); }
        try { k = ints.length; } catch (NullPointerException e) { System.out.println(e.getMessage()); }
        try { param.value = 1; } catch (NullPointerException e) { System.out.println(e.getMessage()); }
        try { param.big = 1; } catch (NullPointerException e) { System.out.println(e.getMessage()); }
        try { k = local.value; } catch (NullPointerException e) { System.out.println(e.getMessage()); }
        try { local.next(); } catch (NullPointerException e) { System.out.println(e.getMessage()); }
        try { str.length(); } catch (NullPointerException e) { System.out.println(e.getMessage()); }
        try { array[0].hashCode(); } catch (NullPointerException e) { System.out.println(e.getMessage()); }
        try { synchronized (local) { } } catch (NullPointerException e) { System.out.println(e.getMessage()); }
        try { throw (RuntimeException) (Object) local; } catch (NullPointerException e) { System.out.println(e.getMessage()); }
        try { new Node().next.next.value++; } catch (NullPointerException e) { System.out.println(e.getMessage()); }
        try { new Node().data[2]++; } catch (NullPointerException e) { System.out.println(e.getMessage()); }
        try { new Node().children[k].next = null; } catch (NullPointerException e) { System.out.println(e.getMessage()); }
        try { local.with(1, 2, null, null); } catch (NullPointerException e) { System.out.println(e.getMessage()); }
        try { new Node().with(1, 2, null, null).locked(); } catch (NullPointerException e) { System.out.println(e.getMessage()); }
        try { Node.make(1, "x").value = 3; } catch (NullPointerException e) { System.out.println(e.getMessage()); }
        try { cube[index()][2][3] = 4; } catch (NullPointerException e) { System.out.println(e.getMessage()); }
        try { cube[0][k][i] = 4; } catch (NullPointerException e) { System.out.println(e.getMessage()); }
        try { ((Node) array[0]).next(); } catch (NullPointerException e) { System.out.println(e.getMessage()); }
        try { (i > 0 ? local : param).next(); } catch (NullPointerException e) { System.out.println(e.getMessage()); }
    }

    static class Cond {
        static String s;

        static int unbox() {
            Integer boxed = null;
            return boxed;
        }

        static void switchString() {
            switch (s) {
                case "a":
                    return;
                default:
            }
        }

        static void forEach(Iterable<String> it) {
            for (String x : it) {
                System.out.println(x);
            }
        }

        static void arrayEach(String[] xs) {
            for (String x : xs) {
                System.out.println(x);
            }
        }
    }

    public static void main(String[] args) {
        locals(null, 1, 2, new Object[1]);
        new Npe().self();
        t(() -> field.value = 1);
        t(() -> Node.root.next.next());
        t(() -> field.data[0] = 1);
        t(Cond::unbox);
        t(Cond::switchString);
        t(() -> Cond.forEach(null));
        t(() -> Cond.arrayEach(null));
        Supplier<String> nothing = () -> null;
        t(() -> nothing.get().trim());
        t(() -> ((String) null).trim());
        t(() -> {
            throw new NullPointerException();
        });
        t(() -> {
            throw new NullPointerException("own message");
        });
        t(() -> java.util.Objects.requireNonNull(null));
        t(() -> java.util.Objects.requireNonNull(null, "req"));
        t(() -> "abc".contains(null));
        t(() -> System.out.println(System.getProperty("no.such.property").length()));
        t(() -> new int[][] {null}[0][0]++);
        t(() -> ((Object[]) null).clone());
        NullPointerException lazily = new NullPointerException();
        System.out.println(lazily.getMessage() + " " + lazily);
        String[] strings = new String[3];
        t(() -> strings[index()].length());
        t(() -> field.next().next().next());
    }
}
