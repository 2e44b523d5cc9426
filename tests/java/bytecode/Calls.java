// javac: -XDstringConcat=inline
// Calls: static, virtual, special, interface, default, private interface, super, varargs, many arguments.
public class Calls {
    interface Greeter {
        String name();

        default String greet() {
            return prefix() + name();
        }

        private String prefix() {
            return "Hi ";
        }

        static Greeter of(String s) {
            return () -> s;
        }
    }

    static abstract class Animal implements Greeter {
        abstract String sound();

        public String name() {
            return getClass().getSimpleName() + sound();
        }
    }

    static class Dog extends Animal {
        String sound() {
            return "woof";
        }
    }

    static class Puppy extends Dog {
        @Override
        String sound() {
            return "small " + super.sound();
        }

        @Override
        public String greet() {
            return super.greet() + "!";
        }
    }

    static long many(int a, long b, float c, double d, byte e, short f, char g, boolean h, String i, int[] j, long k,
        double l, Object m, long n, int o, double p) {
        return a + b + (long) c + (long) d + e + f + g + (h ? 1 : 0) + i.length() + j.length + k + (long) l
            + m.hashCode() + n + o + (long) p;
    }

    long inst(long a, int b, double c, long d) {
        return a * 2 + b * 3 + (long) c * 5 + d * 7;
    }

    static int varargs(Object... xs) {
        return xs == null ? -1 : xs.length;
    }

    static String over(Object o) {
        return "Object";
    }

    static String over(String s) {
        return "String";
    }

    static String over(long l) {
        return "long";
    }

    static String over(Integer i) {
        return "Integer";
    }

    static int ack(int m, int n) {
        return m == 0 ? n + 1 : n == 0 ? ack(m - 1, 1) : ack(m - 1, ack(m, n - 1));
    }

    static boolean even(int n) {
        return n == 0 || odd(n - 1);
    }

    static boolean odd(int n) {
        return n != 0 && even(n - 1);
    }

    public static void main(String[] args) {
        Greeter[] all = {new Dog(), new Puppy(), Greeter.of("lambda"), new Greeter() {
            public String name() {
                return "anonymous";
            }
        }};
        for (Greeter g : all) {
            System.out.println(g.greet() + " " + g.name());
        }
        System.out.println(many(1, 2L, 3f, 4d, (byte) 5, (short) 6, (char) 7, true, "eight", new int[9], 10L, 11d, 12,
            13L, 14, 15d));
        System.out.println(new Calls().inst(1, 2, 3, 4));
        System.out.println(varargs() + " " + varargs(1, 2) + " " + varargs((Object[]) null) + " " + varargs((Object) null)
            + " " + varargs(new int[3]) + " " + varargs((Object[]) new String[3]));
        System.out.println(over("s") + over(1) + over(1L) + over((Object) "s") + over(Integer.valueOf(1)) + over('c')
            + over(1.0));
        System.out.println(ack(2, 9) + " " + even(1000) + " " + odd(777));
        try {
            Dog none = null;
            none.sound();
        } catch (NullPointerException e) {
            System.out.println("NPE on a call");
        }
    }
}
