// Generic signatures: type variables, bounds, wildcards, owner types, arrays, of every declaration.
// javac: -Xlint:none
import java.io.Serializable;
import java.lang.reflect.*;
import java.util.*;

public class Generics<A, B extends List<? super A> & Serializable> {
    A a;
    B[] bs;
    Map<? extends A, Map<String, int[]>[]> map;
    Generics<A, ?>.Inner<String>.Deep deep;
    Map.Entry<A, ? super Integer> entry;
    List raw;
    List<?> unbounded;
    int plain;
    Class<? extends Enum<?>>[][] grid;

    class Inner<C> { class Deep { } A outer; C own; }

    static abstract class Impl<T> extends AbstractMap<T, List<? extends T>> implements Comparator<Impl<?>>, Iterable<T[]> { }

    <X extends Throwable, Y extends X> Y[] method(X x, List<? extends Comparable<? super Y>> l, A... rest) throws X, java.io.IOException { return null; }

    <Z> Generics(Z z, Map<A, Z> m) { }

    static String show(Type t) {
        if (t instanceof ParameterizedType p) {
            return "P{" + p.getOwnerType() + " " + show(p.getRawType()) + Arrays.stream(p.getActualTypeArguments()).map(Generics::show).toList() + "}";
        } else if (t instanceof GenericArrayType g) {
            return "A{" + show(g.getGenericComponentType()) + "}";
        } else if (t instanceof WildcardType w) {
            return "W{" + Arrays.toString(w.getUpperBounds()) + Arrays.toString(w.getLowerBounds()) + "}";
        } else if (t instanceof TypeVariable<?> v) {
            return "V{" + v.getName() + Arrays.toString(v.getBounds()) + " of " + v.getGenericDeclaration() + "}";
        }
        return t.toString();
    }

    public static void main(String[] args) throws Exception {
        for (Class<?> c : new Class<?>[] {Generics.class, Class.forName("Generics$Inner"), Class.forName("Generics$Inner$Deep"), Impl.class, HashMap.class, Enum.class, Object.class}) {
            System.out.println(c.toGenericString());
            for (TypeVariable<?> v : c.getTypeParameters()) {
                System.out.println("  " + show(v));
            }
            System.out.println("  " + c.getGenericSuperclass() + " " + Arrays.toString(c.getGenericInterfaces()));
        }
        for (String name : new String[] {"a", "bs", "map", "deep", "entry", "raw", "unbounded", "plain", "grid"}) {
            Field f = Generics.class.getDeclaredField(name);
            System.out.println(name + " " + show(f.getGenericType()) + " " + f.getType() + " " + f.getGenericType().getTypeName());
        }
        for (Method m : Generics.class.getDeclaredMethods()) {
            if (m.getName().equals("method")) {
                System.out.println(m.toGenericString());
                System.out.println(show(m.getGenericReturnType()) + Arrays.stream(m.getGenericParameterTypes()).map(Generics::show).toList()
                    + Arrays.stream(m.getGenericExceptionTypes()).map(Generics::show).toList());
            }
        }
        Constructor<?> c = Generics.class.getDeclaredConstructors()[0];
        System.out.println(c.toGenericString() + Arrays.stream(c.getGenericParameterTypes()).map(Generics::show).toList());
        Type token = new ArrayList<Map<String, Integer>>() { }.getClass().getGenericSuperclass();
        System.out.println(show(token) + " " + token.equals(new ArrayList<Map<String, Integer>>() { }.getClass().getGenericSuperclass()));
    }
}
