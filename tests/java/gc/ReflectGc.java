// vm: -Xmx64m -Xmn6m
// stress: 5000
// Reflection, method handles, var handles, lambdas, proxies and string concatenation, with collections inside the calls.
import java.lang.invoke.*;
import java.lang.reflect.*;
import java.util.*;
import java.util.function.*;

public class ReflectGc {
    interface Shape {
        String name(Object o, int n);
    }

    public static final class Target {
        public volatile Object field;
        public int number;

        public Target(Object field, int number) {
            this.field = field;
            this.number = number;
        }

        public String call(Object a, long b, String c, double d, int[] e) {
            collect();
            return a + " " + b + " " + c + " " + d + " " + e[0] + " " + number;
        }

        public static Object twice(Object o) {
            collect();
            return List.of(o, o);
        }
    }

    static int calls;

    static void collect() {
        if (calls++ % 16 == 0) {
            System.gc();
        }
        for (int i = 0; i < 20; i++) {
            byte[] b = new byte[5_000];
            b[0] = 1;
        }
    }

    public static void main(String[] args) throws Throwable {
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        Method method = Target.class.getMethod("call", Object.class, long.class, String.class, double.class, int[].class);
        Constructor<Target> constructor = Target.class.getConstructor(Object.class, int.class);
        MethodHandle handle = lookup.unreflect(method);
        MethodHandle bound = MethodHandles.insertArguments(handle, 1, new int[0].length + "a", 5L);
        MethodHandle filtered = MethodHandles.filterReturnValue(lookup.findStatic(Target.class, "twice",
            MethodType.methodType(Object.class, Object.class)), lookup.findVirtual(Object.class, "toString", MethodType.methodType(String.class)));
        VarHandle var = lookup.findVarHandle(Target.class, "field", Object.class);
        VarHandle elements = MethodHandles.arrayElementVarHandle(Object[].class);
        Field field = Target.class.getField("field");
        Shape proxy = (Shape) Proxy.newProxyInstance(ReflectGc.class.getClassLoader(), new Class<?>[] {Shape.class}, (p, m, a) -> {
            collect();
            return m.getName() + Arrays.toString(a);
        });
        Object[] array = new Object[10];
        long sum = 0;
        List<Supplier<String>> suppliers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Target t = constructor.newInstance("f" + i, i);
            String s = (String) method.invoke(t, "a" + i, (long) i, "c", i * 0.5, new int[] {i});
            String m = (String) handle.invokeExact(t, (Object) ("a" + i), (long) i, "c", i * 0.5, new int[] {i});
            String b = (String) bound.invoke(t, "c" + i, 1.5, new int[] {i});
            String f = (String) filtered.invoke("x" + i);
            if (!s.equals(m)) {
                System.out.println("differ " + s + " " + m);
            }
            Object old = var.getAndSet(t, new int[] {i});
            sum += old.hashCode() + ((int[]) field.get(t))[0];
            var.compareAndSet(t, field.get(t), "swapped" + i);
            elements.setVolatile(array, i % 10, t);
            sum += elements.getAndSet(array, i % 10, "e" + i) == t ? 1 : 0;
            sum = sum * 31 + b.hashCode() + f.hashCode() + t.field.hashCode() + proxy.name(i, i).hashCode();
            int captured = i;
            Object object = new int[] {i};
            suppliers.add(() -> {
                collect();
                return captured + ":" + ((int[]) object)[0] + array[captured % 10];
            });
            BiFunction<Integer, String, String> g = (x, y) -> x + y + captured;
            sum += g.andThen(String::length).apply(i, "y" + i);
        }
        for (Supplier<String> s : suppliers) {
            sum = sum * 31 + s.get().hashCode();
        }
        System.out.println(sum);
        try {
            method.invoke(new Target(null, 1), null, 1L, null, 1.0, null);
        } catch (InvocationTargetException e) {
            System.out.println(e.getCause().getClass());
        }
    }
}
