// javac: --add-exports java.base/jdk.internal.org.objectweb.asm=ALL-UNNAMED
// vm: --add-exports java.base/jdk.internal.org.objectweb.asm=ALL-UNNAMED
// A local variable that a subroutine (jsr) leaves alone holds a reference in one of its callers and an int in another; objects
// move while the subroutine runs.
import static jdk.internal.org.objectweb.asm.Opcodes.*;

import jdk.internal.org.objectweb.asm.*;

public class SubroutineRoots {
    static class Loader extends ClassLoader {
        Class<?> define(byte[] b) {
            return defineClass(null, b, 0, b.length);
        }
    }

    static Object garbage;

    public static void churn() {
        for (int i = 0; i < 2000; i++) {
            garbage = new byte[i];
        }
        System.gc();
    }

    public static void main(String[] args) throws Exception {
        ClassWriter w = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        w.visit(V1_4, ACC_PUBLIC, "Old", null, "java/lang/Object", null);
        MethodVisitor m = w.visitMethod(ACC_PUBLIC | ACC_STATIC, "run", "(Ljava/lang/String;)Ljava/lang/String;", null, null);
        Label outer = new Label(), inner = new Label();
        m.visitCode();
        // 1: a new string, in a subroutine within a subroutine
        m.visitVarInsn(ALOAD, 0);
        m.visitLdcInsn("!");
        m.visitMethodInsn(INVOKEVIRTUAL, "java/lang/String", "concat", "(Ljava/lang/String;)Ljava/lang/String;", false);
        m.visitVarInsn(ASTORE, 1);
        m.visitJumpInsn(JSR, outer);
        m.visitVarInsn(ALOAD, 1);
        m.visitVarInsn(ASTORE, 0);
        // 1: an int
        m.visitIntInsn(SIPUSH, 12345);
        m.visitVarInsn(ISTORE, 1);
        m.visitJumpInsn(JSR, outer);
        m.visitVarInsn(ALOAD, 0);
        m.visitVarInsn(ILOAD, 1);
        m.visitMethodInsn(INVOKESTATIC, "java/lang/Integer", "toString", "(I)Ljava/lang/String;", false);
        m.visitMethodInsn(INVOKEVIRTUAL, "java/lang/String", "concat", "(Ljava/lang/String;)Ljava/lang/String;", false);
        m.visitInsn(ARETURN);
        m.visitLabel(outer);
        m.visitVarInsn(ASTORE, 2);
        m.visitMethodInsn(INVOKESTATIC, "SubroutineRoots", "churn", "()V", false);
        m.visitJumpInsn(JSR, inner);
        m.visitVarInsn(RET, 2);
        m.visitLabel(inner);
        m.visitVarInsn(ASTORE, 3);
        m.visitMethodInsn(INVOKESTATIC, "SubroutineRoots", "churn", "()V", false);
        m.visitVarInsn(RET, 3);
        m.visitMaxs(0, 0);
        m.visitEnd();
        w.visitEnd();
        Class<?> c = new Loader().define(w.toByteArray());
        for (int i = 0; i < 3; i++) {
            System.out.println(c.getMethod("run", String.class).invoke(null, "text" + i));
        }
    }
}
