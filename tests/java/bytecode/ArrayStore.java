// javac: -XDstringConcat=inline
// aastore's check against the array's element class: classes, interfaces, arrays, null.
import java.io.Serializable;

public class ArrayStore {
    interface Shape {
    }

    static class Circle implements Shape {
    }

    static class Dot extends Circle implements Comparable<Dot> {
        public int compareTo(Dot o) {
            return 0;
        }
    }

    static void store(Object[] array, Object value) {
        try {
            array[0] = value;
            System.out.println("ok " + array.getClass().getSimpleName());
        } catch (ArrayStoreException e) {
            System.out.println(e);
        }
    }

    public static void main(String[] args) {
        Object[] values = {null, new Object(), new Circle(), new Dot(), "text", 1, new int[1], new Circle[1],
            new Dot[1], new int[1][1], new Object[1][1]};
        Object[][] arrays = {new Object[1], new Shape[1], new Circle[1], new Dot[1], new Comparable[1],
            new Serializable[1], new Cloneable[1], new int[1][], new Object[1][], new Shape[1][], new Circle[1][],
            new Number[1], new Serializable[1][], new Cloneable[1][]};
        for (Object[] array : arrays) {
            for (Object value : values) {
                store(array, value);
            }
        }
        Object[] mixed = {"a", "b", 3, "c"};
        String[] target = new String[4];
        try {
            System.arraycopy(mixed, 0, target, 0, 4);
        } catch (ArrayStoreException e) {
            System.out.println(e.getMessage());
        }
        System.out.println(target[0] + target[1] + target[2]);
    }
}
