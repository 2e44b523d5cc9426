// Records, sealed hierarchies, enums: language behaviour and reflection data.
import java.lang.reflect.*;
import java.util.*;

public class RecordsSealed {
    record Point(int x, int y) implements Comparable<Point> {
        static final Point ZERO = new Point(0, 0);

        Point {
            if (x < 0) {
                throw new IllegalArgumentException("negative " + x);
            }
        }

        Point(int both) {
            this(both, both);
        }

        double norm() {
            return Math.sqrt(x * x + y * y);
        }

        public int compareTo(Point o) {
            return Integer.compare(x, o.x);
        }
    }

    record Everything(boolean z, byte b, short s, char c, int i, long l, float f, double d, String str, int[] arr, List<?> list) { }

    record Empty() { }

    record Generic<T extends Comparable<T>>(T a, T... more) {
        T max() {
            return Arrays.stream(more).reduce(a, (p, q) -> p.compareTo(q) > 0 ? p : q);
        }
    }

    sealed interface Shape permits Circle, Square, Poly { }

    record Circle(double r) implements Shape { }

    static final class Square implements Shape { }

    static non-sealed class Poly implements Shape { }

    static final class Tri extends Poly { }

    static sealed abstract class Implicit { }

    static final class Only extends Implicit { }

    enum Planet {
        EARTH(5.97) {
            @Override
            String nick() {
                return "home";
            }
        },
        MARS(0.64);

        final double mass;

        Planet(double mass) {
            this.mass = mass;
        }

        String nick() {
            return name().toLowerCase();
        }
    }

    static double area(Shape s) {
        if (s instanceof Circle c && c.r() > 0) {
            return c.r();
        } else if (s instanceof Square) {
            return 4;
        }
        return -1;
    }

    public static void main(String[] args) throws Exception {
        Point p = new Point(3, 4);
        System.out.println(p + " " + p.x() + " " + p.norm() + " " + p.equals(new Point(3, 4)) + " " + p.hashCode() + " " + new Point(2) + " " + p.equals(null));
        try {
            new Point(-1, 0);
        } catch (IllegalArgumentException e) {
            System.out.println(e.getMessage());
        }
        int[] arr = {1};
        Everything e = new Everything(true, (byte) 1, (short) 2, 'c', 4, 5L, Float.NaN, -0.0, "s", arr, List.of(1));
        Everything same = new Everything(true, (byte) 1, (short) 2, 'c', 4, 5L, Float.NaN, -0.0, "s", arr, List.of(1));
        Everything other = new Everything(true, (byte) 1, (short) 2, 'c', 4, 5L, Float.NaN, 0.0, "s", arr, List.of(1));
        System.out.println(e.toString().replaceAll("@[0-9a-f]+", "@") + " " + e.equals(same) + " " + (e.hashCode() == same.hashCode()) + " " + e.equals(other));
        System.out.println(new Empty() + " " + new Empty().equals(new Empty()) + " " + new Empty().hashCode());
        System.out.println(new Generic<>(1, 5, 3).max());
        for (RecordComponent rc : Everything.class.getRecordComponents()) {
            System.out.println(rc + " " + rc.getGenericType() + " " + rc.getAccessor() + " " + rc.getGenericSignature() + " " + rc.getDeclaringRecord());
        }
        System.out.println(Point.class.getRecordComponents()[1].getAccessor().invoke(p) + " " + Square.class.getRecordComponents() + " " + Empty.class.getRecordComponents().length);
        System.out.println(Arrays.toString(Shape.class.getPermittedSubclasses()) + Arrays.toString(Implicit.class.getPermittedSubclasses())
            + Square.class.getPermittedSubclasses() + Shape.class.isSealed() + Poly.class.isSealed());
        for (Shape s : new Shape[] {new Circle(2), new Circle(-1), new Square(), new Poly(), new Tri()}) {
            System.out.print(area(s) + " ");
        }
        System.out.println();
        for (Planet q : Planet.values()) {
            System.out.println(q + " " + q.ordinal() + " " + q.mass + " " + q.nick() + " " + q.getClass() + " " + q.getDeclaringClass());
        }
        System.out.println(Planet.valueOf("MARS") + " " + Planet.MARS.compareTo(Planet.EARTH) + " " + Enum.valueOf(Planet.class, "EARTH"));
        try {
            Planet.valueOf("PLUTO");
        } catch (IllegalArgumentException x) {
            System.out.println(x.getMessage());
        }
        EnumMap<Planet, Integer> map = new EnumMap<>(Planet.class);
        map.put(Planet.MARS, 1);
        map.put(Planet.EARTH, 2);
        System.out.println(map + " " + EnumSet.complementOf(EnumSet.of(Planet.MARS)));
        Constructor<?> canonical = Point.class.getDeclaredConstructor(int.class, int.class);
        System.out.println(canonical.newInstance(1, 2));
        Field f = Point.class.getDeclaredField("x");
        f.setAccessible(true);
        try {
            f.set(p, 5);
        } catch (IllegalAccessException x) {
            System.out.println(x.getMessage());
        }
    }
}
