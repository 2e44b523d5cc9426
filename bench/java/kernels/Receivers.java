/** Interface and abstract calls with one, two and three receiver classes at a site: what inline caches and guarded inlining are good for. */
public class Receivers {
    interface Shape {
        int area();

        default int doubled() {
            return 2 * area();
        }
    }

    abstract static class Base implements Shape {
        abstract int side();

        @Override
        public int area() {
            return side() * side();
        }
    }

    static final class Square extends Base {
        private final int side;

        Square(int side) {
            this.side = side;
        }

        @Override
        int side() {
            return side;
        }
    }

    static final class Unit extends Base {
        @Override
        int side() {
            return 1;
        }
    }

    static final class Box implements Shape {
        private final int w, h;

        Box(int w, int h) {
            this.w = w;
            this.h = h;
        }

        @Override
        public int area() {
            return w * h;
        }

        @Override
        public int doubled() {
            return area() << 1;
        }
    }

    static int one(Shape[] all) {
        int sum = 0;
        for (Shape s : all) {
            sum += s.area();
        }
        return sum;
    }

    static int two(Shape[] all) {
        int sum = 0;
        for (Shape s : all) {
            sum ^= s.area() + sum;
        }
        return sum;
    }

    static int three(Shape[] all) {
        int sum = 0;
        for (Shape s : all) {
            sum = sum * 3 + s.doubled();
        }
        return sum;
    }

    public static Object run() {
        Shape[] boxes = new Shape[1_000];
        Shape[] mixed = new Shape[1_000];
        Shape[] all = new Shape[1_000];
        for (int i = 0; i < 1_000; i++) {
            boxes[i] = new Box(i, i % 7);
            mixed[i] = i % 3 == 0 ? new Square(i) : new Box(i, 3);
            all[i] = i % 5 == 0 ? new Unit() : i % 5 == 1 ? new Square(i) : new Box(2, i);
        }
        long h = 0;
        for (int i = 0; i < 2_000; i++) {
            h = h * 31 + one(boxes) + two(mixed) + three(all);
        }
        return h;
    }
}
