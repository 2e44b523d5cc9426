// vm: -Djava.library.path={jni}
public class JniFields extends JniFieldsBase implements JniFieldsFace {
    boolean z;
    byte b = 1;
    char c = 'c';
    short s = 3;
    int i = 4;
    long j = 5;
    float f = 6.5f;
    double d = 7.5;
    private Object o = "object";
    static boolean sz;
    static byte sb = 11;
    static char sc = 'd';
    static short ss = 13;
    static int si = 14;
    static long sj = 15;
    static float sf = 16.5f;
    static double sd = 17.5;
    private static String[] so = {"x", "y"};

    static class Lazy {
        static int value = 77;

        static {
            System.out.println("Lazy is initialised");
        }
    }

    static class Broken {
        static int x = Integer.parseInt("broken");
    }

    native String all();

    public static void main(String[] args) {
        System.loadLibrary("excelsa_jni_test");
        JniFields x = new JniFields();
        String log = x.all();
        System.out.println(log);
        System.out.println(x.z + " " + x.b + " " + (int) x.c + " " + x.s + " " + x.i + " " + x.j + " " + x.f + " " + x.d + " " + x.o);
        System.out.println(sz + " " + sb + " " + (int) sc + " " + ss + " " + si + " " + sj + " " + sf + " " + sd + " " + so);
    }
}

class JniFieldsBase {
    protected int inherited = 123;
    private int i = -1;
}

interface JniFieldsFace {
    int IFACE = Integer.parseInt("321");
}
