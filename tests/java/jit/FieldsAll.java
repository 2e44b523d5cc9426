// Fields of all types, static and of objects, plain, volatile and final, inherited, by null.
// vm: -XX:-OmitStackTraceInFastThrow
public class FieldsAll {
    static class P {
        boolean z; byte b; char c; short s; int i; long l; float f; double d; Object o; int[] a;
        volatile boolean vz; volatile byte vb; volatile char vc; volatile short vs; volatile int vi; volatile long vl;
        volatile float vf; volatile double vd; volatile Object vo;
        final int fi;
        final long fl;
        final String fs;

        P(int k) {
            fi = k;
            fl = k * 100000000000L;
            fs = k % 2 == 0 ? "even" : "odd";
        }
    }

    static class Q extends P {
        int i;
        String o;

        Q(int k) {
            super(k + 1);
            i = k;
            super.i = -k;
            o = "q";
            super.o = this;
        }
    }

    static boolean z; static byte b; static char c; static short s; static int i; static long l; static float f; static double d;
    static Object o; static int[] a;
    static volatile int vi; static volatile long vl; static volatile double vd; static volatile Object vo; static volatile byte vb;
    static volatile boolean vz; static volatile char vc; static volatile short vs; static volatile float vf;

    static long objects(P p, int x) {
        p.z = (x & 1) != 0;
        p.b = (byte) x;
        p.c = (char) x;
        p.s = (short) x;
        p.i += x;
        p.l += (long) x << 20;
        p.f = x / 3f;
        p.d += x / 3.0;
        p.o = p.z ? p : null;
        p.a = p.a == null ? new int[x & 7] : null;
        p.vz = !p.vz;
        p.vb += x;
        p.vc++;
        p.vs--;
        p.vi ^= x;
        p.vl = p.vl * 31 + x;
        p.vf = p.f + 1;
        p.vd = p.d - 1;
        p.vo = p.vz ? "s" : p;
        long h = (p.z ? 1 : 0) + p.b + p.c + p.s + p.i + p.l + Float.floatToIntBits(p.f) + Double.doubleToLongBits(p.d);
        h = h * 31 + (p.o == p ? 1 : 2) + (p.a == null ? 0 : p.a.length);
        h = h * 31 + (p.vz ? 1 : 0) + p.vb + p.vc + p.vs + p.vi + p.vl + (int) p.vf + (long) p.vd + (p.vo == p ? 1 : 2);
        return h * 31 + p.fi + p.fl + p.fs.length();
    }

    static long statics(int x) {
        z = (x & 2) == 0;
        b += x;
        c = (char) (x * 7);
        s -= x;
        i = i * 31 + x;
        l += i;
        f = l;
        d = f * 1.5;
        o = z ? "o" : null;
        a = o == null ? new int[2] : a;
        vi = i;
        vl = l;
        vd = d;
        vo = a;
        vb = b;
        vz = z;
        vc = c;
        vs = s;
        vf = f;
        return (z ? 1 : 0) + b + c + s + i + l + (long) f + (long) d + (o == null ? 5 : 6) + vi + vl + (long) vd + (vo == a ? 7 : 8)
            + vb + (vz ? 1 : 0) + vc + vs + (int) vf;
    }

    static int byNull(P p, int k) {
        try {
            switch (k % 6) {
                case 0: return p.i;
                case 1: p.l = 5; return 1;
                case 2: return (int) p.d;
                case 3: p.o = "x"; return 2;
                case 4: p.vi++; return 3;
                default: return p.fs.length();
            }
        } catch (NullPointerException e) {
            return e.getMessage().hashCode();
        }
    }

    public static void main(String[] args) {
        P p = new P(3);
        Q q = new Q(9);
        long h = 0;
        for (int k = 0; k < 30_000; k++) {
            h = h * 31 + objects(k % 3 == 0 ? q : p, k);
            h = h * 31 + statics(k);
            h = h * 31 + byNull(k % 5 == 0 ? null : q, k);
            if (k % 5000 == 4999) {
                System.out.println(h);
            }
        }
        for (int k = 0; k < 20_000; k++) {
            Q r = new Q(k);
            h = h * 31 + r.i + ((P) r).i + r.o.length() + (((P) r).o == r ? 1 : 0) + r.fi;
        }
        System.out.println(h + " " + q.i + " " + p.vl + " " + l + " " + vl);
        for (int k = 0; k < 6; k++) {
            System.out.println(byNull(null, k));
        }
    }
}
