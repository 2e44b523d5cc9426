/** Uncontended synchronized methods and blocks. */
public class Locks {
    static final int RESULT = 654030952;

    private int value;

    synchronized void add(int x) {
        value += x;
    }

    int drain() {
        synchronized (this) {
            int v = value;
            value = 0;
            return v;
        }
    }

    public static int run() {
        Locks[] all = {new Locks(), new Locks(), new Locks()};
        int h = 0;
        for (int i = 0; i < 7_000_000; i++) {
            Locks l = all[i % 3];
            l.add(i);
            if ((i & 7) == 0) {
                h = h * 31 + l.drain();
            }
        }
        return h;
    }

    public static void main(String[] args) {
        System.out.println("Locks " + (run() == RESULT ? "ok" : "WRONG"));
    }
}
