import java.lang.reflect.Field;

/** Which final fields reflection may write after setAccessible: instance ones of ordinary classes only. */
public class SetFinal {
    static final Object STATIC = new Object();
    final Object instance = new Object();

    record Point(int x) {}

    static void set(Object target, Class<?> c, String name, Object value) throws Exception {
        Field f = c.getDeclaredField(name);
        f.setAccessible(true);
        try {
            f.set(target, value);
            System.out.println(name + " set: " + f.get(target));
        } catch (IllegalAccessException e) {
            System.out.println(e.getMessage());
        }
    }

    public static void main(String[] args) throws Exception {
        set(null, SetFinal.class, "STATIC", "a");
        set(new SetFinal(), SetFinal.class, "instance", "b");
        set(new Point(1), Point.class, "x", 2);
    }
}
