// Classes that arrive while code that assumes their absence is running: overriding methods, implementations, in callers' activations too.
public class Hierarchy {
    static class Base {
        int f(int x) { return x + 1; }
        int g(int x) { return f(x) * 2; }
        static Base make(int k) {
            // Loading a subclass in the middle of an expression that was compiled without it.
            switch (k) {
                case 1: return new Sub1();
                case 2: return new Sub2();
                case 3: return new Sub3();
                default: return new Base();
            }
        }
    }

    static class Sub1 extends Base { @Override int f(int x) { return x * 3; } }
    static class Sub2 extends Sub1 { @Override int g(int x) { return -super.g(x); } }
    static class Sub3 extends Base { @Override int f(int x) { return depthTest(x); } }

    interface Only { int v(int x); }
    static class OnlyImpl implements Only { public int v(int x) { return x ^ 3; } }
    static class SecondImpl implements Only { public int v(int x) { return x - 9; } }
    abstract static class Abstract { abstract int a(int x); }
    static class Concrete extends Abstract { int a(int x) { return x + 5; } }
    static class Concrete2 extends Abstract { int a(int x) { return x - 5; } }
    static class Final1 { int leaf() { return 1; } }
    static class Final2 extends Final1 { @Override int leaf() { return 2; } }

    static int depthTest(int x) { return x - 1000; }

    static int use(Base b, int x) { return b.f(x) + b.g(x); }

    // The receiver may change its class in the middle of the loop.
    static long loop(int n, int when, int kind) {
        Base b = new Base();
        long h = 0;
        for (int i = 0; i < n; i++) {
            if (i == when) {
                b = Base.make(kind);
            }
            h = h * 31 + b.f(i) + use(b, i);
        }
        return h;
    }

    // Activations below that were compiled before the class came.
    static long recurse(int n, int kind, Base b) {
        if (n == 0) {
            return use(Base.make(kind), 1);
        }
        long below = recurse(n - 1, kind, b);
        Base mine = n % 2 == 0 ? b : Base.make(kind);
        return below * 31 + mine.f(n) + b.g(n);
    }

    static long only(Only o, int n) {
        long h = 0;
        for (int i = 0; i < n; i++) {
            h = h * 31 + o.v(i);
        }
        return h;
    }

    static int abs(Abstract a, int x) { return a.a(x); }
    static boolean exact(Object o) { return o instanceof Final1 f && f.leaf() == 1; }

    static synchronized long locked(int kind, int n) {
        Base b = n == 0 ? Base.make(kind) : new Base();
        synchronized (b) {
            long r = n == 0 ? 1 : locked(kind, n - 1);
            return r * 31 + b.f(n) + (Thread.holdsLock(b) && Thread.holdsLock(Hierarchy.class) ? 1 : 0);
        }
    }

    static Base chosen = new Base();

    static int caught(int n, int kind) {
        try {
            if (n == 0) {
                chosen = Base.make(kind);
                throw new IllegalStateException();
            }
            return caught(n - 1, kind) + chosen.f(n);
        } catch (IllegalStateException e) {
            if (n < 5) {
                throw e;
            }
            return chosen.f(n);
        }
    }

    public static void main(String[] args) {
        long h = 0;
        for (int i = 0; i < 10_000; i++) {
            h = h * 31 + use(new Base(), i) + recurse(3, 0, new Base()) + locked(0, 3) + caught(8, 0);
        }
        System.out.println(h);
        System.out.println(loop(60_000, 40_000, 1));
        System.out.println(recurse(10, 2, new Base()));
        System.out.println(loop(60_000, 50_000, 2));
        System.out.println(locked(3, 6));
        System.out.println(caught(9, 3));
        System.out.println(loop(60_000, 100, 3));
        Only o = new OnlyImpl();
        for (int i = 0; i < 20; i++) {
            h = h * 31 + only(o, 2_000);
        }
        System.out.println(h);
        for (int i = 0; i < 20; i++) {
            h = h * 31 + only(i % 2 == 0 ? o : new SecondImpl(), 2_000);
        }
        System.out.println(h);
        for (int i = 0; i < 20_000; i++) {
            h = h * 31 + abs(new Concrete(), i) + (exact(new Final1()) ? 1 : 0);
        }
        for (int i = 0; i < 20_000; i++) {
            h = h * 31 + abs(i % 2 == 0 ? new Concrete() : new Concrete2(), i) + (exact(i % 2 == 0 ? new Final1() : new Final2()) ? 1 : 0);
        }
        System.out.println(h);
    }
}
