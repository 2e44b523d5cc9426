// vm: -Djava.security.manager=allow
// compare: stdout
// AccessController: doPrivileged, contexts, permissions, a security manager of our own, exceptions in actions.
import java.security.*;
import java.util.PropertyPermission;

@SuppressWarnings("removal")
public class Access {
    static void t(String what, PrivilegedExceptionAction<?> r) {
        try {
            System.out.println(what + " " + r.run());
        } catch (PrivilegedActionException e) {
            System.out.println(what + " privileged " + e.getException());
        } catch (Throwable e) {
            System.out.println(what + " " + e);
        }
    }

    public static void main(String[] args) throws Exception {
        System.out.println(System.getSecurityManager());
        t("action", () -> AccessController.doPrivileged((PrivilegedAction<String>) () -> "done"));
        t("exception action", () -> AccessController.doPrivileged((PrivilegedExceptionAction<String>) () -> {
            throw new java.io.IOException("checked");
        }));
        t("runtime exception", () -> AccessController.doPrivileged((PrivilegedExceptionAction<String>) () -> {
            throw new IllegalStateException("unchecked");
        }));
        t("null action", () -> AccessController.doPrivileged((PrivilegedAction<String>) null));
        AccessControlContext acc = AccessController.getContext();
        AccessControlContext none = new AccessControlContext(new ProtectionDomain[] {new ProtectionDomain(null, new Permissions())});
        t("context", () -> AccessController.doPrivileged((PrivilegedAction<String>) () -> "in context", none));
        t("check", () -> {
            AccessController.checkPermission(new RuntimePermission("anything"));
            return "granted";
        });
        t("check in an empty context", () -> AccessController.doPrivileged((PrivilegedAction<String>) () -> {
            AccessController.checkPermission(new PropertyPermission("user.home", "read"));
            return "granted";
        }, none));
        t("limited", () -> AccessController.doPrivileged((PrivilegedAction<String>) () -> {
            AccessController.checkPermission(new RuntimePermission("other"));
            return "granted";
        }, acc, new RuntimePermission("only")));
        System.setSecurityManager(new SecurityManager() {
            @Override
            public void checkPermission(Permission p) {
                if (p.getName().equals("secret") || p.getName().startsWith("exitVM")) {
                    throw new SecurityException("no " + p.getName());
                }
            }

            @Override
            public String toString() {
                return "manager " + getClassContext()[1].getSimpleName();
            }
        });
        System.out.println(System.getSecurityManager());
        t("secret", () -> System.getProperty("secret"));
        t("other", () -> System.getProperty("no.such"));
        t("exit", () -> {
            System.exit(5);
            return null;
        });
        t("new Thread", () -> {
            StringBuilder b = new StringBuilder();
            Thread th = new Thread(() -> b.append("ran"));
            th.start();
            th.join();
            return b;
        });
        t("Class.forName", () -> Class.forName("java.util.ArrayList"));
        System.setSecurityManager(null);
        System.out.println(System.getSecurityManager());
        ProtectionDomain pd = Access.class.getProtectionDomain();
        System.out.println(pd.getPrincipals().length + " " + (pd.getClassLoader() == Access.class.getClassLoader()) + " " + Object.class.getProtectionDomain().implies(new AllPermission()));
        ClassLoader l = new ClassLoader() {
            @Override
            protected Class<?> findClass(String name) throws ClassNotFoundException {
                try (var in = Access.class.getResourceAsStream("Access$Sandboxed.class")) {
                    byte[] b = in.readAllBytes();
                    return defineClass("Access$Sandboxed", b, 0, b.length, new ProtectionDomain(null, new Permissions()));
                } catch (java.io.IOException e) {
                    throw new ClassNotFoundException(name);
                }
            }

            @Override
            public Class<?> loadClass(String name) throws ClassNotFoundException {
                return name.equals("Access$Sandboxed") ? findClass(name) : super.loadClass(name);
            }
        };
        PrivilegedExceptionAction<?> boxed = (PrivilegedExceptionAction<?>) l.loadClass("Access$Sandboxed").getConstructor().newInstance();
        t("sandboxed", boxed);
        t("sandboxed, privileged caller", () -> AccessController.doPrivileged(boxed));
        t("privileged over the sandbox", () -> AccessController.doPrivileged((PrivilegedAction<String>) () -> {
            AccessController.checkPermission(new RuntimePermission("x"));
            return "granted";
        }));
    }

    public static class Sandboxed implements PrivilegedExceptionAction<String> {
        public Sandboxed() {
        }

        public String run() {
            AccessController.checkPermission(new RuntimePermission("boxed"));
            return "granted";
        }
    }
}
