// Bridge methods: generics, covariant results, accessors, heap pollution, erasure clashes in calls.
import java.lang.reflect.Method;
import java.util.*;
import java.util.function.*;

public class Bridges {
    static abstract class Node<T extends Comparable<T>> implements Comparable<Node<T>> {
        T value;

        abstract T get();

        void set(T t) {
            value = t;
        }

        public int compareTo(Node<T> o) {
            return value.compareTo(o.value);
        }
    }

    static class StrNode extends Node<String> {
        @Override
        String get() {
            return "get " + value;
        }

        @Override
        void set(String s) {
            super.set(s.toUpperCase());
        }
    }

    static class Shape implements Cloneable {
        int x = 5;

        @Override
        public Shape clone() {
            try {
                return (Shape) super.clone();
            } catch (CloneNotSupportedException e) {
                throw new AssertionError(e);
            }
        }

        Object make() {
            return "object";
        }
    }

    static class Circle extends Shape {
        @Override
        public Circle clone() {
            Circle c = (Circle) super.clone();
            c.x++;
            return c;
        }

        @Override
        String make() {
            return "string";
        }
    }

    interface Source<T> {
        T next();
    }

    interface IntSource extends Source<Integer> {
        @Override
        Integer next();
    }

    static class Impl implements IntSource, Supplier<Integer> {
        int n;

        public Integer next() {
            return n++;
        }

        public Integer get() {
            return -n;
        }
    }

    static class NoClone {
        Object tryClone() throws CloneNotSupportedException {
            return super.clone();
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    public static void main(String[] args) throws Exception {
        Node<String> n = new StrNode();
        n.set("abc");
        System.out.println(n.get());
        Node raw = n;
        try {
            raw.set(5);
        } catch (ClassCastException e) {
            System.out.println(e.getMessage() + " at " + e.getStackTrace()[0]);
        }
        Shape s = new Circle();
        System.out.println(s.clone().x + " " + s.make() + " " + s.clone().getClass());
        Source<?> src = new Impl();
        src.next();
        System.out.println(src.next() + " " + ((Supplier<?>) src).get());
        try {
            new NoClone().tryClone();
        } catch (CloneNotSupportedException e) {
            System.out.println(e);
        }
        List<String> polluted = (List) new ArrayList<>(List.of(1));
        try {
            String x = polluted.get(0);
        } catch (ClassCastException e) {
            System.out.println(e.getMessage());
        }
        for (Class<?> c : new Class<?>[] {StrNode.class, Circle.class, Impl.class}) {
            List<String> lines = new ArrayList<>();
            for (Method m : c.getDeclaredMethods()) {
                lines.add(m + " " + m.isBridge());
            }
            Collections.sort(lines);
            lines.forEach(System.out::println);
        }
        int[][] deep = {{1}, {2}};
        int[][] shallow = deep.clone();
        shallow[0][0] = 9;
        System.out.println(deep[0][0] + " " + (shallow != deep) + " " + new Object[] {1}.clone().length);
    }
}
