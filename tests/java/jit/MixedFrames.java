// Stacks of hot and cold, reflective and native frames: traces, StackWalker, exceptions through all of them, access control.
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.security.PrivilegedExceptionAction;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

public class MixedFrames {
    static final StackWalker WALKER = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);
    static Method step;
    static MethodHandle handle;

    static String names() {
        return WALKER.walk(s -> s.filter(f -> f.getDeclaringClass() == MixedFrames.class).map(f -> f.getMethodName().charAt(0) + "" + f.getLineNumber())
            .collect(Collectors.joining(",")));
    }

    static int caller() { return WALKER.getCallerClass() == MixedFrames.class ? 1 : 0; }
    static int depth() { return (int) (long) WALKER.walk(s -> s.filter(f -> f.getDeclaringClass() == MixedFrames.class).count()); }

    static int own() {
        int n = 0;
        for (StackTraceElement e : new Throwable().getStackTrace()) {
            if (e.getClassName().equals("MixedFrames")) {
                n++;
            }
        }
        return n;
    }

    static Object hot(int n, int kind) throws Throwable {
        if (n == 0) {
            if (kind == 1) {
                throw new java.io.IOException("deep");
            }
            if (kind == 2) {
                throw new IllegalStateException("deep");
            }
            return kind == 3 ? names() : kind == 4 ? (Object) (depth() * 1000 + own()) : caller();
        }
        switch (n % 7) {
            case 1:
                try {
                    return step.invoke(null, n - 1, kind);
                } catch (InvocationTargetException e) {
                    throw e.getCause();
                }
            case 2: return (Object) handle.invokeExact(n - 1, kind);
            case 3: {
                Throwable[] t = new Throwable[1];
                Object r = AccessController.doPrivileged((PrivilegedAction<Object>) () -> {
                    try {
                        return hot(n - 1, kind);
                    } catch (Throwable e) {
                        t[0] = e;
                        return null;
                    }
                });
                if (t[0] != null) {
                    throw t[0];
                }
                return r;
            }
            case 4: {
                List<Object> out = new ArrayList<>();
                List<Throwable> bad = new ArrayList<>();
                List.of(1).forEach(x -> {
                    try {
                        out.add(hot(n - 1, kind));
                    } catch (Throwable e) {
                        bad.add(e);
                    }
                });
                if (!bad.isEmpty()) {
                    throw bad.get(0);
                }
                return out.get(0);
            }
            case 5:
                synchronized (step) {
                    return hot(n - 1, kind);
                }
            default: return hot(n - 1, kind);
        }
    }

    static String run(int n, int kind) {
        try {
            return String.valueOf(hot(n, kind));
        } catch (Throwable t) {
            StringBuilder s = new StringBuilder(t.toString());
            for (StackTraceElement e : t.getStackTrace()) {
                if (e.getClassName().equals("MixedFrames")) {
                    s.append(' ').append(e.getMethodName().charAt(0)).append(e.getLineNumber());
                }
            }
            return s.append(Thread.holdsLock(step)).toString();
        }
    }

    public static void main(String[] args) throws Throwable {
        step = MixedFrames.class.getDeclaredMethod("hot", int.class, int.class);
        handle = MethodHandles.lookup().findStatic(MixedFrames.class, "hot", MethodType.methodType(Object.class, int.class, int.class));
        String[] first = new String[5];
        for (int kind = 0; kind < 5; kind++) {
            first[kind] = run(15, kind);
            System.out.println(first[kind]);
        }
        int different = 0;
        for (int i = 0; i < 1_500; i++) {
            int kind = i % 5;
            String s = run(15, kind);
            if (!s.equals(first[kind]) && different++ < 3) {
                System.out.println(i + " " + s);
            }
        }
        System.out.println(different);
        int sum = 0;
        for (int i = 0; i < 5_000; i++) {
            sum += caller() + depth() + own();
        }
        System.out.println(sum);
        try {
            AccessController.doPrivileged((PrivilegedExceptionAction<Object>) () -> {
                throw new java.io.IOException("checked");
            });
        } catch (java.security.PrivilegedActionException e) {
            System.out.println(e.getCause());
        }
    }
}
