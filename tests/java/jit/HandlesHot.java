// Lambdas, method references, string concatenation, method handles and var handles in hot code.
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.util.function.*;

public class HandlesHot {
    int field;
    volatile long counter;
    static int shared;
    Object ref = "start";

    static final MethodHandle ADD, MANY, BOUND, NEW, GETTER, GUARDED;
    static final VarHandle FIELD, COUNTER, SHARED, INTS, REF, BYTES;
    MethodHandle local;

    static {
        try {
            MethodHandles.Lookup l = MethodHandles.lookup();
            ADD = l.findStatic(HandlesHot.class, "add", MethodType.methodType(int.class, int.class, int.class));
            MANY = l.findStatic(HandlesHot.class, "many", MethodType.methodType(double.class, int.class, long.class, float.class, double.class,
                Object.class, byte.class, long.class, double.class));
            BOUND = MethodHandles.insertArguments(ADD, 0, 1000);
            NEW = l.findConstructor(StringBuilder.class, MethodType.methodType(void.class, String.class));
            GETTER = l.findGetter(HandlesHot.class, "field", int.class);
            MethodHandle test = l.findStatic(HandlesHot.class, "positive", MethodType.methodType(boolean.class, int.class));
            MethodHandle neg = l.findStatic(Math.class, "negateExact", MethodType.methodType(int.class, int.class));
            GUARDED = MethodHandles.guardWithTest(test, BOUND, neg);
            FIELD = l.findVarHandle(HandlesHot.class, "field", int.class);
            COUNTER = l.findVarHandle(HandlesHot.class, "counter", long.class);
            SHARED = l.findStaticVarHandle(HandlesHot.class, "shared", int.class);
            REF = l.findVarHandle(HandlesHot.class, "ref", Object.class);
            INTS = MethodHandles.arrayElementVarHandle(int[].class);
            BYTES = MethodHandles.byteArrayViewVarHandle(long[].class, java.nio.ByteOrder.BIG_ENDIAN);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    static int add(int a, int b) { return a + b; }
    static boolean positive(int a) { return a > 0; }
    static double many(int a, long b, float c, double d, Object e, byte f, long g, double h) {
        return a + b + c + d + (e == null ? 0 : 1) + f + g + h;
    }

    static long handles(HandlesHot o, int i) throws Throwable {
        long h = (int) ADD.invokeExact(i, 3);
        h = h * 31 + (long) (double) MANY.invokeExact(i, 2L, 3f, 4.5, (Object) o, (byte) i, 7L, 8.25);
        h = h * 31 + (int) BOUND.invokeExact(i);
        h = h * 31 + (int) GUARDED.invokeExact(i - 10_000);
        h = h * 31 + (int) (Integer) ADD.invoke((short) 4, (Integer) i);
        h = h * 31 + ((StringBuilder) NEW.invokeExact("x")).append(i).length();
        h = h * 31 + (int) GETTER.invokeExact(o);
        h = h * 31 + (int) o.local.invokeExact(i);
        return h;
    }

    static long vars(HandlesHot o, int i, int[] a, byte[] b) {
        FIELD.set(o, i);
        long h = (int) FIELD.getAndAdd(o, 5);
        h = h * 31 + (long) COUNTER.getAndAdd(o, 3L) + (long) COUNTER.getVolatile(o);
        h = h * 31 + (FIELD.compareAndSet(o, i + 5, i) ? 1 : 2) + (FIELD.compareAndSet(o, -1, i) ? 1 : 2);
        SHARED.setRelease((int) SHARED.getAcquire() + 1);
        h = h * 31 + (int) SHARED.getAndBitwiseXor(i);
        INTS.setVolatile(a, i & 7, i);
        h = h * 31 + (int) INTS.getAndSet(a, i & 7, -i) + (int) INTS.compareAndExchange(a, (i + 1) & 7, 0, 9);
        BYTES.set(b, (i & 7) * 3, (long) i << 20);
        h = h * 31 + (long) BYTES.get(b, 3) + b[7];
        Object old = REF.getAndSet(o, i % 2 == 0 ? "even" : o);
        h = h * 31 + (old == o ? 1 : 2) + (REF.weakCompareAndSetPlain(o, "none", "x") ? 1 : 2);
        try {
            h += (int) INTS.get(a, i % 100 == 0 ? 8 : 0);
        } catch (ArrayIndexOutOfBoundsException e) {
            h += e.getMessage().length();
        }
        return h;
    }

    static <T, R> R call(Function<T, R> f, T t) { return f.apply(t); }
    int times(int k) { return field * k; }

    static long lambdas(HandlesHot o, int i) {
        IntUnaryOperator plus = x -> x + i;
        IntBinaryOperator max = Math::max;
        Supplier<int[]> make = () -> new int[i & 3];
        IntFunction<int[]> array = int[]::new;
        ToIntFunction<String> length = String::length;
        IntUnaryOperator times = o::times;
        BiFunction<HandlesHot, Integer, Integer> unbound = HandlesHot::times;
        DoubleUnaryOperator half = x -> x / 2;
        LongSupplier sum = () -> o.counter + i;
        long h = plus.applyAsInt(3) + max.applyAsInt(i, 77) + make.get().length + array.apply(i & 7).length;
        h = h * 31 + length.applyAsInt("four" + (i & 15)) + times.applyAsInt(2) + unbound.apply(o, 3);
        h = h * 31 + (long) half.applyAsDouble(i) + sum.getAsLong() + call((Integer x) -> x + 1, i);
        return h * 31 + plus.andThen(x -> x * 2).compose(x -> x - 1).applyAsInt(i);
    }

    static int concat(int i, Object o) {
        String s = "a" + i + 'c' + (i * 3L) + (i % 2 == 0) + null + (i / 2f) + (i / 4.0) + (byte) i + o;
        s += s.length() + "" + i;
        String t = i + s;
        return s.hashCode() * 31 + t.length();
    }

    public static void main(String[] args) throws Throwable {
        HandlesHot o = new HandlesHot();
        int[] a = new int[8];
        byte[] b = new byte[32];
        long h = 0;
        MethodHandle one = MethodHandles.constant(int.class, 1);
        MethodHandle twice = MethodHandles.filterReturnValue(BOUND, BOUND);
        for (int i = 0; i < 12_000; i++) {
            o.local = i % 1000 < 500 ? twice : MethodHandles.dropArguments(one, 0, int.class);
            h = h * 31 + handles(o, i);
            h = h * 31 + vars(o, i, a, b);
            h = h * 31 + lambdas(o, i);
            h = h * 31 + concat(i, i % 3 == 0 ? "s" : null);
            if (i % 2000 == 0) {
                System.out.println(h);
            }
        }
        System.out.println(h);
        try {
            Object x = ADD.invokeExact(1, 2);
        } catch (java.lang.invoke.WrongMethodTypeException e) {
            System.out.println(e.getMessage());
        }
    }
}
