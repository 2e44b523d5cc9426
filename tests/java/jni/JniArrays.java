// vm: -Djava.library.path={jni}
import java.util.Arrays;

public class JniArrays {
    static native String primitives();

    static native String objects();

    static native long sum(int[] a);

    static native void fill(double[] a);

    public static void main(String[] args) {
        System.loadLibrary("excelsa_jni_test");
        System.out.println(primitives());
        System.out.println(objects());
        int[] a = new int[1000];
        Arrays.setAll(a, i -> i % 50);
        System.out.println(sum(a) + " " + sum(new int[0]) + " " + sum(new int[] {-1}));
        double[] d = new double[5];
        fill(d);
        System.out.println(Arrays.toString(d));
    }
}
