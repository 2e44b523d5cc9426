// javac: -XDstringConcat=inline
// Arrays of many dimensions, to the limit of 255, and class names of them.
import java.lang.reflect.Array;

public class ManyDims {
    public static void main(String[] args) throws Exception {
        Object o = Array.newInstance(int.class, new int[255]);
        System.out.println(o.getClass().getName().length() + " " + Array.getLength(o));
        Class<?> c = int.class;
        for (int i = 0; i < 255; i++) {
            c = Array.newInstance(c, 0).getClass();
        }
        System.out.println(c == o.getClass());
        try {
            Array.newInstance(c, 0);
        } catch (IllegalArgumentException e) {
            System.out.println(e);
        }
        try {
            Class.forName("[".repeat(256) + "I");
        } catch (ClassNotFoundException e) {
            System.out.println(e.getMessage().length());
        }
        System.out.println(Class.forName("[".repeat(255) + "Ljava.lang.String;").getSimpleName().length());
        try {
            c.arrayType();
        } catch (IllegalArgumentException | UnsupportedOperationException e) {
            System.out.println(e);
        }
        int[][][][][][][][][][] ten = new int[2][1][2][1][2][1][2][1][2][3];
        ten[1][0][1][0][1][0][1][0][1][2] = 42;
        Object p = ten;
        int depth = 0;
        while (p instanceof Object[] a) {
            p = a[a.length - 1];
            depth++;
        }
        System.out.println(depth + " " + ((int[]) p)[2] + " " + ten.getClass());
        Object[] cov = new Object[][][] {{{1}}};
        System.out.println(cov.getClass() + " " + (cov instanceof Object[][]) + " " + (cov instanceof Object[][][]) + " " + ((Object) cov instanceof Object[][][][]) + " " + (cov instanceof Cloneable[][]));
        try {
            cov[0] = new Integer[0];
        } catch (ArrayStoreException e) {
            System.out.println(e.getMessage());
        }
        cov[0] = new Integer[0][];
        System.out.println(cov[0].getClass().getComponentType().getComponentType());
    }
}
