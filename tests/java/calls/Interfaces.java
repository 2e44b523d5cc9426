// Interface calls with many implementors, many interfaces, Object methods on interfaces and arrays.
import java.util.ArrayList;
import java.util.List;

public class Interfaces {
    interface I0 { int a(); }
    interface I1 { int b(); }
    interface I2 extends I0, I1 { int c(); }
    interface I3<T> { T d(T t); }
    interface I4 { default int e() { return 40; } }

    static class A implements I0 {
        public int a() { return 1; }
    }

    static class B implements I2 {
        public int a() { return 2; }
        public int b() { return 20; }
        public int c() { return 200; }
    }

    static class C extends B implements I3<String>, I4 {
        public int a() { return 3; }
        public String d(String s) { return s + s; }
    }

    record D(int a, int b) implements I0, I1 { }

    enum E implements I0, I4 {
        X { public int a() { return 5; } },
        Y { public int a() { return 6; } @Override public int e() { return 60; } };
    }

    static class F extends A implements I4 {
    }

    public static void main(String[] args) {
        List<I0> list = new ArrayList<>(List.of(new A(), new B(), new C(), new D(4, 44), E.X, E.Y, new F(), () -> 7));
        long sum = 0;
        for (int round = 0; round < 2000; round++) {
            for (I0 i : list) {
                sum = sum * 3 + i.a();
            }
        }
        System.out.println(sum);
        for (I0 i : list) {
            if (i instanceof I1 j) {
                System.out.println("I1 " + j.b());
            }
            if (i instanceof I2 j) {
                System.out.println("I2 " + (j.a() + j.b() + j.c()));
            }
            if (i instanceof I3<?>) {
                @SuppressWarnings("unchecked")
                I3<Object> raw = (I3<Object>) i;
                System.out.println("I3 " + raw.d("q"));
                try {
                    raw.d(1);
                } catch (ClassCastException e) {
                    System.out.println("bridge cast fails");
                }
            }
            if (i instanceof I4 j) {
                System.out.println("I4 " + j.e() + " " + j.equals(j) + " " + (j.hashCode() == j.hashCode()));
            }
        }
        CharSequence[] texts = {"abc", new StringBuilder("defg"), new StringBuffer("hi"), java.nio.CharBuffer.wrap("nio")};
        for (CharSequence t : texts) {
            System.out.println(t.length() + " " + t.charAt(0) + " " + t.toString() + t.subSequence(1, 2) + t.isEmpty());
        }
        Cloneable c = new int[] {1, 2};
        System.out.println(c.getClass() + " " + c.equals(c) + " " + ((int[]) c).clone().length);
        Object[] array = {"x"};
        System.out.println(array.getClass() + " " + array.equals(array) + " " + array.toString().startsWith("[Ljava"));
    }
}
