// javac: -XDstringConcat=inline
// Fields of all types, static and instance, shadowing, interface constants, volatile, inheritance.
public class Fields {
    boolean z = true;
    byte b = -1;
    short s = -300;
    char c = '\u1234';
    int i = 1 << 30;
    long l = 1L << 60;
    float f = 1.25f;
    double d = 1e100;
    Object o = "object";
    volatile long vl = -5;
    volatile int vi = 6;
    static boolean sz = true;
    static byte sb = 100;
    static short ss = 1000;
    static char sc = 'x';
    static int si = 7;
    static long sl = 8;
    static float sf = 9;
    static double sd = 10;
    static Object so = new int[] {1};
    static volatile double svd = 2.5;

    interface K {
        int ONE = 1;
        String NAME = "K";
        long[] ARRAY = {1, 2};
    }

    static class Base {
        String name = "base";
        static String where = "Base";

        String read() {
            return name;
        }
    }

    static class Sub extends Base implements K {
        String name = "sub";
        int extra = ONE;

        @Override
        String read() {
            return name + super.name + super.read() + ((Base) this).name;
        }
    }

    static class Narrow {
        byte b;
        boolean z;
        char c;
        short s;

        void set(int v) {
            b = (byte) v;
            s = (short) v;
            c = (char) v;
            z = (v & 1) != 0;
        }

        public String toString() {
            return b + " " + s + " " + (int) c + " " + z;
        }
    }

    public static void main(String[] args) {
        Fields x = new Fields();
        System.out.println(x.z + " " + x.b + " " + x.s + " " + (int) x.c + " " + x.i + " " + x.l + " " + x.f + " " + x.d
            + " " + x.o + " " + x.vl + " " + x.vi);
        System.out.println(sz + " " + sb + " " + ss + " " + sc + " " + si + " " + sl + " " + sf + " " + sd + " "
            + ((int[]) so)[0] + " " + svd);
        x.b++;
        x.s *= 200;
        x.c += 1;
        x.l ^= -1;
        x.vl++;
        x.vi <<= 3;
        svd /= 2;
        sl--;
        sb += 100;
        System.out.println(x.b + " " + x.s + " " + (int) x.c + " " + x.l + " " + x.vl + " " + x.vi + " " + svd + " " + sl
            + " " + sb);
        Sub sub = new Sub();
        Base base = sub;
        System.out.println(sub.name + " " + base.name + " " + sub.read() + " " + sub.extra + Sub.where + K.NAME
            + Sub.ARRAY[1]);
        Sub.where = "changed";
        System.out.println(Base.where);
        Narrow n = new Narrow();
        for (int v : new int[] {0, 127, 128, 255, 256, 32768, 65535, 65536, -1, -129}) {
            n.set(v);
            System.out.println(n);
        }
    }
}
