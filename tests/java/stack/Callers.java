// Who called: caller-sensitive methods, access control contexts, class contexts, loaders, walkers in batches, through calls of every kind.
// vm: -Djava.security.manager=allow
// timeout: 120
import java.lang.StackWalker.Option;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.security.AccessControlContext;
import java.security.AccessController;
import java.security.AllPermission;
import java.security.DomainCombiner;
import java.security.Permission;
import java.security.Permissions;
import java.security.PrivilegedAction;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.security.ProtectionDomain;
import java.util.PropertyPermission;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

public class Callers {
    static final StackWalker WALKER = StackWalker.getInstance(Option.RETAIN_CLASS_REFERENCE);
    static final StackWalker ALL = StackWalker.getInstance(Set.of(Option.RETAIN_CLASS_REFERENCE, Option.SHOW_REFLECT_FRAMES), 2);

    static class Library {
        public static Class<?> caller() {
            return WALKER.getCallerClass();
        }

        static Class<?> loaded(String name) throws ClassNotFoundException {
            return Class.forName(name);
        }
    }

    static class User {
        static Class<?> ask() {
            return Library.caller();
        }

        static Class<?> lambda() {
            Supplier<Class<?>> s = () -> Library.caller();
            return s.get();
        }

        static Class<?> reference() {
            Supplier<Class<?>> s = Library::caller;
            return s.get();
        }

        static Class<?> reflect() throws Exception {
            return (Class<?>) Library.class.getMethod("caller").invoke(null);
        }

        static Class<?> handle() throws Throwable {
            MethodHandle h = MethodHandles.lookup().findStatic(Library.class, "caller", MethodType.methodType(Class.class));
            return (Class<?>) h.invokeExact();
        }
    }

    static int depth(int n) {
        if (n > 0) {
            return depth(n - 1) + 0;
        }
        long[] seen = new long[3];
        ALL.forEach(f -> {
            seen[0]++;
            seen[1] = seen[1] * 31 + f.getLineNumber() + f.getByteCodeIndex();
        });
        seen[2] = ALL.walk(s -> s.skip(5).limit(9).filter(f -> f.getMethodName().equals("depth")).count());
        String names = ALL.walk(s -> s.map(f -> f.getMethodName().replaceAll("[0-9]+", "")).distinct().collect(Collectors.joining(",")));
        return (int) (seen[0] * 1000000 + seen[2] * 10000 + Math.floorMod(names.hashCode(), 9999) + (seen[1] == 0 ? 1 : 0));
    }

    static boolean may(String property) {
        try {
            AccessController.checkPermission(new PropertyPermission(property, "read"));
            return true;
        } catch (SecurityException e) {
            return false;
        }
    }

    static AccessControlContext limited(Permission... granted) {
        Permissions p = new Permissions();
        for (Permission x : granted) {
            p.add(x);
        }
        return new AccessControlContext(new ProtectionDomain[] {new ProtectionDomain(null, p)});
    }

    static String privileges() throws Exception {
        AccessControlContext none = limited(), one = limited(new PropertyPermission("a", "read")), all = limited(new AllPermission());
        StringBuilder b = new StringBuilder();
        for (AccessControlContext context : new AccessControlContext[] {none, one, all, null}) {
            b.append(AccessController.doPrivileged((PrivilegedAction<String>) () -> may("a") + "/" + may("b"), context)).append(' ');
            b.append(AccessController.doPrivileged((PrivilegedExceptionAction<Object>) () -> inner(context), context)).append(' ');
            DomainCombiner c = AccessController.getContext().getDomainCombiner();
            b.append(c == null).append(' ');
        }
        try {
            AccessController.doPrivileged((PrivilegedExceptionAction<Object>) () -> {
                throw new java.io.IOException("inside");
            });
        } catch (PrivilegedActionException e) {
            b.append(e.getCause().getMessage());
        }
        return b.toString();
    }

    static Object inner(AccessControlContext context) {
        AccessControlContext here = AccessController.getContext();
        boolean again = AccessController.doPrivileged((PrivilegedAction<Boolean>) () -> may("a"));
        boolean with = AccessController.doPrivileged((PrivilegedAction<Boolean>) () -> may("a"), here);
        return again + "," + with;
    }

    static class Manager extends SecurityManager {
        String context() {
            StringBuilder b = new StringBuilder();
            for (Class<?> c : getClassContext()) {
                b.append(c.getSimpleName().replaceAll("\\d+/.*", "")).append(' ');
            }
            return b.toString();
        }

        String viaLambda() {
            Supplier<String> s = this::context;
            return s.get();
        }
    }

    public static void main(String[] args) throws Throwable {
        Manager manager = new Manager();
        StringBuilder last = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            StringBuilder b = new StringBuilder();
            b.append(User.ask()).append('\n').append(User.lambda()).append('\n').append(User.reference().getSimpleName().replaceAll("/.*", ""))
                .append('\n').append(User.reflect()).append('\n').append(User.handle()).append('\n');
            b.append(Library.loaded("Callers$User").getClassLoader() == Callers.class.getClassLoader()).append('\n');
            b.append(privileges()).append('\n').append(manager.context()).append('\n').append(manager.viaLambda()).append('\n');
            b.append(depth(20)).append(' ').append(depth(3)).append('\n');
            if (!b.toString().contentEquals(last)) {
                System.out.print(i + ":\n" + b);
                last = b;
            }
        }
    }
}
