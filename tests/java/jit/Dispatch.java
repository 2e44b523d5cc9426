// Virtual and interface calls with one, two, four and nine receivers, changing over time; classes that arrive late.
// vm: -XX:-OmitStackTraceInFastThrow
import java.util.function.IntUnaryOperator;

public class Dispatch {
    interface Op {
        int apply(int x);
        default int both(int x) { return apply(apply(x)) + own(); }
        private int own() { return 1; }
        static Op of(IntUnaryOperator f) { return f::applyAsInt; }
    }

    interface Named extends Op {
        @Override
        default int both(int x) { return Op.super.both(x) * 3; }
        String name();
    }

    abstract static class Base implements Op {
        int calls;

        int value(int x) { calls++; return apply(x) + 1; }
        final int last(int x) { return value(x) - 1; }
        @Override
        public String toString() { return getClass().getSimpleName() + calls; }
    }

    static class C0 extends Base { public int apply(int x) { return x + 1; } }
    static class C1 extends Base { public int apply(int x) { return x ^ 5; } }
    static class C2 extends C1 { @Override int value(int x) { return super.value(x) * 2; } }
    static class C3 extends Base implements Named { public int apply(int x) { return x * 3; } public String name() { return "c3"; } }
    static class C4 extends C3 { @Override public int both(int x) { return -super.both(x); } }
    static class C5 extends C0 { @Override public int apply(int x) { return super.apply(x) >> 1; } }
    static class C6 extends Base { public int apply(int x) { return -x; } @Override public int both(int x) { return x; } }
    static class C7 extends C6 { @Override public int apply(int x) { return ~x; } }
    static class C8 extends C2 { @Override public int apply(int x) { return x | 1; } }
    static final class Late extends C0 { @Override int value(int x) { return 100 + x; } @Override public int apply(int x) { return x - 7; } }
    static final class Later implements Named { public int apply(int x) { return x / 2; } public String name() { return "later"; } }

    static int virtual(Base b, int x) { return b.value(x); }
    static int last(Base b, int x) { return b.last(x); }
    static int byInterface(Op o, int x) { return o.apply(x); }
    static int both(Op o, int x) { return o.both(x); }
    static int exact(C0 c, int x) { return c.value(x) + c.apply(x); }
    static int sub(Named n, int x) { return n.both(x) + n.name().length(); }

    static long run(Base[] receivers, int n, int rounds) {
        long h = 0;
        for (int i = 0; i < rounds; i++) {
            Base b = receivers[i % n];
            h = h * 31 + virtual(b, i);
            h = h * 31 + byInterface(b, i);
            h = h * 31 + both(b, i);
            h = h * 31 + last(b, i) + b.toString().length();
        }
        return h;
    }

    static String failing(Base b, Op o) {
        String s = "";
        try {
            virtual(b, 1);
        } catch (NullPointerException e) {
            s += e.getMessage();
        }
        try {
            byInterface(o, 1);
        } catch (NullPointerException e) {
            s += e.getMessage();
        }
        return s;
    }

    public static void main(String[] args) {
        Base[] all = {new C0(), new C1(), new C2(), new C3(), new C4(), new C5(), new C6(), new C7(), new C8()};
        for (int n : new int[] {1, 2, 4, 9, 1}) {
            System.out.println(n + " " + run(all, n, 20_000));
        }
        System.out.println(failing(null, null));
        long h = 0;
        C0 only = new C0();
        for (int i = 0; i < 20_000; i++) {
            h = h * 31 + exact(only, i);
        }
        System.out.println(h);
        // a class that overrides what was called directly
        C0 late = new Late();
        for (int i = 0; i < 10_000; i++) {
            h = h * 31 + exact(i % 4 == 0 ? late : only, i);
            h = h * 31 + virtual(i % 3 == 0 ? late : only, i);
        }
        System.out.println(h);
        for (int i = 0; i < 20_000; i++) {
            h = h * 31 + sub((C3) all[3 + (i & 1)], i);
        }
        Named later = new Later();
        for (int i = 0; i < 10_000; i++) {
            h = h * 31 + sub(i % 2 == 0 ? later : (Named) all[3], i);
        }
        System.out.println(h);
        Op lambda = Op.of(x -> x + 40);
        Op other = x -> x * x;
        for (int i = 0; i < 20_000; i++) {
            h = h * 31 + both(i % 2 == 0 ? lambda : other, i) + both(all[i % 9], i);
        }
        System.out.println(h);
    }
}
