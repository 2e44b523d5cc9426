// vm: -Djava.library.path={jni}
public class JniRegister {
    static native String register(int factor);

    static native int unregister();

    static native int multiply(int x);

    native double sum(long a, double b, byte c, float d);

    static int plain() {
        return 0;
    }

    static native int fallback(int x);

    static native int under_score();

    static native int uniäcode世();

    static native int over(int a);

    static native int over(String s, int[][] a, long j);

    static native int over();

    static class Inner_Class {
        static native int m();
    }

    interface Face {
        class Impl {
        }
    }

    native String types(boolean z, byte b, char c, short s, int i, long j, float f, double d, Object o, boolean z2, double d2, byte b2, float f2,
        long j2, double d3, double d4, double d5, double d6, double d7, double d8, int i2, float f3);

    static native boolean rz(boolean x);

    static native byte rb(byte x);

    static native char rc(char x);

    static native short rs(short x);

    static native long rj(long x);

    static native float rf(float x);

    static native double rd(double x);

    static native Object ro(Object x);

    static native boolean odd();

    synchronized native boolean locked();

    public static void main(String[] args) throws Exception {
        System.loadLibrary("excelsa_jni_test");
        try {
            multiply(1);
        } catch (UnsatisfiedLinkError e) {
            System.out.println(e.getMessage());
        }
        System.out.println(register(2));
        System.out.println(multiply(21) + " " + new JniRegister().sum(1, 2.5, (byte) -3, 0.25f));
        System.out.println(register(3));
        System.out.println(multiply(21));
        System.out.println(unregister());
        try {
            multiply(1);
        } catch (UnsatisfiedLinkError e) {
            System.out.println(e.getMessage());
        }
        System.out.println(fallback(1) + " " + under_score() + " " + uniäcode世() + " " + over(1) + " " + over("s", new int[3][], 10) + " " + over() + " "
            + Inner_Class.m());
        System.out.println(new JniRegister().types(true, (byte) -1, 'c', (short) -2, -3, -4L, -5.5f, -6.5, "obj", false, 1.5, (byte) 2, 3.5f, 4L, 5.5, 6.5, 7.5,
            8.5, 9.5, 10.5, 11, 12.5f));
        System.out.println(rz(true) + " " + rz(false) + " " + rb((byte) -128) + " " + (int) rc('\uffff') + " " + rs((short) -32768) + " " + rj(Long.MIN_VALUE) + " "
            + rf(Float.MIN_VALUE) + " " + rd(-0.0) + " " + ro("x") + " " + ro(null) + " " + odd());
        JniRegister r = new JniRegister();
        System.out.println(r.locked() + " " + Thread.holdsLock(r));
        System.out.println(JniRegister.class.getDeclaredMethod("rj", long.class).invoke(null, 5));
        long sum = 0;
        for (int i = 0; i < 100_000; i++) {
            sum += rj(i) + over(i);
        }
        System.out.println(sum);
    }
}
