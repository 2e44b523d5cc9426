// Loops that are entered hot (on-stack replacement): nested, with labels, breaks, continues, locals of all types that live on.
public class LoopsHot {
    static long locals(int n) {
        boolean z = false; byte b = 1; char c = 'a'; short s = 2; int i = 3; long l = 4; float f = 5; double d = 6; Object o = "o"; int[] a = {7};
        long h = 0;
        for (int k = 0; k < n; k++) {
            z = !z;
            b += k;
            c++;
            s -= 3;
            i = i * 31 + k;
            l += i;
            f += 0.5f;
            d *= 1.0001;
            if (d > 1e6) {
                d = 1;
            }
            if (k % 1000 == 999) {
                o = o instanceof String ? (Object) a : "o" + k;
                a = new int[] {a[0] + 1};
            }
            h ^= (z ? 1 : 0) + b + c + s + i + l + (long) f + (long) (d * 1000);
        }
        return h + (z ? 1 : 0) + b + c + s + i + l + (long) f + (long) d + (o instanceof String t ? t.length() : a[0]);
    }

    static int labels(int n) {
        int count = 0;
        outer:
        for (int i = 0; i < n; i++) {
            middle:
            for (int j = 0; ; j++) {
                int k = 0;
                do {
                    count++;
                    if ((i + j + k) % 11 == 0) {
                        continue outer;
                    }
                    if ((i * j + k) % 7 == 6) {
                        continue middle;
                    }
                    if (count % 1013 == 0) {
                        break middle;
                    }
                    if (count < 0) {
                        break outer;
                    }
                } while (++k < 5);
                if (j > 20) {
                    break;
                }
            }
            count += 3;
        }
        return count;
    }

    static synchronized int inSync(int n) {
        int x = 1;
        for (int i = 0; i < n; i++) {
            x = x * 7 + i;
        }
        return x + (Thread.holdsLock(LoopsHot.class) ? 1 : 0);
    }

    static int inBlock(Object lock, Object other, int n) {
        int x = 0;
        synchronized (lock) {
            synchronized (other) {
                for (int i = 0; i < n; i++) {
                    synchronized (lock) {
                        x += i ^ x;
                    }
                }
                x += Thread.holdsLock(other) ? 1 : 0;
            }
            x += Thread.holdsLock(other) ? 10 : 0;
            x += Thread.holdsLock(lock) ? 100 : 0;
        }
        return x + (Thread.holdsLock(lock) ? 1000 : 0);
    }

    static int inTry(int n) {
        int x = 0;
        for (int r = 0; r < 3; r++) {
            try {
                for (int i = 0; i < n; i++) {
                    x += i % 3;
                    if (r == 1 && i == n - 5) {
                        throw new IllegalStateException("" + x);
                    }
                    if (r == 2 && i == n / 2) {
                        x += 1 / (i - n / 2);
                    }
                }
            } catch (IllegalStateException e) {
                x += e.getMessage().length();
            } catch (ArithmeticException e) {
                x -= 7;
            } finally {
                x++;
            }
        }
        return x;
    }

    final int result;

    LoopsHot(int n) {
        int x = 0;
        for (int i = 0; i < n; i++) {
            x += x ^ i;
        }
        result = x;
    }

    static class Init {
        static final int VALUE;
        static {
            int x = 0;
            for (int i = 0; i < 100_000; i++) {
                x = x * 3 + i;
            }
            VALUE = x;
        }
    }

    static long triangles(int n) {
        long h = 0;
        for (int i = 0; i < n; i++) {
            for (int j = i; j >= 0; j -= 2) {
                for (long k = j; k < i + 3; k++) {
                    h += i * j - k;
                }
            }
        }
        return h;
    }

    static int types() {
        int n = 0;
        for (byte b = 0; b >= 0; b++) {
            n++;
        }
        for (char c = 65000; c != 3; c++) {
            n++;
        }
        for (short s = 32000; s > 0; s++) {
            n++;
        }
        for (long l = Long.MAX_VALUE - 30_000; l > 0; l++) {
            n++;
        }
        for (int i = Integer.MAX_VALUE - 30_000; i > 0; i++) {
            n++;
        }
        for (int i = Integer.MIN_VALUE + 30_000; i < 0; i -= 7) {
            n++;
        }
        for (double d = 0; d < 30_000; d += 1.5) {
            n++;
        }
        return n;
    }

    public static void main(String[] args) {
        System.out.println(locals(150_000));
        System.out.println(labels(2_000));
        System.out.println(inSync(100_000));
        System.out.println(inBlock(new Object(), "x", 100_000));
        System.out.println(inTry(70_000));
        System.out.println(new LoopsHot(100_000).result);
        System.out.println(Init.VALUE);
        Runnable r = () -> {
            int x = 5;
            for (int i = 0; i < 100_000; i++) {
                x = x * 5 + 1;
            }
            System.out.println(x);
        };
        r.run();
        System.out.println(triangles(150));
        System.out.println(types());
        int x = 0;
        for (int i = 0; i < 300_000; i++) {
            x += i & x + 1;
            while (x > 100_000) {
                x -= 99_991;
            }
        }
        System.out.println(x);
    }
}
