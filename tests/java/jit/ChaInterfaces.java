// timeout: 120
// Interfaces and abstract classes with a single implementation, until there is another one; default methods that get
// overridden; receivers that do not implement the interface at all.
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

public class ChaInterfaces {
    interface Shape {
        int area();

        default String name() {
            return "shape " + area();
        }
    }

    interface Sized extends Shape {
        default int size() {
            return area() * 2;
        }
    }

    static class Square implements Sized {
        final int side;

        Square(int side) {
            this.side = side;
        }

        public int area() {
            return side * side;
        }
    }

    static class Named extends Square {
        Named(int side) {
            super(side);
        }

        public String name() {
            return "named " + super.name();
        }

        public int size() {
            return -area();
        }
    }

    static class Other implements Sized {
        public int area() {
            return 1000;
        }
    }

    abstract static class Step {
        abstract int next(int x);

        int twice(int x) {
            return next(next(x));
        }
    }

    static class Add extends Step {
        int next(int x) {
            return x + 1;
        }
    }

    abstract static class Middle extends Step {
        abstract int more(int x);

        int next(int x) {
            return more(x) + 5;
        }
    }

    static class Bottom extends Middle {
        int more(int x) {
            return x * 2;
        }

        int twice(int x) {
            return -super.twice(x);
        }
    }

    /** An interface whose only implementations are lambdas. */
    interface Fun {
        int apply(int x);
    }

    static Shape shape = new Square(3);
    static Sized sized = new Square(4);
    static Step step = new Add();
    static Fun fun;

    static int sum(int n, int at, Runnable action) {
        int sum = 0;
        for (int i = 0; i < n; i++) {
            if (i == at) {
                action.run();
            }
            sum += shape.area() + sized.size() + step.next(i) + step.twice(i) + shape.name().length();
        }
        return sum;
    }

    static int apply(int n) {
        int x = 1;
        for (int i = 0; i < n; i++) {
            x = fun.apply(x) & 0xffff;
        }
        return x;
    }

    static int area(Shape s) {
        return s.area();
    }

    /** An instance of a class that the verifier must not load before. */
    static Object fresh(String name, Object... args) {
        try {
            return Class.forName("ChaInterfaces$" + name).getDeclaredConstructors()[0].newInstance(args);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    static void round(String what, int at, Runnable action) {
        for (int i = 0; i < 300; i++) {
            sum(200, -1, null);
        }
        System.out.println(what + " " + sum(1000, at, action));
    }

    public static void main(String[] args) throws Throwable {
        round("one", -1, null);
        round("named", 400, () -> sized = (Sized) fresh("Named", 2));
        round("other", 600, () -> shape = (Shape) fresh("Other"));
        round("middle", 10, () -> step = (Step) fresh("Bottom"));
        round("back", 999, () -> {
            shape = (Shape) fresh("Named", 1);
            sized = (Sized) fresh("Other");
            step = new Add();
        });
        fun = x -> x + 3;
        for (int i = 0; i < 300; i++) {
            apply(100);
        }
        System.out.println("lambda " + apply(1000));
        int k = args.length + 5;
        fun = x -> x * k + 1;
        System.out.println("lambda " + apply(1000));
        fun = ChaInterfaces::half;
        System.out.println("lambda " + apply(1000));

        // interfaces are not checked by the verifier: an object of any class can come
        for (int i = 0; i < 30_000; i++) {
            area(shape);
        }
        MethodHandle h = MethodHandles.lookup().findStatic(ChaInterfaces.class, "area",
                MethodType.methodType(int.class, Shape.class));
        try {
            Object notAShape = "text";
            int i = (int) h.invoke(notAShape);
            System.out.println("not thrown " + i);
        } catch (ClassCastException e) {
            System.out.println("ClassCastException");
        }
        try {
            area(null);
        } catch (NullPointerException e) {
            System.out.println("NullPointerException " + e.getStackTrace()[0].getMethodName());
        }
    }

    static int half(int x) {
        return x / 2 + 7;
    }
}
