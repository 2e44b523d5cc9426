/** Objects with many fields, read and written through accessors, in arrays and linked. */
public class Particles {
    static final long RESULT = 738373666661068249L;

    static final class Particle {
        private float x, y, vx, vy;
        private int age, hits;
        private boolean alive = true;
        private Particle next;

        float x() { return x; }
        float y() { return y; }
        void move(float dt) {
            x += vx * dt;
            y += vy * dt;
            if (x < 0 || x > 100) {
                vx = -vx;
                hits++;
            }
            if (y < 0 || y > 100) {
                vy = -vy;
                hits++;
            }
            age++;
        }
        boolean near(Particle o) {
            float dx = x() - o.x(), dy = y() - o.y();
            return dx * dx + dy * dy < 4;
        }
    }

    public static long run() {
        Particle[] all = new Particle[200];
        int seed = 42;
        for (int i = 0; i < all.length; i++) {
            Particle p = all[i] = new Particle();
            seed = seed * 1103515245 + 12345;
            p.x = (seed >>> 16) % 100;
            p.vx = (seed >>> 8 & 15) - 7;
            seed = seed * 1103515245 + 12345;
            p.y = (seed >>> 16) % 100;
            p.vy = (seed >>> 8 & 15) - 7;
            p.next = i > 0 ? all[i - 1] : null;
        }
        long h = 0;
        for (int step = 0; step < 150; step++) {
            for (Particle p : all) {
                p.move(0.1f);
            }
            for (Particle p = all[all.length - 1]; p != null; p = p.next) {
                for (Particle o = p.next; o != null; o = o.next) {
                    if (p.alive && o.alive && p.near(o)) {
                        p.hits++;
                        o.alive = (p.hits & 15) != 3;
                    }
                }
            }
        }
        for (Particle p : all) {
            h = h * 31 + p.hits + p.age + (p.alive ? 1 : 0) + (int) (p.x * 100);
        }
        return h;
    }

    public static void main(String[] args) {
        System.out.println("Particles " + (run() == RESULT ? "ok" : "WRONG"));
    }
}
