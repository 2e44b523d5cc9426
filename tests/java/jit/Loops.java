// On-stack replacement: loops that are entered once and run long, with locals of all kinds, nested, synchronized, in
// constructors and handlers; exceptions and results out of them.
public class Loops {
    final long total;

    Loops(int n) {
        long t = 0;
        for (int i = 0; i < n; i++) {
            t += i ^ (t << 1);
        }
        total = t;
    }

    static int ints(int n) {
        int a = 1, b = 2;
        for (int i = 0; i < n; i++) {
            int t = a;
            a = b * 31 + i;
            b = t ^ (b >>> 3);
        }
        return a + b;
    }

    static long mixed(int n, long start, double d, float f, String s) {
        long l = start;
        int hits = 0;
        StringBuilder sb = new StringBuilder();
        for (int i = 0; i < n; i++) {
            l = l * 6364136223846793005L + 1442695040888963407L;
            d = d * 0.75 + i;
            f = f / 2 + 1;
            if ((l >>> 60) == 7) {
                hits++;
                if (hits % 1000 == 0) {
                    sb.append(s).append(hits);
                }
            }
        }
        return l + hits + Double.doubleToLongBits(d) + Float.floatToIntBits(f) + sb.length();
    }

    static double nested(int n) {
        double[][] m = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                for (int k = 0; k < n; k++) {
                    m[i][j] += (i + 1.0) * (j - 1.0) / (k + 1.0);
                }
            }
        }
        double sum = 0;
        for (double[] row : m) {
            for (double v : row) {
                sum += v;
            }
        }
        return sum;
    }

    static synchronized int locked(int n) {
        int held = 0;
        for (int i = 0; i < n; i++) {
            if (i % 10000 == 0 && Thread.holdsLock(Loops.class)) {
                held++;
            }
        }
        return held;
    }

    static synchronized void lockedThrows(int n, int[] a) {
        for (int i = 0; i < n; i++) {
            a[i] = i;
        }
    }

    static float blocks(Object lock, int n) {
        float f = 0;
        for (int i = 0; i < n; i++) {
            synchronized (lock) {
                f += i & 3;
            }
        }
        return f;
    }

    static int inHandler(int n) {
        int sum = 0;
        try {
            Object o = null;
            o.hashCode();
        } catch (NullPointerException e) {
            for (int i = 0; i < n; i++) {
                sum += i & 7;
            }
        }
        return sum;
    }

    static int handlers(int n) {
        int caught = 0;
        int[] a = new int[8];
        for (int i = 0; i < n; i++) {
            try {
                a[i & 15]++;
            } catch (ArrayIndexOutOfBoundsException e) {
                caught++;
            }
        }
        return caught + a[3];
    }

    static Object allocate(int n) {
        Object[] last = null;
        for (int i = 0; i < n; i++) {
            last = new Object[] {last != null ? last[1] : "first", "n" + (i & 1), last != null && i % 64 != 0 ? last : null};
        }
        return last[0];
    }

    static boolean done(int n) {
        boolean b = false;
        while (n-- > 0) {
            b = !b;
        }
        return b;
    }

    static byte narrow(int n) {
        byte b = 0;
        char c = 0;
        short s = 0;
        do {
            b += 3;
            c += b;
            s -= c;
        } while (--n > 0);
        return (byte) (b + c + s);
    }

    public static void main(String[] args) {
        System.out.println(ints(300_000));
        System.out.println(mixed(200_000, 42, 1.5, 2.5f, "x"));
        System.out.println(nested(60));
        System.out.println(locked(200_000));
        try {
            lockedThrows(200_000, new int[100_000]);
        } catch (ArrayIndexOutOfBoundsException e) {
            System.out.println(e.getMessage() + " " + Thread.holdsLock(Loops.class));
        }
        System.out.println(blocks(new Object(), 200_000));
        System.out.println(inHandler(200_000));
        System.out.println(handlers(100_000));
        System.out.println(allocate(200_000));
        System.out.println(done(200_001));
        System.out.println(narrow(200_000));
        System.out.println(new Loops(200_000).total);
        for (int i = 0; i < 20; i++) {
            ints(20_000);
            mixed(5_000, i, i, i, "y");
        }
        System.out.println(ints(7) + " " + mixed(7, 1, 2, 3, "z"));
    }
}
