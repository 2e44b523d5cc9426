// MethodHandles: lookup of all kinds, invocation, asType, binding, collectors, spreaders, varargs.
import java.lang.invoke.*;
import java.util.Arrays;
import java.util.List;

import static java.lang.invoke.MethodHandles.*;
import static java.lang.invoke.MethodType.methodType;

public class Handles {
    int f = 3;
    static long sf = 4;
    final int fin = 1;

    Handles() {
    }

    Handles(int f) {
        this.f = f;
    }

    int inst(int x) {
        return f * x;
    }

    private String priv() {
        return "private";
    }

    static String stat(String a, int b, long c, double d) {
        return a + b + c + d;
    }

    static String join(Object... xs) {
        return Arrays.toString(xs);
    }

    static int prims(byte b, short s, char c, boolean z, float f) {
        return b + s + c + (z ? 1 : 0) + (int) f;
    }

    static void nothing() {
    }

    @Override
    public String toString() {
        return "Handles " + f;
    }

    static class Sub extends Handles {
        @Override
        int inst(int x) {
            return -1;
        }

        static MethodHandle superInst() throws Exception {
            return lookup().findSpecial(Handles.class, "inst", methodType(int.class, int.class), Sub.class);
        }
    }

    interface Shape {
        default double area() {
            return 1;
        }
    }

    static void expect(String what, ThrowingRunnable r) {
        try {
            r.run();
            System.out.println(what + " no exception");
        } catch (Throwable t) {
            System.out.println(what + " " + t.toString().replaceAll("@[0-9a-f]+", "@"));
        }
    }

    interface ThrowingRunnable {
        void run() throws Throwable;
    }

