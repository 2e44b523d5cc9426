/**
 * Every kind of instruction that leaves the interpreter's fast path, often enough that a handler which
 * did not end in a jump would use the native stack up.
 */
public class SlowPaths {
    static final int N = 200_000;
    interface Shape { int sides(); }
    record A() implements Shape { public int sides() { return 1; } }
    record B() implements Shape { public int sides() { return 2; } }
    record C() implements Shape { public int sides() { return 3; } }
    static class Closing implements AutoCloseable {
        static int closed;
        public void close() { closed++; }
    }
    static abstract class Base implements Shape {
        int twice() { return 2 * sides(); }
    }
    static class Derived extends Base {
        public int sides() { return 4; }
    }

    static int thrown(int kind) {
        Object[] strings = new String[1];
        Object o = "text";
        int[] none = null;
        try {
            switch (kind) {
                case 0 -> { return none.length; }
                case 1 -> { return new int[1][0].length / (kind - 1); }
                case 2 -> { return new int[3][kind].length == 2 ? new int[2][2][kind].length : 0; }
                case 3 -> strings[0] = (Object) kind;
                case 4 -> { return (Integer) o; }
                case 5 -> { return new int[-kind].length; }
                case 6 -> throw new IllegalStateException();
                case 7 -> { synchronized (none) { return 1; } }
                default -> { return ((Shape) null).sides(); }
            }
            return 0;
        } catch (RuntimeException e) {
            return e.getClass().getName().length();
        }
    }

    synchronized static int locked(int i) { return i + 1; }

    public static void main(String[] args) throws Exception {
        long sum = 0;
        for (int i = 0; i < N; i++) {
            sum += thrown(i % 9);
        }
        System.out.println(sum);
        Shape[] shapes = { new A(), new B(), new C(), new Derived() };
        Base base = new Derived();
        for (int i = 0; i < N; i++) {
            sum += shapes[i & 3].sides() + base.twice();
            Object o = shapes[i % 3];
            if (o instanceof Comparable<?>) sum--;
            sum += ((Shape) o).hashCode() == 0 ? 1 : 0;
            sum += new int[2][1].length + new Object[5000].length % 7 + locked(i);
            sum += switch (i % 5) { case 0 -> 10; case 100 -> 3; case 1000 -> 4; default -> -1; };
        }
        System.out.println(sum);
        for (int i = 0; i < N / 100; i++) {
            try (Closing c = new Closing()) {
                Thread.yield();
            }
            sum += Long.divideUnsigned(i, 3) + (long) Math.sqrt(i) + Integer.toString(i).intern().length();
        }
        System.out.println(sum + " " + Closing.closed);
        Object monitor = new Object();
        int[] counter = new int[1];
        Runnable contender = () -> {
            for (int i = 0; i < N; i++) {
                synchronized (monitor) { counter[0]++; }
            }
        };
        Thread[] threads = { new Thread(contender), new Thread(contender) };
        for (Thread t : threads) t.start();
        for (Thread t : threads) t.join();
        System.out.println(counter[0]);
    }
}
