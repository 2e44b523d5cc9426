import java.lang.reflect.Field;

/** Brings the JVM down: a store to address 0. */
public class Crash {
    public static Object run() throws ReflectiveOperationException {
        Class<?> c = Class.forName("sun.misc.Unsafe");
        Field f = c.getDeclaredField("theUnsafe");
        f.setAccessible(true);
        c.getMethod("putAddress", long.class, long.class).invoke(f.get(null), 0L, 0L);
        return 42;
    }
}
