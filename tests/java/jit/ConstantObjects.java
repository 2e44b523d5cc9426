// Static finals, method handles, VarHandles and what hangs on them are constants of compiled code, as long as they do not change.
import java.lang.invoke.*;
import java.lang.invoke.MethodHandles.Lookup;
import java.util.*;
import java.util.function.*;

public class ConstantObjects {
    static final int SIZE = Integer.getInteger("no.such.property", 37);
    static final boolean FLAG = SIZE > 40;
    static final byte SMALL = (byte) 200;
    static final char LETTER = (char) (SIZE + 28);
    static final long WIDE = 1L << SIZE;
    static final float THIRD = SIZE / 111f;
    static final double HALF = SIZE / 74.0;
    static final String NOTHING = null;
    static final int[] TABLE = new int[16];
    static final Object SHAPE = new Square(5);
    static final Comparator<String> ORDER = Comparator.comparing(String::length);
    static final MethodHandle ADD, MUL, BOUND, GUARDED, FILTERED, VIRTUAL, GETTER;
    static final VarHandle COUNT, ELEMENT, TOTAL;
    static final MutableCallSite SITE;
    static final MethodHandle THROUGH_SITE;

    volatile int count;
    static volatile long total;

    interface Shape {
        int area();
    }

    record Square(int side) implements Shape {
        public int area() {
            return side * side;
        }
    }

    record Box(int w, int h) implements Shape {
        public int area() {
            return w * h;
        }
    }

    static {
        try {
            Lookup l = MethodHandles.lookup();
            MethodType ints = MethodType.methodType(int.class, int.class, int.class);
            ADD = l.findStatic(ConstantObjects.class, "add", ints);
            MUL = l.findStatic(ConstantObjects.class, "mul", ints);
            BOUND = MethodHandles.insertArguments(MUL, 0, 3);
            MethodHandle even = l.findStatic(ConstantObjects.class, "even", MethodType.methodType(boolean.class, int.class));
            GUARDED = MethodHandles.guardWithTest(even, MethodHandles.insertArguments(ADD, 1, 7), BOUND);
            FILTERED = MethodHandles.filterReturnValue(ADD, BOUND);
            VIRTUAL = l.findVirtual(Shape.class, "area", MethodType.methodType(int.class));
            GETTER = l.findGetter(Square.class, "side", int.class);
            COUNT = l.findVarHandle(ConstantObjects.class, "count", int.class);
            ELEMENT = MethodHandles.arrayElementVarHandle(int[].class);
            TOTAL = l.findStaticVarHandle(ConstantObjects.class, "total", long.class);
            SITE = new MutableCallSite(ADD);
            THROUGH_SITE = SITE.dynamicInvoker();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    static int add(int a, int b) {
        return a + b;
    }

    static int mul(int a, int b) {
        return a * b;
    }

    static boolean even(int a) {
        return (a & 1) == 0;
    }

    static int primitives(int i) {
        int n = FLAG ? -1 : SIZE;
        n += SMALL + LETTER + (int) (WIDE >>> 30);
        n += (int) (THIRD * 300) + (int) (HALF * 10);
        n += NOTHING == null ? 1 : NOTHING.length();
        TABLE[i & 15] += n;
        return TABLE[i & 15] + TABLE.length;
    }

    static int shapes(int i) {
        Shape s = i % 3 == 0 ? (Shape) SHAPE : new Box(i, 2);
        return s.area() + (SHAPE instanceof Square q ? q.side() : 0) + (SHAPE instanceof Box ? 1 : 0);
    }

    static int handles(int i, Shape s) throws Throwable {
        int r = (int) ADD.invokeExact(i, 1) + (int) BOUND.invokeExact(i) + (int) GUARDED.invokeExact(i);
        r += (int) FILTERED.invokeExact(i, r) + (int) VIRTUAL.invokeExact(s) + (int) GETTER.invokeExact((Square) SHAPE);
        r += (Integer) MUL.invoke((short) 3, (byte) i) + (int) THROUGH_SITE.invokeExact(i, 2);
        return r;
    }

    static long variables(ConstantObjects o, int[] a, int i) {
        int old = (int) COUNT.getAndAdd(o, i);
        boolean done = COUNT.compareAndSet(o, old + i, old + 1);
        int seen = (int) COUNT.getVolatile(o) + (int) COUNT.compareAndExchange(o, -5, 0);
        ELEMENT.setRelease(a, i & 7, old);
        TOTAL.set((long) TOTAL.getAcquire() + (long) (int) ELEMENT.getAcquire(a, (i + 1) & 7));
        return seen + (done ? 1 : 0) + (long) TOTAL.getAndAdd(2L);
    }

    static String failures(ConstantObjects o, int[] a, int i) {
        try {
            switch (i % 4) {
                case 0 -> ELEMENT.set(a, a.length + i, 1);
                case 1 -> COUNT.set((ConstantObjects) null, 1);
                case 2 -> COUNT.set(o, "text");
                default -> {
                    int r = (int) ADD.invokeExact((long) i, 1);
                }
            }
            return "nothing";
        } catch (Throwable e) {
            return e.getClass().getSimpleName();
        }
    }

    public static void main(String[] args) throws Throwable {
        long h = 0;
        ConstantObjects o = new ConstantObjects();
        int[] a = new int[8];
        Shape[] shapes = {new Square(3), new Box(4, 5), new Square(7)};
        for (int i = 0; i < 30_000; i++) {
            h = h * 31 + primitives(i) + shapes(i);
            h = h * 31 + handles(i, shapes[i % 3]) + variables(o, a, i);
            if (i == 20_000) {
                SITE.setTarget(MUL);
                MutableCallSite.syncAll(new MutableCallSite[] {SITE});
            }
        }
        System.out.println(h + " " + o.count + " " + total + " " + Arrays.toString(a));
        Map<String, Integer> seen = new TreeMap<>();
        for (int i = 0; i < 8_000; i++) {
            seen.merge(failures(o, a, i), 1, Integer::sum);
        }
        System.out.println(seen);
        List<String> words = new ArrayList<>(List.of("three", "of", "longest", "a"));
        for (int i = 0; i < 3_000; i++) {
            Collections.shuffle(words, new Random(i));
            words.sort(ORDER);
        }
        System.out.println(words);
        Function<Integer, Supplier<Integer>> maker = n -> () -> n + SIZE;
        int sum = 0;
        for (int i = 0; i < 20_000; i++) {
            sum += maker.apply(i).get();
        }
        System.out.println(sum);
    }
}
