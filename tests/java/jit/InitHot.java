// Classes that are initialised out of hot code: by static fields, methods, instances; failing; by another thread; in their own initialisers.
public class InitHot {
    static StringBuilder log = new StringBuilder();
    static int note(String s, int v) { log.append(s); return v; }

    static class F { static int x = note("F", 5); static final int CONSTANT = 7; static final Integer BOXED = note("f", 8); }
    static class M { static { note("M", 0); } static int f(int a) { return a + 1; } }
    static class N { static { note("N", 0); } int v = 3; }
    static class P { static int p = note("P", 1); }
    static class Q extends P { static int q = note("Q", 2); }
    interface I { int I1 = note("I", 4); default int d() { return 1; } }
    static class J implements I { }
    static class W { static int w = note("W", 0); }
    static class Bad { static int v = note("B", 1) / 0; static int f() { return 1; } }

    static class Self {
        static int counter;
        static int loops = note("S", 0);
        static {
            for (int i = 0; i < 30_000; i++) {
                loops += step(i);
            }
        }
        static int step(int i) { counter++; return counter & 1; }
    }

    static class Slow {
        static volatile int phase;
        static int value;
        static {
            note("s", 0);
            phase = 1;
            for (int i = 0; i < 20_000; i++) {
                value += get(i);
            }
            phase = 2;
        }
        static int get(int i) { return i & 3; }
    }

    static int body(int i, int when) {
        int r = i;
        if (i == when) {
            r += F.x + F.CONSTANT;
        }
        if (i == when + 1) {
            r += M.f(i);
        }
        if (i == when + 2) {
            r += new N().v;
        }
        if (i == when + 3) {
            r += Q.p;
        }
        if (i == when + 4) {
            r += Q.q;
        }
        if (i == when + 5) {
            r += new J().d();
        }
        if (i == when + 6) {
            W.w = i;
        }
        if (i == when + 7) {
            r += F.BOXED;
        }
        if (i >= when + 8 && i < when + 12) {
            try {
                r += i % 2 == 0 ? Bad.v : Bad.f();
            } catch (ExceptionInInitializerError e) {
                r += note("E", 1);
            } catch (NoClassDefFoundError e) {
                r += note("D", 2);
            }
        }
        if (i == when + 13) {
            r += Self.loops + Self.counter;
        }
        return r;
    }

    static int always(int i) { return F.x + M.f(i) + Q.q + Self.step(i); }

    public static void main(String[] args) throws Exception {
        long h = 0;
        for (int i = 0; i < 20_000; i++) {
            h = h * 31 + body(i, 15_000);
            if (i == 14_999) {
                log.append('|');
            }
        }
        System.out.println(h + " " + log);
        for (int i = 0; i < 20_000; i++) {
            h = h * 31 + always(i);
        }
        System.out.println(h);
        Thread[] threads = new Thread[4];
        long[] sums = new long[4];
        for (int t = 0; t < 4; t++) {
            int k = t;
            threads[t] = new Thread(() -> {
                for (int i = 0; i < 20_000; i++) {
                    sums[k] += Slow.get(i) + (i == 0 ? Slow.value + Slow.phase : 0);
                }
            });
            threads[t].start();
        }
        for (Thread t : threads) {
            t.join();
        }
        System.out.println(sums[0] + " " + sums[1] + " " + sums[2] + " " + sums[3] + " " + log);
    }
}
