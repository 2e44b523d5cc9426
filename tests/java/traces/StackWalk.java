// StackWalker with all options, from lambdas, reflection and method handles; caller class; errors.
import java.lang.StackWalker.Option;
import java.lang.StackWalker.StackFrame;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

public class StackWalk {
    static final StackWalker PLAIN = StackWalker.getInstance();
    static final StackWalker RETAIN = StackWalker.getInstance(Option.RETAIN_CLASS_REFERENCE);
    static final StackWalker REFLECT = StackWalker.getInstance(Set.of(Option.RETAIN_CLASS_REFERENCE, Option.SHOW_REFLECT_FRAMES), 3);

    @SuppressWarnings("unused")
    static String own(StackWalker w) {
        return w.walk(s -> s.filter(f -> f.getClassName().startsWith("StackWalk")).map(f -> f.getMethodName() + ":" + f.getLineNumber())
            .map(x -> x.replaceAll("lambda\\$(\\w+)\\$\\d+", "lambda-$1")).collect(Collectors.joining(",")));
    }

    static void show(String what) {
        System.out.println(what + " " + own(PLAIN) + " | " + own(RETAIN));
        System.out.println("  reflect frames: " + REFLECT.walk(s -> s.map(StackFrame::getMethodName).filter(n -> n.startsWith("invoke")).count() > 0));
    }

    public static void viaReflection() {
        show("reflection");
    }

    static void inst(Supplier<?> s) {
        s.get();
    }

    static class Callee {
        static Class<?> who() {
            return RETAIN.getCallerClass();
        }
    }

    static class Caller {
        Class<?> ask() {
            return Callee.who();
        }
    }

    static int count(int n) {
        return n == 0 ? (int) (long) PLAIN.walk(s -> s.count()) : count(n - 1);
    }

    public static void main(String[] args) throws Throwable {
        show("direct");
        inst(() -> {
            show("lambda");
            return null;
        });
        StackWalk.class.getMethod("viaReflection").invoke(null);
        MethodHandles.lookup().findStatic(StackWalk.class, "viaReflection", MethodType.methodType(void.class)).invokeExact();
        new Object() {
            void m() {
                show("anonymous");
            }
        }.m();
        List.of(1).forEach(i -> show("forEach"));
        System.out.println(new Caller().ask() + " " + Callee.who());
        System.out.println(count(50) - count(0));
        RETAIN.forEach(f -> System.out.println(f + " " + f.getDeclaringClass() + " " + f.getMethodType() + " " + f.getDescriptor() + " " + f.isNativeMethod()
            + " " + f.getFileName() + " " + (f.getByteCodeIndex() >= 0) + " " + f.toStackTraceElement()));
        PLAIN.walk(s -> s.findFirst()).ifPresent(f -> {
            System.out.println(f.getClassName() + "." + f.getMethodName());
            try {
                f.getDeclaringClass();
            } catch (UnsupportedOperationException e) {
                System.out.println(e.getMessage());
            }
            try {
                f.getMethodType();
            } catch (UnsupportedOperationException e) {
                System.out.println(e.getMessage());
            }
        });
        try {
            PLAIN.getCallerClass();
        } catch (UnsupportedOperationException e) {
            System.out.println(e.getMessage());
        }
        Thread t = new Thread(() -> {
            System.out.println(RETAIN.getCallerClass());
        });
        t.start();
        t.join();
        Thread top = new Thread() {
            public void run() {
                try {
                    RETAIN.getCallerClass();
                } catch (IllegalCallerException e) {
                    System.out.println(e.getMessage());
                }
            }
        };
        top.start();
        top.join();
        try {
            PLAIN.walk(s -> s).count();
        } catch (IllegalStateException e) {
            System.out.println(e.getMessage());
        }
        System.out.println((Object) StackWalker.getInstance(EnumSet.allOf(Option.class)).walk(s -> s.anyMatch(f -> f.getMethodName().equals("main"))));
        try {
            RETAIN.walk(s -> {
                throw new IllegalStateException("from the walk function");
            });
        } catch (IllegalStateException e) {
            System.out.println(e.getMessage());
        }
        List<String> nested = RETAIN.walk(s -> List.of((String) RETAIN.walk(u -> u.map(StackFrame::getMethodName).filter(n -> n.equals("main")).findFirst().get())));
        System.out.println(nested);
    }
}
