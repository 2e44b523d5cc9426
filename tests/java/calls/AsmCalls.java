// javac: --add-exports java.base/jdk.internal.org.objectweb.asm=ALL-UNNAMED
// vm: --add-exports java.base/jdk.internal.org.objectweb.asm=ALL-UNNAMED
// Calls that javac never makes: package-private overriding across packages, conflicting defaults,
// abstract targets, invokespecial and invokeinterface on odd receivers.
import static jdk.internal.org.objectweb.asm.Opcodes.*;

import java.util.HashMap;
import java.util.Map;
import jdk.internal.org.objectweb.asm.ClassWriter;
import jdk.internal.org.objectweb.asm.MethodVisitor;

public class AsmCalls {
    static final Map<String, byte[]> CLASSES = new HashMap<>();

    static class Loader extends ClassLoader {
        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] b = CLASSES.get(name.replace('.', '/'));
            if (b == null) {
                throw new ClassNotFoundException(name);
            }
            return defineClass(name, b, 0, b.length);
        }
    }

    static ClassWriter begin(int access, String name, String superName, String... interfaces) {
        ClassWriter w = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        w.visit(V1_8, access, name, null, superName, interfaces);
        if ((access & ACC_INTERFACE) == 0) {
            MethodVisitor m = w.visitMethod(ACC_PUBLIC, "<init>", "()V", null, null);
            m.visitCode();
            m.visitVarInsn(ALOAD, 0);
            m.visitMethodInsn(INVOKESPECIAL, superName, "<init>", "()V", false);
            m.visitInsn(RETURN);
            m.visitMaxs(0, 0);
            m.visitEnd();
        }
        return w;
    }

    static void string(ClassWriter w, int access, String name, String value) {
        MethodVisitor m = w.visitMethod(access, name, "()Ljava/lang/String;", null, null);
        if ((access & ACC_ABSTRACT) == 0) {
            m.visitCode();
            m.visitLdcInsn(value);
            m.visitInsn(ARETURN);
            m.visitMaxs(0, 0);
        }
        m.visitEnd();
    }

    interface Body {
        void emit(MethodVisitor m);
    }

    /** A public static String method test() made of body, in a class of its own. */
    static void caller(String name, Body body) {
        ClassWriter w = begin(ACC_PUBLIC, name, "java/lang/Object");
        MethodVisitor m = w.visitMethod(ACC_PUBLIC | ACC_STATIC, "test", "()Ljava/lang/String;", null, null);
        m.visitCode();
        body.emit(m);
        m.visitInsn(ARETURN);
        m.visitMaxs(0, 0);
        m.visitEnd();
        end(name, w);
    }

    static void end(String name, ClassWriter w) {
        w.visitEnd();
        CLASSES.put(name, w.toByteArray());
    }

    static void make(MethodVisitor m, String type) {
        m.visitTypeInsn(NEW, type);
        m.visitInsn(DUP);
        m.visitMethodInsn(INVOKESPECIAL, type, "<init>", "()V", false);
    }

    static final String STR = "()Ljava/lang/String;";

    public static void main(String[] args) throws Exception {
        // Package-private methods: p/A.m, q/B.m (no override), p/C.m overrides p/A.m.
        ClassWriter w = begin(ACC_PUBLIC, "p/A", "java/lang/Object");
        string(w, 0, "m", "p.A");
        end("p/A", w);
        w = begin(ACC_PUBLIC, "q/B", "p/A");
        string(w, ACC_PUBLIC, "m", "q.B");
        end("q/B", w);
        w = begin(ACC_PUBLIC, "p/C", "q/B");
        string(w, ACC_PUBLIC, "m", "p.C");
        end("p/C", w);
        w = begin(ACC_PUBLIC, "q/D", "q/B");
        end("q/D", w);
        for (String receiver : new String[] {"p/A", "q/B", "p/C", "q/D"}) {
            caller("p/Call_" + receiver.replace('/', '_'), m -> {
                make(m, receiver);
                m.visitMethodInsn(INVOKEVIRTUAL, "p/A", "m", STR, false);
            });
        }
        caller("r/Outside", m -> {
            make(m, "p/A");
            m.visitMethodInsn(INVOKEVIRTUAL, "p/A", "m", STR, false);
        });
        // Conflicting defaults.
        for (String i : new String[] {"p/I", "p/J"}) {
            w = begin(ACC_PUBLIC | ACC_INTERFACE | ACC_ABSTRACT, i, "java/lang/Object");
            string(w, ACC_PUBLIC, "d", i);
            string(w, ACC_PUBLIC | ACC_ABSTRACT, "abs", null);
            string(w, ACC_PUBLIC | ACC_STATIC, "st", i + ".st");
            string(w, ACC_PRIVATE, "priv", i + ".priv");
            end(i, w);
        }
        w = begin(ACC_PUBLIC, "p/IJ", "java/lang/Object", "p/I", "p/J");
        end("p/IJ", w);
        w = begin(ACC_PUBLIC, "p/OnlyI", "java/lang/Object", "p/I");
        end("p/OnlyI", w);
        caller("p/Conflict", m -> {
            make(m, "p/IJ");
            m.visitMethodInsn(INVOKEVIRTUAL, "p/IJ", "d", STR, false);
        });
        caller("p/ConflictInterface", m -> {
            make(m, "p/IJ");
            m.visitMethodInsn(INVOKEINTERFACE, "p/I", "d", STR, true);
        });
        caller("p/AbstractCall", m -> {
            make(m, "p/OnlyI");
            m.visitMethodInsn(INVOKEINTERFACE, "p/I", "abs", STR, true);
        });
        caller("p/AbstractVirtual", m -> {
            make(m, "p/OnlyI");
            m.visitMethodInsn(INVOKEVIRTUAL, "p/OnlyI", "abs", STR, false);
        });
        caller("p/DefaultOk", m -> {
            make(m, "p/OnlyI");
            m.visitMethodInsn(INVOKEVIRTUAL, "p/OnlyI", "d", STR, false);
        });
        caller("p/NotImplemented", m -> {
            make(m, "p/A");
            m.visitMethodInsn(INVOKEINTERFACE, "p/I", "d", STR, true);
        });
        caller("p/InterfaceOnClass", m -> {
            make(m, "p/A");
            m.visitMethodInsn(INVOKEINTERFACE, "p/A", "m", STR, true);
        });
        caller("p/VirtualOnInterface", m -> {
            make(m, "p/OnlyI");
            m.visitMethodInsn(INVOKEVIRTUAL, "p/I", "d", STR, false);
        });
        caller("p/StaticOnInterfaceWrongTag", m -> m.visitMethodInsn(INVOKESTATIC, "p/I", "st", STR, false));
        caller("p/StaticOnInterface", m -> m.visitMethodInsn(INVOKESTATIC, "p/I", "st", STR, true));
        caller("p/StaticNotInherited", m -> m.visitMethodInsn(INVOKESTATIC, "p/OnlyI", "st", STR, false));
        caller("p/StaticIsVirtual", m -> m.visitMethodInsn(INVOKESTATIC, "p/I", "d", STR, true));
        caller("p/InterfaceIsStatic", m -> {
            make(m, "p/OnlyI");
            m.visitMethodInsn(INVOKEINTERFACE, "p/I", "st", STR, true);
        });
        caller("p/InterfacePrivate", m -> {
            make(m, "p/OnlyI");
            m.visitMethodInsn(INVOKEINTERFACE, "p/I", "priv", STR, true);
        });
        caller("p/ObjectThroughInterface", m -> {
            make(m, "p/OnlyI");
            m.visitMethodInsn(INVOKEINTERFACE, "p/I", "getClass", "()Ljava/lang/Class;", true);
            m.visitMethodInsn(INVOKEVIRTUAL, "java/lang/Class", "getName", STR, false);
        });
        caller("p/NewAbstract", m -> {
            make(m, "java/lang/Number");
            m.visitMethodInsn(INVOKEVIRTUAL, "java/lang/Object", "toString", STR, false);
        });
        caller("p/NewInterface", m -> {
            m.visitTypeInsn(NEW, "p/I");
            m.visitInsn(POP);
            m.visitLdcInsn("made");
        });
        caller("p/InitNotFound", m -> {
            m.visitTypeInsn(NEW, "p/A");
            m.visitInsn(DUP);
            m.visitInsn(ICONST_1);
            m.visitMethodInsn(INVOKESPECIAL, "p/A", "<init>", "(I)V", false);
            m.visitMethodInsn(INVOKEVIRTUAL, "java/lang/Object", "toString", STR, false);
        });
        caller("p/NoClass", m -> m.visitMethodInsn(INVOKESTATIC, "p/Nowhere", "st", STR, false));
        caller("p/NoField", m -> m.visitFieldInsn(GETSTATIC, "p/A", "nothing", "Ljava/lang/String;"));
        caller("p/ArrayOfMissing", m -> {
            m.visitInsn(ICONST_0);
            m.visitTypeInsn(ANEWARRAY, "p/Nowhere");
            m.visitMethodInsn(INVOKEVIRTUAL, "java/lang/Object", "toString", STR, false);
        });
        caller("p/InstanceofMissingOnNull", m -> {
            m.visitInsn(ACONST_NULL);
            m.visitTypeInsn(INSTANCEOF, "p/Nowhere");
            m.visitMethodInsn(INVOKESTATIC, "java/lang/String", "valueOf", "(I)Ljava/lang/String;", false);
        });
        caller("p/CastMissingOnNull", m -> {
            m.visitInsn(ACONST_NULL);
            m.visitTypeInsn(CHECKCAST, "p/Nowhere");
            m.visitInsn(POP);
            m.visitLdcInsn("null needs no class");
        });
        caller("p/CastMissing", m -> {
            m.visitLdcInsn("x");
            m.visitTypeInsn(CHECKCAST, "p/Nowhere");
            m.visitInsn(POP);
            m.visitLdcInsn("not reached");
        });
        Loader loader = new Loader();
        for (String name : CLASSES.keySet().stream().sorted().toList()) {
            Class<?> c = null;
            try {
                c = loader.loadClass(name.replace('/', '.'));
                Object result = c.getMethod("test").invoke(null);
                System.out.println(name + " = " + result);
            } catch (NoSuchMethodException e) {
                // Not a caller.
            } catch (java.lang.reflect.InvocationTargetException e) {
                System.out.println(name + ": " + strip(e.getCause()));
            } catch (Throwable e) {
                System.out.println(name + " loading: " + strip(e));
            }
        }
    }

    /** Without the loader's identity hash. */
    static String strip(Throwable t) {
        return t.toString().replaceAll("@[0-9a-f]+", "@");
    }
}
