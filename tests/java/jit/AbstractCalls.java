// timeout: 120
// Calls whose target is abstract in some classes and not in others, private and final methods, Object's methods through
// interfaces, methods that a class inherits from interfaces only, calls of super's methods, and arrays as receivers.
import java.util.ArrayList;
import java.util.List;

public class AbstractCalls {
    interface A {
        default String who() {
            return "A";
        }

        private int secret(int x) {
            return x + 1;
        }

        default int open(int x) {
            return secret(x) * 2;
        }
    }

    interface B extends A {
        default String who() {
            return "B" + A.super.who();
        }
    }

    interface C extends A {
        default String who() {
            return "C" + A.super.who();
        }
    }

    abstract static class Base implements A {
    }

    static class One extends Base {
    }

    static class Two extends Base implements B {
    }

    static class Three extends Two implements C {
        public String who() {
            return C.super.who() + super.who();
        }

        public boolean equals(Object o) {
            return o instanceof Three;
        }

        public int hashCode() {
            return 3;
        }

        public String toString() {
            return "three";
        }
    }

    static class Priv {
        private int p(int x) {
            return x * 2;
        }

        final int q(int x) {
            return p(x) + 1;
        }
    }

    static class PrivSub extends Priv {
        public int p(int x) {
            return -x;
        }

        int r(int x) {
            return p(x) + q(x);
        }
    }

    static String classCall(Base b) {
        return b.who() + b.open(4);
    }

    static String faceCall(A a) {
        return a.who() + a.open(5);
    }

    static String objectCalls(A a, A b) {
        return a.equals(b) + " " + (a.hashCode() == b.hashCode()) + " " + (a.getClass() == b.getClass());
    }

    static int arrays(Object[] o, int[] i) {
        Object[] copy = o.clone();
        int[] ints = i.clone();
        return copy.length + ints.length + (copy.equals(o) ? 1 : 0) + (copy.getClass() == o.getClass() ? 10 : 0)
                + (ints.hashCode() == ints.hashCode() ? 100 : 0);
    }

    static String all(Base x, A y, PrivSub p) {
        return classCall(x) + " " + faceCall(y) + " " + objectCalls(x, y) + " " + p.r(3) + " "
                + arrays(new String[] {"a", "b"}, new int[3]);
    }

    public static void main(String[] args) {
        List<Base> made = new ArrayList<>();
        made.add(new One());
        PrivSub p = new PrivSub();
        for (int i = 0; i < 20_000; i++) {
            all(made.get(0), made.get(0), p);
        }
        System.out.println(all(made.get(0), made.get(0), p));
        made.add(new Two());
        for (int i = 0; i < 5_000; i++) {
            all(made.get(i & 1), made.get(1), p);
        }
        made.add(new Three());
        for (int i = 0; i < 5_000; i++) {
            all(made.get(i % 3), made.get((i + 1) % 3), p);
        }
        for (Base b : made) {
            for (Base c : made) {
                System.out.println(all(b, c, p));
            }
        }
        System.out.println(made.get(2) + " " + faceCall(made.get(2)));
        for (A a : new A[] {made.get(0), null}) {
            try {
                System.out.println(faceCall(a));
            } catch (NullPointerException e) {
                System.out.println("NullPointerException in " + e.getStackTrace()[0].getMethodName());
            }
        }
    }
}
