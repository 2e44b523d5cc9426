// Class: names, modifiers, kinds, superclasses, interfaces, enclosing, members, arrays and primitives.
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Map;

public class ClassData {
    static final class Nested<T> { }

    private abstract class Inner { class Deeper { } }

    protected interface Face extends Runnable, Comparable<Face> { }

    enum E { A, B { } }

    record R(int x) { }

    @interface Anno { }

    static Object anon = new Object() { };
    static Runnable lambda = () -> { };
    Object initAnon;

    {
        class InInit { }
        initAnon = new InInit();
    }

    ClassData() {
        class InCtor { }
        System.out.println(new InCtor().getClass().getEnclosingConstructor());
    }

    static Class<?> local(int x, String[] y) {
        class Local { Object o = new Object() { }; }
        return Local.class;
    }

    static void show(Class<?> c) {
        System.out.println("== " + c);
        System.out.println(c.getName() + " | " + c.getSimpleName() + " | " + c.getTypeName() + " | " + c.getCanonicalName() + " | " + c.descriptorString()
            + " | " + c.toGenericString());
        System.out.println(Modifier.toString(c.getModifiers()) + " " + c.getModifiers() + " super " + c.getSuperclass() + " interfaces "
            + Arrays.toString(c.getInterfaces()) + " package [" + c.getPackageName() + "]");
        System.out.println("array " + c.isArray() + " primitive " + c.isPrimitive() + " interface " + c.isInterface() + " enum " + c.isEnum() + " record "
            + c.isRecord() + " anno " + c.isAnnotation() + " anon " + c.isAnonymousClass() + " local " + c.isLocalClass() + " member "
            + c.isMemberClass() + " synthetic " + c.isSynthetic() + " sealed " + c.isSealed() + " hidden " + c.isHidden());
        System.out.println("declaring " + c.getDeclaringClass() + " enclosing " + c.getEnclosingClass() + " method " + c.getEnclosingMethod()
            + " constructor " + c.getEnclosingConstructor() + " component " + c.getComponentType() + " host " + c.getNestHost());
    }

    public static void main(String[] args) throws Exception {
        Class<?> deeper = Inner.Deeper.class;
        Class<?> local = local(0, null);
        var field = local.getDeclaredFields();
        Object localAnon = null;
        for (Class<?> c : new Class<?>[] {ClassData.class, Nested.class, Inner.class, deeper, Face.class, E.class, E.B.getClass(), R.class, Anno.class,
            anon.getClass(), new ClassData().initAnon.getClass(), local, int.class, void.class, boolean[].class, int[][].class, String[].class,
            Nested[][].class, Face[].class, Object.class, Map.Entry.class, Thread.State.class, Override.class, Comparable.class}) {
            show(c);
        }
        System.out.println(Arrays.toString(ClassData.class.getDeclaredClasses()));
        System.out.println(Arrays.toString(ClassData.class.getClasses()));
        System.out.println(Arrays.toString(Inner.class.getDeclaredClasses()) + Arrays.toString(int.class.getDeclaredClasses()));
        System.out.println(int.class.isAssignableFrom(long.class) + " " + Object.class.isAssignableFrom(int[].class) + " " + Object[].class.isAssignableFrom(int[][].class)
            + " " + Object[].class.isAssignableFrom(int[].class) + " " + Runnable.class.isAssignableFrom(Face.class) + " " + Cloneable[].class.isAssignableFrom(long[][].class)
            + " " + int.class.isAssignableFrom(int.class) + " " + Face.class.isAssignableFrom(Runnable.class));
        System.out.println(int.class.isInstance(1) + " " + Integer.class.isInstance(1) + " " + Number.class.cast(2) + " " + E.class.getEnumConstants().length
            + " " + String.class.getEnumConstants() + " " + Integer.TYPE + " " + int[].class.arrayType() + " " + E.B.getDeclaringClass());
        try {
            Integer.class.cast("x");
        } catch (ClassCastException e) {
            System.out.println(e.getMessage());
        }
        System.out.println(Nested.class.asSubclass(Object.class) + " " + ClassData.class.desiredAssertionStatus() + " " + ClassData.class.getPackage());
        System.out.println(String.class.getModule() + " " + String.class.getPackage() + " " + java.sql.Date.class.getModule().getName());
        System.out.println(Class.forName("[[I") + " " + Class.forName("[Ljava.lang.String;") + " " + Class.forName("java.lang.Object"));
        System.out.println(Object.class.getSuperclass() + " " + int[].class.getSuperclass() + " " + Arrays.toString(int[].class.getInterfaces()) + " " + Face.class.getSuperclass());
        System.out.println(E.class.getSuperclass() + " " + E.B.getClass().getSuperclass() + " " + R.class.getSuperclass() + " " + E.class.getGenericSuperclass());
    }
}
