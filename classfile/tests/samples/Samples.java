import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

@Retention(RetentionPolicy.RUNTIME)
@interface Visible {
    String value() default "x\t\"y\"";
    int[] numbers() default {1, 2};
    Class<?> type() default Object.class;
    RetentionPolicy policy() default RetentionPolicy.CLASS;
    Deprecated nested() default @Deprecated(since = "9");
    double d() default 1.5;
    long j() default 7;
    char c() default 'c';
    boolean z() default true;
    byte b() default -1;
    short s() default 300;
    float f() default 2.5f;
}

@Retention(RetentionPolicy.CLASS)
@interface Invisible {
    int v() default 3;
}

@Target(ElementType.TYPE_USE)
@Retention(RetentionPolicy.RUNTIME)
@interface VisibleType {}

@Target(ElementType.TYPE_USE)
@Retention(RetentionPolicy.CLASS)
@interface InvisibleType {}

record Triple<T>(@Visible int first, @VisibleType @InvisibleType String second, @Invisible T third) {}

sealed interface Shape permits Circle, Square {}

final class Circle implements Shape {}

final class Square implements Shape {}

/** Every kind of constant, attribute and instruction that javac makes without effort. */
@Visible("class")
@Invisible
@Deprecated
class Samples<T extends Comparable<T>> {
    static final int INT = 5;
    static final long LONG = -7L;
    static final float FLOAT = 1.5f;
    static final double DOUBLE = Double.MIN_VALUE;
    static final float NAN = Float.NaN;
    static final double INFINITE = Double.NEGATIVE_INFINITY;
    static final String STRING = "caf\u00e9 \ud83d\ude00 \0 \n 'q' \"d\" \\";
    static final byte BYTE = 1;
    static final boolean BOOLEAN = true;
    static final char CHAR = 'c';
    @Deprecated @Visible T field;
    @Invisible @VisibleType @InvisibleType volatile int count;
    transient Object scratch;

    class Inner {
        class Deep {}

        private int x;
    }

    static class Nested<Q> {
        Q q;
    }

    enum Colour {
        RED,
        GREEN {
            @Override
            int weight() {
                return 2;
            }
        };

        int weight() {
            return 1;
        }
    }

    @Visible
    @Invisible
    @Deprecated
    <X extends Throwable> @VisibleType @InvisibleType T generic(@Visible final T a, @Invisible long b, int... rest)
            throws X, IOException {
        Supplier<T> supplier = () -> a;
        String text = "a" + b + a + STRING;
        try {
            if (b > 3) {
                throw new RuntimeException(text);
            }
            switch ((int) b) {
                case 1:
                    return a;
                case 2:
                case 3:
                    break;
                case 1000:
                    return null;
                default:
                    scratch = supplier.get();
            }
            for (@VisibleType int i = 0; i < rest.length; i++) {
                double d = rest[i];
                count += d;
            }
        } catch (IllegalArgumentException | NullPointerException e) {
            e.printStackTrace();
        } finally {
            count++;
        }
        synchronized (this) {
            scratch = new Object() {
                @Override
                public String toString() {
                    return text;
                }
            };
        }
        class Local {
            T t = a;
        }
        return new Local().t;
    }

    native void nativeMethod();

    strictfp double strict(double d) {
        return d % 3.0;
    }

    static synchronized int stringSwitch(String s) {
        return switch (s) {
            case "a" -> 1;
            case "b" -> 2;
            default -> 3;
        };
    }

    static int denseSwitch(int i) {
        switch (i) {
            case -1:
                return 1;
            case 0:
                return 2;
            case 1:
                return 3;
            case 3:
                return 4;
            default:
                return Integer.MIN_VALUE;
        }
    }

    static long arithmetic(int i, long j, float f, double d) {
        int a = i + 1000000 * i / 3 % 7 - ~i << 3 >> 2 >>> 1 ^ i | i & 5;
        long b = j + 1L * j / 3L % 7L - ~j << 3 >> 2 >>> 1 ^ j | j & 5L;
        float c = -f * 2f / f % f + (float) d + i + j;
        double e = -d * 2 / d % d + f + i + j;
        a += (byte) a + (char) a + (short) a + (int) c + (int) e + (int) b;
        b += (long) c + (long) e;
        return a < b ? a > c ? b : 0 : c >= e || d < c ? 1 : a == 3 ? 2 : -3;
    }

    static Object arrays(int n, Object o) {
        boolean[] z = {true, false};
        byte[] b = {1};
        char[] c = {'a'};
        short[] s = {2};
        long[] j = {3, 4L};
        float[] f = {5};
        double[] d = {6};
        int[][] multi = new int[n][n + 1];
        multi[0][1] += b[0] + c[0] + s[0] + (int) j[0] + (int) f[0] + (int) d[0];
        z[1] |= o instanceof String;
        String[] strings = o instanceof String[] ? (String[]) o : new String[] {"x"};
        return o == null ? z : o != z ? strings : multi.clone();
    }

    static int manyLocals(long a1, long a2, long a3, long a4, long a5) {
        int i = 0;
        for (i = 0; i < 1000; i += 500) {
            a1 += a5;
        }
        i += 40000;
        return (int) (a1 + a2 + a3 + a4 + i);
    }

    static <E extends Number & Comparable<E>> Function<List<? super E>, E[]> references() {
        Function<String, Integer> parse = Integer::parseInt;
        Supplier<Object> make = Object::new;
        return null;
    }

    static {
        assert INT == 5 : "message";
        System.out.println(STRING.length());
    }

    @Override
    protected void finalize() {}
}

abstract class Abstract {
    abstract int method();

    int[][] multi(int n) {
        return new int[n][n];
    }

    Runnable runnable() {
        return this::method;
    }
}

interface Interface {
    int VALUE = new Object().hashCode();

    void a();

    default void b() {
        c();
    }

    private void c() {}

    static void d() {}
}
