// vm: -Xmx48m
// In class initialisation: the class stays unusable, its loader and other classes do not.
public class OomClinit {
    static Object keep;

    static class Big {
        static final byte[] MADE = new byte[1_000_000_000];
        static int used = 1;
    }

    static class TooLong {
        static int used = 1;
        static {
            Object[] o = new Object[Integer.MAX_VALUE];
        }
    }

    static class Derived extends Big {
        static int own = 2;
    }

    static class Filler {
        static int used = 3;
        static {
            Object[] chain = null;
            while (used != 0) {
                chain = new Object[] {chain, new byte[100_000]};
            }
        }
    }

    static class Fine {
        static final byte[] MADE = new byte[1_000_000];
    }

    interface Use {
        int get();
    }

    static void use(String name, Use use) {
        for (int i = 0; i < 2; i++) {
            try {
                System.out.println(name + " " + use.get());
            } catch (Throwable e) {
                System.out.println(name + " " + e + ", cause " + e.getCause());
            }
        }
    }

    public static void main(String[] args) {
        use("Big", () -> Big.used);
        use("Derived", () -> Derived.own);
        use("TooLong", () -> TooLong.used);
        use("Filler", () -> Filler.used);
        use("Fine", () -> Fine.MADE.length);
    }
}
