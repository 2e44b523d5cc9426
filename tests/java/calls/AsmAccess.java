// javac: --add-exports java.base/jdk.internal.org.objectweb.asm=ALL-UNNAMED
// vm: --add-exports java.base/jdk.internal.org.objectweb.asm=ALL-UNNAMED
// Access control at run time: private, package, protected members and classes across packages; final fields; monitors out of balance.
import static jdk.internal.org.objectweb.asm.Opcodes.*;

import java.lang.reflect.InvocationTargetException;
import java.util.*;
import jdk.internal.org.objectweb.asm.*;

public class AsmAccess {
    static final Map<String, byte[]> CLASSES = new TreeMap<>();

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

    interface Body {
        void emit(MethodVisitor m);
    }

    static ClassWriter begin(int access, String name, String superName) {
        ClassWriter w = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        w.visit(V1_6, access, name, null, superName, null);
        MethodVisitor m = w.visitMethod(ACC_PUBLIC, "<init>", "()V", null, null);
        m.visitCode();
        m.visitVarInsn(ALOAD, 0);
        m.visitMethodInsn(INVOKESPECIAL, superName, "<init>", "()V", false);
        m.visitInsn(RETURN);
        m.visitMaxs(0, 0);
        m.visitEnd();
        return w;
    }

    static void caller(String name, String superName, Body body) {
        ClassWriter w = begin(ACC_PUBLIC, name, superName);
        MethodVisitor m = w.visitMethod(ACC_PUBLIC | ACC_STATIC, "test", "()Ljava/lang/Object;", null, null);
        m.visitCode();
        body.emit(m);
        m.visitInsn(ARETURN);
        m.visitMaxs(0, 0);
        m.visitEnd();
        w.visitEnd();
        CLASSES.put(name, w.toByteArray());
    }

    static void make(MethodVisitor m, String type) {
        m.visitTypeInsn(NEW, type);
        m.visitInsn(DUP);
        m.visitMethodInsn(INVOKESPECIAL, type, "<init>", "()V", false);
    }

