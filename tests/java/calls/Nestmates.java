// Private access between nestmates: fields, methods, constructors, through reflection and lambdas.
public class Nestmates {
    private int secret = 1;
    private static int shared = 2;

    private Nestmates() {
    }

    private int twice(int x) {
        return x * 2;
    }

    private static String stat() {
        return "static";
    }

    class Inner {
        private int mine = secret + shared;

        private int ask() {
            secret++;
            shared += 10;
            return twice(secret);
        }

        class Deep {
            private int all() {
                return mine + secret + ask() + Nestmates.this.twice(5);
            }
        }
    }

    static class Nested {
        private final String s = stat();

        private Nested() {
        }

        private String who() {
            return "Nested";
        }
    }

    static class Extends extends Nested {
        private String who() {
            return "Extends " + super.who();
        }
    }

    interface Face {
        private String p() {
            return "private in interface";
        }

        static String call(Face f) {
            return f.p();
        }
    }

    public static void main(String[] args) throws Exception {
        Nestmates n = new Nestmates();
        Inner in = n.new Inner();
        System.out.println(in.mine + " " + in.ask() + " " + in.new Deep().all() + " " + n.secret + " " + shared);
        Nested x = new Extends();
        System.out.println(x.s + x.who() + ((Extends) x).who());
        System.out.println(Face.call(new Face() { }));
        System.out.println(Inner.class.getNestHost() + " " + Inner.Deep.class.getNestHost() + " "
            + Nestmates.class.isNestmateOf(Face.class) + " " + String.class.isNestmateOf(Face.class));
        for (Class<?> c : Nestmates.class.getNestMembers()) {
            System.out.println(c.getName());
        }
        System.out.println(int.class.getNestHost() + " " + int[].class.getNestMembers().length);
        System.out.println(Nested.class.getDeclaredConstructor().newInstance().who());
        System.out.println(Nested.class.getDeclaredMethod("who").invoke(new Nested()));
        Runnable r = () -> System.out.println(n.twice(n.secret));
        r.run();
        try {
            java.util.ArrayList.class.getDeclaredField("size").get(new java.util.ArrayList<>());
        } catch (IllegalAccessException e) {
            System.out.println(e.getMessage());
        }
    }
}
