/** A picture of spheres: small vector objects that die at once, double math, virtual calls. */
public class RayTracer {
    static final class Vec {
        final double x, y, z;

        Vec(double x, double y, double z) {
            this.x = x;
            this.y = y;
            this.z = z;
        }

        Vec plus(Vec o) {
            return new Vec(x + o.x, y + o.y, z + o.z);
        }

        Vec minus(Vec o) {
            return new Vec(x - o.x, y - o.y, z - o.z);
        }

        Vec times(double f) {
            return new Vec(x * f, y * f, z * f);
        }

        double dot(Vec o) {
            return x * o.x + y * o.y + z * o.z;
        }

        Vec unit() {
            return times(1 / Math.sqrt(dot(this)));
        }
    }

    record Ray(Vec from, Vec way) {
        Vec at(double t) {
            return from.plus(way.times(t));
        }
    }

    abstract static class Thing {
        final double mirror;

        Thing(double mirror) {
            this.mirror = mirror;
        }

        /** The distance, or infinity. */
        abstract double hit(Ray r);

        abstract Vec normal(Vec at);

        abstract double shade(Vec at);
    }

    static final class Sphere extends Thing {
        private final Vec middle;
        private final double radius;

        Sphere(Vec middle, double radius, double mirror) {
            super(mirror);
            this.middle = middle;
            this.radius = radius;
        }

        @Override
        double hit(Ray r) {
            Vec to = middle.minus(r.from);
            double b = to.dot(r.way);
            double d = b * b - to.dot(to) + radius * radius;
            if (d < 0) {
                return Double.POSITIVE_INFINITY;
            }
            double t = b - Math.sqrt(d);
            return t > 1e-6 ? t : Double.POSITIVE_INFINITY;
        }

        @Override
        Vec normal(Vec at) {
            return at.minus(middle).unit();
        }

        @Override
        double shade(Vec at) {
            return 0.9;
        }
    }

    static final class Floor extends Thing {
        Floor() {
            super(0.2);
        }

        @Override
        double hit(Ray r) {
            double t = -(r.from.y + 1) / r.way.y;
            return t > 1e-6 ? t : Double.POSITIVE_INFINITY;
        }

        @Override
        Vec normal(Vec at) {
            return new Vec(0, 1, 0);
        }

        @Override
        double shade(Vec at) {
            return ((int) Math.floor(at.x) + (int) Math.floor(at.z) & 1) == 0 ? 1 : 0.3;
        }
    }

    private static final Vec LIGHT = new Vec(-3, 5, -2).unit();

    private final Thing[] things;

    RayTracer(int spheres) {
        things = new Thing[spheres + 1];
        things[0] = new Floor();
        for (int i = 1; i <= spheres; i++) {
            things[i] = new Sphere(new Vec(i * 5 % 7 - 3, i % 3 - 0.5, 4 + i * 3 % 5), 0.4 + i % 4 * 0.2, i % 2 * 0.5);
        }
    }

    Thing nearest(Ray r) {
        Thing best = null;
        double t = Double.POSITIVE_INFINITY;
        for (Thing thing : things) {
            double d = thing.hit(r);
            if (d < t) {
                t = d;
                best = thing;
            }
        }
        return best;
    }

    double trace(Ray r, int depth) {
        Thing thing = nearest(r);
        if (thing == null) {
            return 0.5 + 0.5 * r.way.y;
        }
        Vec at = r.at(thing.hit(r));
        Vec n = thing.normal(at);
        double light = Math.max(0, n.dot(LIGHT));
        if (light > 0 && nearest(new Ray(at, LIGHT)) != null) {
            light = 0;
        }
        double colour = thing.shade(at) * (0.1 + 0.9 * light);
        if (depth > 0 && thing.mirror > 0) {
            Vec way = r.way.minus(n.times(2 * n.dot(r.way)));
            colour = colour * (1 - thing.mirror) + thing.mirror * trace(new Ray(at, way), depth - 1);
        }
        return colour;
    }

    public static Object run() {
        RayTracer tracer = new RayTracer(9);
        Vec eye = new Vec(0, 0.5, -3);
        int size = 300;
        long h = 0;
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                Vec way = new Vec((x - size / 2) / (double) size, (size / 2 - y) / (double) size, 1).unit();
                h = h * 31 + (int) (255 * tracer.trace(new Ray(eye, way), 3));
            }
        }
        return h;
    }
}
