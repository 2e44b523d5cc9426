// Exceptions that instructions throw, in methods that have run often before: their lines, through calls of every kind.
// timeout: 120
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntBinaryOperator;

public class ExceptionLines {
    int field = 3;
    int[] array = {1, 2, 3};
    Object object = "text";

    static int failing(int what, ExceptionLines e, int[] numbers, int zero, Object[] objects) {
        int a = 1;
        switch (what) {
            case 0:
                return a
                    + e.field
                    + e.array[0];
            case 1:
                return numbers[a]
                    + numbers[a + 1]
                    + numbers[a + zero];
            case 2:
                return a / (zero - 1)
                    + 7 % zero
                    + 3;
            case 3:
                String s = (String) e.object;
                Integer i = (Integer)
                    e.object;
                return s.length() + i;
            case 4:
                objects[0] = "fits";
                objects[a] =
                    e;
                return 4;
            case 5:
                return new int[a][zero - 2].length
                    + new long[zero - 1].length;
            case 6:
                long l = 5;
                l /= a;
                l %= zero;
                return (int) l;
            case 7:
                synchronized (e) {
                    synchronized (e.object) {
                        return a;
                    }
                }
            case 8:
                throw a == 1
                    ? new IllegalStateException("eight")
                    : null;
            case 9:
                return e.virtual(
                    zero,
                    e.virtual(1, 2));
            case 10:
                return ((Map<?, ?>) objects[0])
                    .size();
            case 11:
                RuntimeException none = zero == 0 ? null : new RuntimeException();
                throw none;
            default:
                return what;
        }
    }

    int virtual(int a, int b) {
        if (a == 0) {
            return array[b + field + 10];
        }
        return a + b;
    }

    static final Class<?>[] TYPES = {int.class, ExceptionLines.class, int[].class, int.class, Object[].class};
    static final MethodHandle HANDLE;
    static final Method METHOD;

    static {
        try {
            HANDLE = MethodHandles.lookup().findStatic(ExceptionLines.class, "failing", MethodType.methodType(int.class, TYPES));
            METHOD = ExceptionLines.class.getDeclaredMethod("failing", TYPES);
        } catch (ReflectiveOperationException e) {
            throw new Error(e);
        }
    }

    static int call(int how, int what, ExceptionLines e, int[] numbers, int zero, Object[] objects) throws Throwable {
        switch (how) {
            case 0:
                return failing(what, e, numbers, zero, objects);
            case 1:
                return (int) HANDLE.invokeExact(what, e, numbers, zero, objects);
            case 2:
                try {
                    return (int) METHOD.invoke(null, what, e, numbers, zero, objects);
                } catch (InvocationTargetException x) {
                    throw x.getCause();
                }
            case 3: {
                IntBinaryOperator op = (x, y) -> failing(x, e, numbers, y, objects);
                return op.applyAsInt(what, zero);
            }
            case 4: {
                List<Integer> results = new ArrayList<>();
                new TreeMap<>(Map.of(what, zero)).forEach((k, v) -> results.add(failing(k, e, numbers, v, objects)));
                return results.get(0);
            }
            default:
                return nested(what, e, numbers, zero, objects);
        }
    }

    static int nested(int what, ExceptionLines e, int[] numbers, int zero, Object[] objects) {
        int before = what;
        try {
            try {
                return failing(what, e, numbers, zero, objects);
            } catch (ArithmeticException x) {
                before += 100;
                throw x;
            } finally {
                before++;
            }
        } catch (NullPointerException | ArrayIndexOutOfBoundsException x) {
            x.addSuppressed(new Exception("before " + before));
            throw x;
        }
    }

    static String attempt(int how, int what, ExceptionLines e, int[] numbers, int zero, Object[] objects) {
        try {
            return "returned " + call(how, what, e, numbers, zero, objects);
        } catch (Throwable x) {
            StringBuilder b = new StringBuilder(x.getClass().getSimpleName());
            b.append(": ").append(x instanceof ClassCastException ? "cast" : x.getMessage());
            for (StackTraceElement el : x.getStackTrace()) {
                if (el.getClassName().startsWith("ExceptionLines")) {
                    b.append(' ').append(el.getMethodName()).append(':').append(el.getLineNumber());
                }
            }
            for (Throwable s : x.getSuppressed()) {
                b.append(" suppressed ").append(s.getMessage());
            }
            return b.toString();
        }
    }

    static String round(int how, int what, boolean bad) {
        ExceptionLines e = new ExceptionLines();
        int[] numbers = {1, 2, 3};
        Object[] objects = bad ? new String[2] : new Object[] {Map.of(), null};
        int zero = bad ? 0 : 2;
        if (bad) {
            switch (what) {
                case 0:
                case 7:
                    e = what == 0 ? null : e;
                    if (e != null) {
                        e.object = null;
                    }
                    break;
                case 1:
                    zero = 2;
                    break;
                case 3:
                    e.object = "no number";
                    break;
                case 10:
                    objects = new Object[1];
                    break;
                default:
                    break;
            }
        } else if (what == 1) {
            zero = 0;
        } else if (what == 3) {
            return "";
        } else if (what == 4) {
            objects = new Object[2];
        } else if (what == 9) {
            zero = 1;
        } else if (what == 8 || what == 11) {
            return "";
        }
        return attempt(how, what, e, numbers, zero, objects);
    }

    public static void main(String[] args) {
        int hash = 0;
        for (int i = 0; i < 3000; i++) {
            for (int what = 0; what < 13; what++) {
                hash = hash * 31 + round(i % 6, what, false).hashCode();
            }
        }
        System.out.println(hash);
        for (int again = 0; again < 3; again++) {
            for (int how = 0; how < 6; how++) {
                for (int what = 0; what < 13; what++) {
                    System.out.println(how + " " + what + " " + round(how, what, true));
                }
            }
        }
        System.out.println(Arrays.asList(round(0, 12, true), round(0, 12, false)));
    }
}
