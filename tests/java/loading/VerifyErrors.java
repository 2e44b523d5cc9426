// javac: --add-exports java.base/jdk.internal.org.objectweb.asm=ALL-UNNAMED
// vm: --add-exports java.base/jdk.internal.org.objectweb.asm=ALL-UNNAMED
// Verification by type checking (version 52) and by type inference (version 49): messages' first lines.
import static jdk.internal.org.objectweb.asm.Opcodes.*;

import jdk.internal.org.objectweb.asm.*;

public class VerifyErrors {
    interface Body {
        void emit(MethodVisitor m);
    }

    static class Loader extends ClassLoader {
        Class<?> define(byte[] b) {
            return defineClass(null, b, 0, b.length);
        }
    }

    static void test(String what, String descriptor, Body body) {
        for (int v : new int[] {V1_5, V1_8}) {
            int version = v;
            String name = "V" + what.replace(' ', '_') + version;
            ClassWriter w = new ClassWriter(0);
            w.visit(version, ACC_PUBLIC | ACC_SUPER, name, null, "java/lang/Object", null);
            w.visitField(ACC_FINAL | ACC_STATIC, "sf", "I", null, null);
            MethodVisitor plain = w.visitMethod(ACC_PUBLIC | ACC_STATIC, "m", descriptor, null, null);
            MethodVisitor m = new MethodVisitor(ASM8, plain) {
                @Override
                public void visitFrame(int type, int locals, Object[] local, int stacks, Object[] stack) {
                    if (version >= V1_6) {
                        super.visitFrame(type, locals, local, stacks, stack);
                    }
                }
            };
            m.visitCode();
            body.emit(m);
            m.visitMaxs(4, 6);
            m.visitEnd();
            w.visitEnd();
            try {
                Class<?> c = new Loader().define(w.toByteArray());
                Class.forName(c.getName(), true, c.getClassLoader());
                System.out.println(what + " " + version + ": fine");
            } catch (VerifyError e) {
                System.out.println(what + " " + version + ": " + e.getMessage().replaceAll("@[0-9a-f]{5,}", "@"));
            } catch (Throwable e) {
                System.out.println(what + " " + version + ": " + e);
            }
        }
    }

