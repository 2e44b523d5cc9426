// Deep recursion through every kind of call, chosen at random; traces of throwables, of the thread and of StackWalker compared.
// timeout: 120
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.ArrayList;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

public class MixedRecursion {
    interface Step {
        String go(Walk w, int depth);

        default String twice(Walk w, int depth) {
            return go(w, depth);
        }
    }

    /** The recursion's state: a random sequence, and what is looked at in the end. */
    static final class Walk {
        long seed;
        final int kind;

        Walk(long seed, int kind) {
            this.seed = seed;
            this.kind = kind;
        }

        int next(int n) {
            seed = seed * 6364136223846793005L + 1442695040888963407L;
            return (int) ((seed >>> 33) % n);
        }
    }

    static class Plain implements Step {
        public String go(Walk w, int depth) {
            return MixedRecursion.step(w, depth, 1.5f, depth * 3L, "p");
        }
    }

    static class Locked implements Step {
        public synchronized String go(Walk w, int depth) {
            long before = depth * 7L;
            String r = MixedRecursion.step(w, depth, 2.5, this);
            return before == depth * 7L ? r : "bad";
        }

        static synchronized String goStatic(Walk w, int depth) {
            return MixedRecursion.step(w, depth, "x", 1L, null);
        }
    }

    static class Made {
        final String result;

        public Made(Walk w, int depth) {
            result = MixedRecursion.step(w, depth, this);
        }
    }

    static class Made2 extends Made {
        public Made2(Walk w, Integer depth) {
            super(w, depth);
        }
    }

    record Pair(Walk w, int depth) implements Comparable<Pair> {
        static String result;

        public int compareTo(Pair o) {
            if (result == null) {
                result = step(w, depth, o);
            }
            return 0;
        }
    }

    static final MethodHandle STEP, BOUND;
    static final Method REFLECTED;
    static final Constructor<Made2> CONSTRUCTOR;

    static {
        try {
            MethodHandles.Lookup l = MethodHandles.lookup();
            STEP = l.findStatic(MixedRecursion.class, "handled", MethodType.methodType(String.class, Walk.class, int.class));
            MethodHandle virtual = l.findVirtual(Step.class, "twice", MethodType.methodType(String.class, Walk.class, int.class));
            BOUND = MethodHandles.insertArguments(virtual.bindTo(new Plain()), 1, 0).asType(MethodType.methodType(Object.class, Walk.class));
            REFLECTED = MixedRecursion.class.getDeclaredMethod("reflected", Walk.class, int.class, long.class);
            CONSTRUCTOR = Made2.class.getConstructor(Walk.class, Integer.class);
        } catch (ReflectiveOperationException e) {
            throw new Error(e);
        }
    }

    static String handled(Walk w, int depth) {
        return step(w, depth, 1, 2L, 3.0f, 4.0, "five");
    }

    static String reflected(Walk w, int depth, long extra) {
        return step(w, depth, extra);
    }

    static final Step PLAIN = new Plain(), LOCKED = new Locked();

    static String step(Walk w, int depth, Object... extra) {
        int left = depth - 1;
        if (left <= 0) {
            return look(w);
        }
        try {
            switch (w.next(16)) {
                case 0:
                    return step(w, left);
                case 1:
                    return PLAIN.go(w, left);
                case 2:
                    return LOCKED.twice(w, left);
                case 3:
                    return Locked.goStatic(w, left);
                case 4:
                    return new Made(w, left).result;
                case 5:
                    return CONSTRUCTOR.newInstance(w, left).result;
                case 6:
                    return (String) REFLECTED.invoke(null, w, left, 1L << 40);
                case 7:
                    return (String) STEP.invokeExact(w, left);
                case 8:
                    return lambda(d -> step(w, d), left);
                case 9: {
                    Supplier<String> s = () -> {
                        String captured = "c" + left;
                        return captured.isEmpty() ? null : step(w, left);
                    };
                    return s.get();
                }
                case 10:
                    return AccessController.doPrivileged((PrivilegedAction<String>) () -> step(w, left));
                case 11:
                    return IntStream.of(left).mapToObj(d -> step(w, d)).findFirst().get();
                case 12: {
                    Pair.result = null;
                    TreeMap<Pair, String> map = new TreeMap<>();
                    map.put(new Pair(w, left), "");
                    return Pair.result;
                }
                case 13: {
                    List<String> results = new ArrayList<>();
                    Collections.sort(new ArrayList<>(List.of(1, 2)), (Comparator<Integer>) (a, b) -> {
                        if (results.isEmpty()) {
                            results.add(step(w, left));
                        }
                        return a - b;
                    });
                    return results.get(0);
                }
                case 14:
                    synchronized (w) {
                        return step(w, left, w);
                    }
                default:
                    try {
                        return step(w, left, 1.0, 2L);
                    } finally {
                        w.next(3);
                    }
            }
        } catch (Error | RuntimeException e) {
            throw e;
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException r) {
                throw r;
            }
            throw new Error(e.getCause());
        } catch (Throwable e) {
            throw new Error(e);
        }
    }

    static String lambda(IntFunction<String> f, int depth) {
        return f.apply(depth);
    }

    static final class Leaf extends RuntimeException {
        Leaf(String message) {
            super(message);
        }
    }

    static String look(Walk w) {
        switch (w.kind) {
            case 0:
                return text(new Throwable().getStackTrace());
            case 1:
                return text(Thread.currentThread().getStackTrace());
            case 2:
                return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE).walk(frames -> {
                    StringBuilder b = new StringBuilder();
                    frames.filter(f -> f.getDeclaringClass().getName().startsWith("MixedRecursion")).forEach(f -> add(b, f.toStackTraceElement()));
                    return b.toString();
                });
            case 3:
                throw new Leaf("here");
            default: {
                Object[] nothing = new Object[w.kind];
                return nothing[w.kind].toString();
            }
        }
    }

    static String text(StackTraceElement[] trace) {
        StringBuilder b = new StringBuilder();
        for (StackTraceElement e : trace) {
            if (e.getClassName().startsWith("MixedRecursion")) {
                add(b, e);
            }
        }
        return b.toString();
    }

    static void add(StringBuilder b, StackTraceElement e) {
        b.append(e.getClassName().substring(14)).append('.').append(e.getMethodName()).append(':').append(e.getLineNumber()).append(' ');
    }

    static String run(long seed, int depth, int kind) {
        Walk w = new Walk(seed, kind);
        String trace;
        try {
            trace = step(w, depth);
        } catch (Leaf | ArrayIndexOutOfBoundsException e) {
            trace = e.getMessage() + " " + text(e.getStackTrace());
        }
        return trace + w.seed;
    }

    public static void main(String[] args) {
        long sum = 0;
        for (int i = 0; i < 400; i++) {
            String r = run(i * 31 + 7, 5 + i % 60, i % 5);
            sum = sum * 31 + r.hashCode();
            if (i % 40 < 5) {
                System.out.println(i + " " + r);
            }
        }
        System.out.println("sum " + sum);
    }
}
