// What initialises a class and what does not.
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.util.function.Supplier;

public class InitTriggers {
    static class A { static { System.out.println("  A"); } static int f; static void m() { } static final int C = 5; static final String S = "s"; static final Integer B = 6; }
    static class B { static { System.out.println("  B"); } static int f; static void m() { } B() { } }
    static class C { static { System.out.println("  C"); } static void m() { } C() { } }
    static class D extends C { static { System.out.println("  D"); } static int g; }
    interface I { Object X = say("  I"); static void s() { } default void d() { } }
    interface J extends I { Object Y = say("  J"); void abs(); }
    static class K implements J { static { System.out.println("  K"); } public void abs() { } }
    interface L { Object X = say("  L"); void abs(); }
    static class M implements L { static { System.out.println("  M"); } public void abs() { } }
    enum E { P; static { System.out.println("  E"); } }
    static class R { static { System.out.println("  R"); } int i; static int s; static void m() { } }
    static class V { static { System.out.println("  V"); } static int s = 1; static void m() { } }
    static class W { static { System.out.println("  W"); } static int s = 1; }
    record Rec(int x) { static { System.out.println("  Rec"); } }
    @interface Anno { Object X = say("  Anno"); }
    @Anno static class Annotated { static { System.out.println("  Annotated"); } }
    static class Outer { static { System.out.println("  Outer"); } static class In { static { System.out.println("  In"); } } }

    static Object say(String s) {
        System.out.println(s);
        return s;
    }

    static void step(String s) {
        System.out.println(s);
    }

    public static void main(String[] args) throws Throwable {
        step("constants");
        System.out.println(A.C + A.S);
        step("class literal, array, cast, instanceof, signature");
        Object o = A.class;
        A[] as = new A[1];
        boolean b = o instanceof A;
        A none = (A) null;
        step("boxed constant");
        System.out.println(A.B);
        step("forName without, with");
        Class<?> c = Class.forName("InitTriggers$B", false, InitTriggers.class.getClassLoader());
        c.getDeclaredMethods();
        c.getDeclaredConstructor();
        Array.newInstance(c, 1);
        step("reflective call");
        c.getDeclaredMethod("m").invoke(null);
        step("inherited static through the subclass");
        D.m();
        step("subclass field");
        System.out.println(D.g);
        step("class with default methods");
        new K();
        step("class without default methods");
        new M();
        step("interface field");
        System.out.println(L.X);
        step("enum");
        E.valueOf("P");
        step("method handle lookup");
        MethodHandles.Lookup l = MethodHandles.lookup();
        var mh = l.findStatic(R.class, "m", MethodType.methodType(void.class));
        step("method handle call");
        mh.invokeExact();
        step("var handle");
        var vh = l.findStaticVarHandle(V.class, "s", int.class);
        step("var handle get");
        System.out.println((int) vh.get());
        step("ensureInitialized");
        l.ensureInitialized(W.class);
        step("method reference");
        Supplier<Rec> s = () -> new Rec(1);
        step("constructed");
        s.get();
        step("annotation");
        System.out.println(Annotated.class.getAnnotations().length);
        step("nested");
        new Outer.In();
        step("reflection field");
        Outer.class.getDeclaredConstructor().newInstance();
    }
}