    public static void main(String[] args) throws Throwable {
        Lookup l = lookup();
        MethodHandle stat = l.findStatic(Handles.class, "stat", methodType(String.class, String.class, int.class, long.class, double.class));
        System.out.println((String) stat.invokeExact("a", 1, 2L, 3.0));
        System.out.println(stat.invoke("b", (short) 1, 2, 3f));
        System.out.println(stat.invokeWithArguments("c", 4, 5L, 6.0));
        System.out.println(stat.invokeWithArguments(List.of("d", 4, 5, 6)));
        System.out.println(stat + " " + stat.type());
        MethodHandle inst = l.findVirtual(Handles.class, "inst", methodType(int.class, int.class));
        System.out.println((int) inst.invokeExact(new Handles(), 5) + " " + (int) inst.invoke((Handles) new Sub(), 5));
        System.out.println((int) Sub.superInst().invoke(new Sub(), 7));
        System.out.println(l.findSpecial(Handles.class, "priv", methodType(String.class), Handles.class).invoke(new Handles()));
        MethodHandle ctor = l.findConstructor(Handles.class, methodType(void.class, int.class));
        System.out.println(ctor.invoke(9) + " " + ctor.type());
        MethodHandle get = l.findGetter(Handles.class, "f", int.class);
        MethodHandle set = l.findSetter(Handles.class, "f", int.class);
        Handles h = new Handles();
        set.invokeExact(h, 77);
        System.out.println((int) get.invokeExact(h));
        MethodHandle sget = l.findStaticGetter(Handles.class, "sf", long.class);
        l.findStaticSetter(Handles.class, "sf", long.class).invokeExact(44L);
        System.out.println((long) sget.invokeExact());
        MethodHandle bound = inst.bindTo(h);
        System.out.println((int) bound.invokeExact(2) + " " + bound.type());
        System.out.println((double) l.findVirtual(Shape.class, "area", methodType(double.class)).invoke(new Shape() { }));
        MethodHandle length = l.findVirtual(String.class, "length", methodType(int.class));
        MethodHandle generic = length.asType(methodType(Object.class, Object.class));
        System.out.println(generic.invoke((Object) "four!"));
        MethodHandle prims = l.findStatic(Handles.class, "prims", methodType(int.class, byte.class, short.class, char.class, boolean.class, float.class));
        System.out.println((int) prims.invoke((byte) 1, (short) 2, 'c', true, 4f) + " " + prims.invokeWithArguments((byte) 1, (byte) 2, 'd', false, 'e'));
        MethodHandle join = l.findStatic(Handles.class, "join", methodType(String.class, Object[].class));
        System.out.println(join.isVarargsCollector() + " " + join.invoke(1, "2", 3.0) + join.invoke() + join.invoke((Object) null));
        System.out.println(join.asFixedArity().invoke(new Object[] {"fixed"}));
        System.out.println(join.asCollector(Object[].class, 3).invoke("x", "y", "z"));
        System.out.println(stat.asSpreader(Object[].class, 3).invoke("sp", new Object[] {1, 2L, 3.0}));
        System.out.println(stat.asSpreader(1, int[].class, 1).invoke("sp", new int[] {1}, 2L, 3.0));
        System.out.println(join.withVarargs(true).invoke(1, 2));
        MethodHandle nothing = l.findStatic(Handles.class, "nothing", methodType(void.class));
        nothing.invokeExact();
        System.out.println(nothing.asType(methodType(int.class)).invoke() + " " + nothing.asType(methodType(Object.class)).invoke());
        System.out.println(l.unreflect(Handles.class.getDeclaredMethod("inst", int.class)).invoke(h, 3));
        System.out.println(l.unreflectConstructor(Handles.class.getDeclaredConstructor()).invoke());
        System.out.println(l.unreflectGetter(Handles.class.getDeclaredField("f")).invoke(h));
        expect("missing", () -> l.findStatic(Handles.class, "nope", methodType(void.class)));
        expect("static as virtual", () -> l.findVirtual(Handles.class, "nothing", methodType(void.class)));
        expect("virtual as static", () -> l.findStatic(Handles.class, "inst", methodType(int.class, int.class)));
        expect("wrong type", () -> l.findVirtual(Handles.class, "inst", methodType(long.class, int.class)));
        expect("private elsewhere", () -> l.findVirtual(String.class, "isLatin1", methodType(boolean.class)));
        expect("final setter", () -> l.findSetter(Handles.class, "fin", int.class));
        expect("missing field", () -> l.findGetter(Handles.class, "zip", int.class));
        expect("exact type", () -> { Object o = stat.invokeExact("a", 1, 2L, 3.0); });
        expect("exact args", () -> { String s = (String) stat.invokeExact("a", 1, 2, 3.0); });
        expect("arity", () -> stat.invoke("a"));
        expect("cast", () -> generic.invoke((Object) 5));
        expect("null unboxing", () -> inst.invoke(h, (Integer) null));
        expect("null receiver", () -> inst.invoke((Handles) null, 1));
        expect("bind", () -> inst.bindTo("not a Handles"));
        expect("asType", () -> stat.asType(methodType(int.class, String.class)));
        expect("with arguments", () -> stat.invokeWithArguments(1, 2, 3, 4));
        expect("spreader", () -> stat.asSpreader(Object[].class, 2).invoke("a", 1, new Object[1]));
        expect("public lookup", () -> publicLookup().findVirtual(Handles.class, "inst", methodType(int.class, int.class)));
        System.out.println(methodType(void.class, int.class, String[].class).toMethodDescriptorString() + " "
            + MethodType.fromMethodDescriptorString("(J[I)Ljava/lang/String;", null) + " " + methodType(int.class).wrap() + " "
            + methodType(Integer.class, String.class).unwrap().erase() + " " + MethodType.genericMethodType(3)
            + " " + (methodType(int.class) == methodType(int.class)));
        System.out.println(l + " " + publicLookup() + " " + l.in(String.class) + " " + l.lookupModes() + " " + l.hasFullPrivilegeAccess());
        MethodHandleInfo info = l.revealDirect(inst);
        System.out.println(info + " " + info.getReferenceKind() + " " + MethodHandleInfo.referenceKindToString(info.getReferenceKind()));
    }
}