    public static void main(String[] args) {
        test("good", "()I", m -> { m.visitInsn(ICONST_1); m.visitInsn(IRETURN); });
        test("wrong return", "()I", m -> { m.visitInsn(FCONST_1); m.visitInsn(IRETURN); });
        test("return kind", "()I", m -> m.visitInsn(RETURN));
        test("underflow", "()V", m -> { m.visitInsn(POP); m.visitInsn(RETURN); });
        test("overflow", "()V", m -> { for (int i = 0; i < 6; i++) m.visitInsn(ICONST_1); m.visitInsn(RETURN); });
        test("falls off", "()V", m -> m.visitInsn(NOP));
        test("unset local", "()V", m -> { m.visitVarInsn(ILOAD, 3); m.visitInsn(POP); m.visitInsn(RETURN); });
        test("local beyond", "()V", m -> { m.visitVarInsn(ALOAD, 6); m.visitInsn(POP); m.visitInsn(RETURN); });
        test("local type", "(I)V", m -> { m.visitVarInsn(ALOAD, 0); m.visitInsn(POP); m.visitInsn(RETURN); });
        test("long split", "(J)V", m -> { m.visitVarInsn(ILOAD, 1); m.visitInsn(POP); m.visitInsn(RETURN); });
        test("pop of long", "()V", m -> { m.visitInsn(LCONST_0); m.visitInsn(POP); m.visitInsn(RETURN); });
        test("iadd of refs", "()V", m -> { m.visitInsn(ACONST_NULL); m.visitInsn(ICONST_0); m.visitInsn(IADD); m.visitInsn(POP); m.visitInsn(RETURN); });
        test("call on int", "()V", m -> { m.visitInsn(ICONST_0); m.visitMethodInsn(INVOKEVIRTUAL, "java/lang/Object", "hashCode", "()I", false); m.visitInsn(POP); m.visitInsn(RETURN); });
        test("argument type", "(Ljava/lang/Object;)V", m -> { m.visitVarInsn(ALOAD, 0); m.visitMethodInsn(INVOKESTATIC, "java/lang/Integer", "parseInt", "(Ljava/lang/String;)I", false); m.visitInsn(POP); m.visitInsn(RETURN); });
        test("receiver type", "(Ljava/lang/Object;)V", m -> { m.visitVarInsn(ALOAD, 0); m.visitMethodInsn(INVOKEVIRTUAL, "java/lang/String", "length", "()I", false); m.visitInsn(POP); m.visitInsn(RETURN); });
        test("interface argument", "(Ljava/lang/Object;)V", m -> { m.visitVarInsn(ALOAD, 0); m.visitMethodInsn(INVOKEINTERFACE, "java/lang/Runnable", "run", "()V", true); m.visitInsn(RETURN); });
        test("uninitialised", "()V", m -> { m.visitTypeInsn(NEW, "java/lang/Object"); m.visitMethodInsn(INVOKEVIRTUAL, "java/lang/Object", "hashCode", "()I", false); m.visitInsn(POP); m.visitInsn(RETURN); });
        test("init twice", "()V", m -> { m.visitTypeInsn(NEW, "java/lang/Object"); m.visitInsn(DUP); m.visitInsn(DUP); m.visitMethodInsn(INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false); m.visitInsn(POP); m.visitMethodInsn(INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false); m.visitInsn(RETURN); });
        test("init of wrong class", "()V", m -> { m.visitTypeInsn(NEW, "java/lang/String"); m.visitMethodInsn(INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false); m.visitInsn(RETURN); });
        test("array store type", "([I)V", m -> { m.visitVarInsn(ALOAD, 0); m.visitInsn(ICONST_0); m.visitInsn(FCONST_0); m.visitInsn(IASTORE); m.visitInsn(RETURN); });
        test("array load type", "([J)V", m -> { m.visitVarInsn(ALOAD, 0); m.visitInsn(ICONST_0); m.visitInsn(IALOAD); m.visitInsn(POP); m.visitInsn(RETURN); });
        test("array of object", "(Ljava/lang/Object;)V", m -> { m.visitVarInsn(ALOAD, 0); m.visitInsn(ARRAYLENGTH); m.visitInsn(POP); m.visitInsn(RETURN); });
        test("throw of non-throwable", "()V", m -> { m.visitLdcInsn("x"); m.visitInsn(ATHROW); });
        test("special elsewhere", "(Ljava/lang/Object;)V", m -> { m.visitVarInsn(ALOAD, 0); m.visitMethodInsn(INVOKESPECIAL, "java/lang/Object", "hashCode", "()I", false); m.visitInsn(POP); m.visitInsn(RETURN); });
        test("field type", "()V", m -> { m.visitLdcInsn("x"); m.visitFieldInsn(PUTSTATIC, "Some", "f", "I"); m.visitInsn(RETURN); });
        test("stack depths differ", "(I)V", m -> {
            Label l = new Label();
            m.visitInsn(ICONST_0);
            m.visitVarInsn(ILOAD, 0);
            m.visitJumpInsn(IFEQ, l);
            m.visitInsn(POP);
            m.visitLabel(l);
            m.visitFrame(F_SAME, 0, null, 0, null);
            m.visitInsn(RETURN);
        });
        test("frame mismatch", "(I)V", m -> {
            Label l = new Label();
            m.visitVarInsn(ILOAD, 0);
            m.visitJumpInsn(IFEQ, l);
            m.visitInsn(NOP);
            m.visitLabel(l);
            m.visitFrame(F_APPEND, 1, new Object[] {"java/lang/String"}, 0, null);
            m.visitInsn(RETURN);
        });
        test("missing frame", "(I)V", m -> {
            Label l = new Label();
            m.visitVarInsn(ILOAD, 0);
            m.visitJumpInsn(IFEQ, l);
            m.visitInsn(NOP);
            m.visitLabel(l);
            m.visitInsn(RETURN);
        });
        test("handler type", "()V", m -> {
            Label s = new Label(), e = new Label(), h = new Label();
            m.visitTryCatchBlock(s, e, h, "java/lang/String");
            m.visitLabel(s);
            m.visitInsn(NOP);
            m.visitLabel(e);
            m.visitInsn(RETURN);
            m.visitLabel(h);
            m.visitFrame(F_SAME1, 0, null, 1, new Object[] {"java/lang/String"});
            m.visitInsn(POP);
            m.visitInsn(RETURN);
        });
        test("dead code", "()V", m -> { m.visitInsn(RETURN); m.visitInsn(POP); m.visitInsn(RETURN); });
        test("dup of long", "()V", m -> { m.visitInsn(LCONST_0); m.visitInsn(DUP); m.visitInsn(RETURN); });
        test("dup2 halves", "()V", m -> { m.visitInsn(ICONST_0); m.visitInsn(LCONST_0); m.visitInsn(DUP_X1); m.visitInsn(RETURN); });
        test("monitor of int", "()V", m -> { m.visitInsn(ICONST_0); m.visitInsn(MONITORENTER); m.visitInsn(RETURN); });
        test("cast of int", "()V", m -> { m.visitInsn(ICONST_0); m.visitTypeInsn(CHECKCAST, "java/lang/String"); m.visitInsn(POP); m.visitInsn(RETURN); });
        test("missing class in code", "(Ljava/lang/Object;)V", m -> { m.visitVarInsn(ALOAD, 0); m.visitTypeInsn(CHECKCAST, "no/Such"); m.visitMethodInsn(INVOKESTATIC, "Some", "m", "(Lno/Other;)V", false); m.visitInsn(RETURN); });
        test("static final elsewhere", "()V", m -> { m.visitInsn(ICONST_0); m.visitFieldInsn(PUTSTATIC, "java/lang/Integer", "MAX_VALUE", "I"); m.visitInsn(RETURN); });
    }
}