    public static void main(String[] args) throws Exception {
        String[] names = {"priv", "pack", "prot", "pub"};
        int[] flags = {ACC_PRIVATE, 0, ACC_PROTECTED, ACC_PUBLIC};
        ClassWriter w = begin(ACC_PUBLIC, "a/Lib", "java/lang/Object");
        for (int i = 0; i < 4; i++) {
            w.visitField(flags[i], names[i] + "F", "I", null, null);
            w.visitField(flags[i] | ACC_STATIC, names[i] + "S", "I", null, null);
            MethodVisitor m = w.visitMethod(flags[i], names[i] + "M", "()I", null, null);
            m.visitCode();
            m.visitInsn(ICONST_0 + i);
            m.visitInsn(IRETURN);
            m.visitMaxs(0, 0);
            m.visitEnd();
            m = w.visitMethod(flags[i] | ACC_STATIC, names[i] + "T", "()I", null, null);
            m.visitCode();
            m.visitInsn(ICONST_0 + i);
            m.visitInsn(IRETURN);
            m.visitMaxs(0, 0);
            m.visitEnd();
        }
        w.visitField(ACC_PUBLIC | ACC_FINAL, "fin", "I", null, null);
        w.visitField(ACC_PUBLIC | ACC_FINAL | ACC_STATIC, "sfin", "I", null, null);
        w.visitEnd();
        CLASSES.put("a/Lib", w.toByteArray());
        w = begin(0, "a/Hidden", "java/lang/Object");
        w.visitField(ACC_PUBLIC | ACC_STATIC, "f", "I", null, null);
        w.visitEnd();
        CLASSES.put("a/Hidden", w.toByteArray());
        for (String[] place : new String[][] {{"a/Same", "java/lang/Object"}, {"b/Stranger", "java/lang/Object"}, {"b/Child", "a/Lib"}, {"a/SameChild", "a/Lib"}}) {
            for (String n : names) {
                caller(place[0] + "_get_" + n, place[1], m -> {
                    make(m, "a/Lib");
                    m.visitFieldInsn(GETFIELD, "a/Lib", n + "F", "I");
                    m.visitMethodInsn(INVOKESTATIC, "java/lang/Integer", "valueOf", "(I)Ljava/lang/Integer;", false);
                });
                caller(place[0] + "_static_" + n, place[1], m -> {
                    m.visitInsn(ICONST_3);
                    m.visitFieldInsn(PUTSTATIC, "a/Lib", n + "S", "I");
                    m.visitFieldInsn(GETSTATIC, "a/Lib", n + "S", "I");
                    m.visitMethodInsn(INVOKESTATIC, "java/lang/Integer", "valueOf", "(I)Ljava/lang/Integer;", false);
                });
                caller(place[0] + "_call_" + n, place[1], m -> {
                    make(m, "a/Lib");
                    m.visitMethodInsn(INVOKEVIRTUAL, "a/Lib", n + "M", "()I", false);
                    m.visitMethodInsn(INVOKESTATIC, "java/lang/Integer", "valueOf", "(I)Ljava/lang/Integer;", false);
                });
                caller(place[0] + "_scall_" + n, place[1], m -> {
                    m.visitMethodInsn(INVOKESTATIC, "a/Lib", n + "T", "()I", false);
                    m.visitMethodInsn(INVOKESTATIC, "java/lang/Integer", "valueOf", "(I)Ljava/lang/Integer;", false);
                });
                if (place[1].equals("a/Lib")) {
                    caller(place[0] + "_own_" + n, place[1], m -> {
                        String own = place[0] + "_own_" + n;
                        make(m, own);
                        m.visitMethodInsn(INVOKEVIRTUAL, own, n + "M", "()I", false);
                        m.visitMethodInsn(INVOKESTATIC, "java/lang/Integer", "valueOf", "(I)Ljava/lang/Integer;", false);
                    });
                }
            }
        }
        caller("b/HiddenClass", "java/lang/Object", m -> {
            m.visitFieldInsn(GETSTATIC, "a/Hidden", "f", "I");
            m.visitMethodInsn(INVOKESTATIC, "java/lang/Integer", "valueOf", "(I)Ljava/lang/Integer;", false);
        });
        caller("b/HiddenLiteral", "java/lang/Object", m -> m.visitLdcInsn(Type.getType("La/Hidden;")));
        caller("b/HiddenArray", "java/lang/Object", m -> {
            m.visitInsn(ICONST_1);
            m.visitTypeInsn(ANEWARRAY, "a/Hidden");
        });
        caller("b/HiddenCast", "java/lang/Object", m -> {
            m.visitLdcInsn("x");
            m.visitTypeInsn(CHECKCAST, "[[La/Hidden;");
        });
        caller("b/HiddenInstanceof", "java/lang/Object", m -> {
            m.visitLdcInsn("x");
            m.visitTypeInsn(INSTANCEOF, "a/Hidden");
            m.visitMethodInsn(INVOKESTATIC, "java/lang/Integer", "valueOf", "(I)Ljava/lang/Integer;", false);
        });
        caller("a/PutFinal", "java/lang/Object", m -> {
            make(m, "a/Lib");
            m.visitInsn(ICONST_1);
            m.visitFieldInsn(PUTFIELD, "a/Lib", "fin", "I");
            m.visitInsn(ACONST_NULL);
        });
        caller("a/PutStaticFinal", "java/lang/Object", m -> {
            m.visitInsn(ICONST_1);
            m.visitFieldInsn(PUTSTATIC, "a/Lib", "sfin", "I");
            m.visitInsn(ACONST_NULL);
        });
        caller("b/NotExported", "java/lang/Object", m -> m.visitMethodInsn(INVOKESTATIC, "jdk/internal/misc/Unsafe", "getUnsafe", "()Ljdk/internal/misc/Unsafe;", false));
        caller("b/PrivateOfString", "java/lang/Object", m -> {
            m.visitLdcInsn("x");
            m.visitFieldInsn(GETFIELD, "java/lang/String", "value", "[B");
        });
        caller("m/ExitOnly", "java/lang/Object", m -> {
            m.visitLdcInsn("lock1");
            m.visitInsn(MONITOREXIT);
            m.visitLdcInsn("not reached");
        });
        caller("m/Twice", "java/lang/Object", m -> {
            m.visitLdcInsn("lock2");
            m.visitInsn(DUP);
            m.visitInsn(DUP);
            m.visitInsn(MONITORENTER);
            m.visitInsn(MONITOREXIT);
            m.visitInsn(MONITOREXIT);
            m.visitLdcInsn("not reached");
        });
        caller("m/NullEnter", "java/lang/Object", m -> {
            m.visitInsn(ACONST_NULL);
            m.visitInsn(MONITORENTER);
            m.visitInsn(ACONST_NULL);
        });
        Loader l = new Loader();
        for (String name : CLASSES.keySet()) {
            if (name.equals("a/Lib") || name.equals("a/Hidden")) {
                continue;
            }
            try {
                Object value = l.loadClass(name.replace('/', '.')).getMethod("test").invoke(null);
                System.out.println(name + " = " + (value == null || value instanceof Integer || value instanceof String || value instanceof Class ? value : value.getClass()));
            } catch (InvocationTargetException e) {
                System.out.println(name + ": " + e.getCause().toString().replaceAll("@(0x)?[0-9a-f]+", "@"));
            } catch (Throwable e) {
                System.out.println(name + " loading: " + e.toString().replaceAll("@(0x)?[0-9a-f]+", "@"));
            }
        }
    }
}
