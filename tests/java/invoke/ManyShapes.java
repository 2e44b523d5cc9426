// Method handles and lambdas over many signature shapes: up to 255 slots, all return types.
import java.lang.invoke.*;
import java.util.Arrays;

import static java.lang.invoke.MethodType.methodType;

public class ManyShapes {
    static long checksum;

    static Object[] echo(Object[] xs) {
        return xs;
    }

    static byte rb(byte x) { return x; }
    static short rs(short x) { return x; }
    static char rc(char x) { return x; }
    static boolean rz(boolean x) { return x; }
    static int ri(int x) { return x; }
    static long rj(long x) { return x; }
    static float rf(float x) { return x; }
    static double rd(double x) { return x; }
    static Object ra(Object x) { return x; }
    static void rv(Object x) { checksum++; }

    static long alternating(int a, long b, int c, long d, double e, int f, float g, long h, double i, Object j, long k, int l) {
        return a + b * 2 + c * 3 + d * 4 + (long) e * 5 + f * 6 + (long) g * 7 + h * 8 + (long) i * 9 + j.hashCode() * 10 + k * 11 + l * 12;
    }

    public static void main(String[] args) throws Throwable {
        MethodHandles.Lookup l = MethodHandles.lookup();
        MethodHandle echo = l.findStatic(ManyShapes.class, "echo", methodType(Object[].class, Object[].class));
        for (int n : new int[] {0, 1, 2, 5, 10, 50, 100, 200, 250}) {
            MethodHandle collected = echo.asCollector(Object[].class, n);
            Object[] in = new Object[n];
            Arrays.setAll(in, i -> i * i);
            Object[] out = (Object[]) collected.invokeWithArguments(in);
            System.out.println(n + " " + Arrays.equals(in, out) + " " + collected.type().parameterCount());
        }
        Class<?>[] types = {byte.class, short.class, char.class, boolean.class, int.class, long.class, float.class, double.class, Object.class};
        Object[] values = {(byte) -5, (short) -300, 'x', true, 70000, 1L << 50, 1.25f, 1e300, "object"};
        String[] names = {"rb", "rs", "rc", "rz", "ri", "rj", "rf", "rd", "ra"};
        for (int i = 0; i < types.length; i++) {
            MethodHandle h = l.findStatic(ManyShapes.class, names[i], methodType(types[i], types[i]));
            System.out.println(h.type() + " " + h.invokeWithArguments(values[i]) + " " + h.asType(methodType(Object.class, Object.class)).invoke(values[i]));
            for (int j = 0; j < types.length; j++) {
                try {
                    Object r = MethodHandles.explicitCastArguments(h, methodType(types[j], types[j])).invokeWithArguments(values[j]);
                    System.out.print(r + " ");
                } catch (ClassCastException e) {
                    System.out.print("CCE ");
                }
            }
            System.out.println();
        }
        MethodHandle alt = l.findStatic(ManyShapes.class, "alternating", methodType(long.class, int.class, long.class, int.class, long.class,
            double.class, int.class, float.class, long.class, double.class, Object.class, long.class, int.class));
        System.out.println((long) alt.invokeExact(1, 2L, 3, 4L, 5.0, 6, 7f, 8L, 9.0, (Object) 10, 11L, 12));
        System.out.println((long) MethodHandles.permuteArguments(alt, methodType(long.class, int.class, long.class, double.class, float.class, Object.class),
            0, 1, 0, 1, 2, 0, 3, 1, 2, 4, 1, 0).invokeExact(3, 5L, 7.0, 9f, (Object) 11));
        System.out.println((long) MethodHandles.insertArguments(alt, 3, 40L, 50.0, 60).invokeExact(1, 2L, 3, 7f, 8L, 9.0, (Object) 10, 11L, 12));
        MethodHandle rv = l.findStatic(ManyShapes.class, "rv", methodType(void.class, Object.class));
        for (int i = 0; i < 1000; i++) {
            rv.invokeExact((Object) args);
        }
        System.out.println(checksum);
        try {
            echo.asCollector(Object[].class, 256);
        } catch (IllegalArgumentException e) {
            System.out.println(e.getMessage());
        }
        long sum = 0;
        MethodHandle rj = l.findStatic(ManyShapes.class, "rj", methodType(long.class, long.class));
        for (long i = 0; i < 5000; i++) {
            sum += (long) rj.invokeExact(i) + (long) rj.invoke((int) i);
        }
        System.out.println(sum);
    }
}
