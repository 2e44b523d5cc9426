// Selection of default methods: diamonds, overriding defaults, abstract re-declaration, class wins.
public class Diamond {
    interface Top {
        default String m() {
            return "Top";
        }

        default String n() {
            return "Top.n";
        }
    }

    interface Left extends Top {
        default String m() {
            return "Left>" + Top.super.m();
        }
    }

    interface Right extends Top {
        default String n() {
            return "Right.n";
        }
    }

    interface Right2 extends Top {
        default String m() {
            return "Right2";
        }
    }

    static class LR implements Left, Right {
    }

    static class RL implements Right, Left {
    }

    static class Both implements Left, Right2 {
        public String m() {
            return "Both(" + Left.super.m() + "," + Right2.super.m() + ")";
        }
    }

    static class Own {
        public String m() {
            return "Own";
        }
    }

    static class ClassWins extends Own implements Left {
    }

    static abstract class Abs implements Left {
        public abstract String m();
    }

    static class Concrete extends Abs {
        public String m() {
            return "Concrete";
        }
    }

    interface Again extends Left {
        String m();
    }

    static class FromAgain implements Again {
        public String m() {
            return "FromAgain";
        }
    }

    static class Redeclare extends LR implements Top {
    }

    static class Sub extends ClassWins implements Right2 {
        public String n() {
            return super.n() + "/Sub";
        }
    }

    interface Gen<T> {
        default String g(T t) {
            return "Gen " + t;
        }
    }

    interface StrGen extends Gen<String> {
        @Override
        default String g(String s) {
            return "StrGen " + s;
        }
    }

    static class GenImpl implements StrGen {
    }

    interface ObjectMethods {
        String toString();

        boolean equals(Object o);

        default int size() {
            return toString().length();
        }
    }

    static class OM implements ObjectMethods {
        public String toString() {
            return "OM!";
        }
    }

    public static void main(String[] args) {
        Top[] all = {new LR(), new RL(), new Both(), new ClassWins(), new Concrete(), new FromAgain(), new Redeclare(),
            new Sub(), new Top() { }};
        for (Top t : all) {
            System.out.println(t.getClass().getSimpleName() + " " + t.m() + " " + t.n());
        }
        Gen<String> g = new GenImpl();
        System.out.println(g.g("x"));
        System.out.println(new OM().size());
    }
}
