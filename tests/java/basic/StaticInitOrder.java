// javac: -XDstringConcat=inline
// Class initialisation in textual order, superclasses first, constants without initialisation.
public class StaticInitOrder {
    static StringBuilder log = new StringBuilder();

    static int note(String s, int v) {
        System.out.println("init " + s + " " + v);
        return v;
    }

    static class Base {
        static int a = note("Base.a", 1);
        int f = note("Base.f", 10);

        static {
            note("Base.static", 2);
        }

        {
            note("Base.instance", 11);
        }

        Base() {
            note("Base()", 12);
            hook();
        }

        void hook() {
            note("Base.hook", 0);
        }
    }

    static class Derived extends Base {
        static final int CONSTANT = 42;
        static final Integer BOXED = note("Derived.BOXED", 3);
        int g = note("Derived.g", 20);

        Derived() {
            super();
            note("Derived()", g);
        }

        @Override
        void hook() {
            note("Derived.hook", g);
        }
    }

    interface I {
        int X = note("I.X", 5);

        default void m() {
        }
    }

    interface J {
        int Y = note("J.Y", 6);
    }

    static class Impl implements I, J {
        static {
            note("Impl", 7);
        }
    }

    public static void main(String[] args) {
        System.out.println(Derived.CONSTANT);
        Derived[] none = new Derived[2];
        System.out.println(none.length);
        Class<?> c = Derived.class;
        System.out.println(c.getName());
        new Derived();
        new Derived();
        new Impl();
        System.out.println(J.Y);
    }
}
