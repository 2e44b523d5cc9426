// javac: --add-exports java.base/jdk.internal.org.objectweb.asm=ALL-UNNAMED
// vm: --add-exports java.base/jdk.internal.org.objectweb.asm=ALL-UNNAMED
// Instructions javac no longer makes: jsr, ret, wide ret, swap, nop, dup forms, ldc of classes, goto_w, odd switches.
import static jdk.internal.org.objectweb.asm.Opcodes.*;

import java.lang.reflect.InvocationTargetException;
import jdk.internal.org.objectweb.asm.*;

public class OldBytecode {
    static class Loader extends ClassLoader {
        Class<?> define(byte[] b) {
            return defineClass(null, b, 0, b.length);
        }
    }

    interface Body {
        void emit(MethodVisitor m);
    }

    static ClassWriter w = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    static int n;

    static void method(String name, String descriptor, Body b) {
        MethodVisitor m = w.visitMethod(ACC_PUBLIC | ACC_STATIC, name, descriptor, null, null);
        m.visitCode();
        b.emit(m);
        m.visitMaxs(0, 0);
        m.visitEnd();
    }

    public static void main(String[] args) throws Exception {
        w.visit(V1_4, ACC_PUBLIC, "Old", null, "java/lang/Object", null);
        method("jsr", "(I)I", m -> {
            Label sub = new Label();
            m.visitJumpInsn(JSR, sub);
            m.visitJumpInsn(JSR, sub);
            m.visitVarInsn(ILOAD, 0);
            m.visitInsn(IRETURN);
            m.visitLabel(sub);
            m.visitVarInsn(ASTORE, 1);
            m.visitIincInsn(0, 10);
            m.visitVarInsn(RET, 1);
        });
        method("nestedJsr", "(I)I", m -> {
            Label outer = new Label(), inner = new Label();
            m.visitJumpInsn(JSR, outer);
            m.visitVarInsn(ILOAD, 0);
            m.visitInsn(IRETURN);
            m.visitLabel(outer);
            m.visitVarInsn(ASTORE, 1);
            m.visitJumpInsn(JSR, inner);
            m.visitIincInsn(0, 1);
            m.visitVarInsn(RET, 1);
            m.visitLabel(inner);
            m.visitVarInsn(ASTORE, 300);
            m.visitIincInsn(0, 1000);
            m.visitVarInsn(RET, 300);
        });
        method("finallyJsr", "(I)I", m -> {
            Label s = new Label(), e = new Label(), h = new Label(), sub = new Label();
            m.visitTryCatchBlock(s, e, h, null);
            m.visitLabel(s);
            m.visitIntInsn(BIPUSH, 100);
            m.visitVarInsn(ILOAD, 0);
            m.visitInsn(IDIV);
            m.visitVarInsn(ISTORE, 2);
            m.visitLabel(e);
            m.visitJumpInsn(JSR, sub);
            m.visitVarInsn(ILOAD, 2);
            m.visitInsn(IRETURN);
            m.visitLabel(h);
            m.visitVarInsn(ASTORE, 3);
            m.visitJumpInsn(JSR, sub);
            m.visitVarInsn(ALOAD, 3);
            m.visitInsn(ATHROW);
            m.visitLabel(sub);
            m.visitVarInsn(ASTORE, 4);
            m.visitFieldInsn(GETSTATIC, "java/lang/System", "out", "Ljava/io/PrintStream;");
            m.visitLdcInsn("in the subroutine");
            m.visitMethodInsn(INVOKEVIRTUAL, "java/io/PrintStream", "println", "(Ljava/lang/String;)V", false);
            m.visitVarInsn(RET, 4);
        });
        method("swap", "(I)I", m -> {
            m.visitVarInsn(ILOAD, 0);
            m.visitIntInsn(SIPUSH, 1000);
            m.visitInsn(SWAP);
            m.visitInsn(NOP);
            m.visitInsn(ISUB);
            m.visitInsn(IRETURN);
        });
        method("dups", "(I)I", m -> {
            m.visitVarInsn(ILOAD, 0);
            m.visitInsn(ICONST_2);
            m.visitInsn(ICONST_3);
            m.visitInsn(DUP_X2);       // 3 x 2 3
            m.visitInsn(IADD);         // 3 x 5
            m.visitInsn(DUP2);         // 3 x 5 x 5
            m.visitInsn(IMUL);         // 3 x 5 5x
            m.visitInsn(DUP2_X1);      // 3 5 5x x 5 5x ... in words
            m.visitInsn(IADD);
            m.visitInsn(IADD);
            m.visitInsn(IADD);
            m.visitInsn(IADD);
            m.visitInsn(IADD);
            m.visitInsn(IRETURN);
        });
        method("dupLongs", "(I)I", m -> {
            m.visitVarInsn(ILOAD, 0);
            m.visitInsn(I2L);
            m.visitLdcInsn(1L << 33);
            m.visitInsn(DUP2_X2);      // b a b
            m.visitInsn(LADD);
            m.visitInsn(LXOR);
            m.visitVarInsn(ILOAD, 0);
            m.visitInsn(DUP_X2);       // i l i
            m.visitInsn(POP);
            m.visitInsn(L2I);
            m.visitInsn(IADD);
            m.visitVarInsn(ILOAD, 0);
            m.visitInsn(I2L);
            m.visitInsn(DUP2_X1);      // l i l
            m.visitInsn(L2I);
            m.visitInsn(IADD);
            m.visitInsn(DUP_X2);
            m.visitInsn(POP);
            m.visitInsn(L2I);
            m.visitInsn(IADD);
            m.visitInsn(IRETURN);
        });
        method("bigJump", "(I)I", m -> {
            Label far = new Label(), back = new Label();
            m.visitVarInsn(ILOAD, 0);
            m.visitJumpInsn(IFEQ, far);
            m.visitLabel(back);
            for (int i = 0; i < 15000; i++) {
                m.visitIincInsn(0, 1);
            }
            m.visitVarInsn(ILOAD, 0);
            m.visitInsn(IRETURN);
            m.visitLabel(far);
            m.visitIincInsn(0, 5);
            m.visitJumpInsn(GOTO, back);
        });
        method("bigSwitch", "(I)I", m -> {
            int[] keys = new int[2000];
            Label[] labels = new Label[2000];
            Label dflt = new Label();
            for (int i = 0; i < keys.length; i++) {
                keys[i] = i * 1_000_003 - 1_000_000_000;
                labels[i] = new Label();
            }
            m.visitVarInsn(ILOAD, 0);
            m.visitLookupSwitchInsn(dflt, keys, labels);
            for (int i = 0; i < keys.length; i++) {
                m.visitLabel(labels[i]);
                m.visitIntInsn(SIPUSH, i);
                m.visitInsn(IRETURN);
            }
            m.visitLabel(dflt);
            m.visitInsn(ICONST_M1);
            m.visitInsn(IRETURN);
        });
        method("emptySwitch", "(I)I", m -> {
            Label dflt = new Label();
            m.visitVarInsn(ILOAD, 0);
            m.visitLookupSwitchInsn(dflt, new int[0], new Label[0]);
            m.visitLabel(dflt);
            m.visitIntInsn(BIPUSH, -128);
            m.visitInsn(IRETURN);
        });
        method("booleanStore", "(I)I", m -> {
            m.visitInsn(ICONST_1);
            m.visitIntInsn(NEWARRAY, T_BOOLEAN);
            m.visitInsn(DUP);
            m.visitInsn(ICONST_0);
            m.visitVarInsn(ILOAD, 0);
            m.visitInsn(BASTORE);
            m.visitInsn(ICONST_0);
            m.visitInsn(BALOAD);
            m.visitInsn(IRETURN);
        });
        method("loopBack", "(I)I", m -> {
            Label top = new Label(), end = new Label();
            m.visitInsn(ICONST_0);
            m.visitVarInsn(ISTORE, 1);
            m.visitLabel(top);
            m.visitVarInsn(ILOAD, 0);
            m.visitJumpInsn(IFLE, end);
            m.visitVarInsn(ILOAD, 1);
            m.visitVarInsn(ILOAD, 0);
            m.visitInsn(IADD);
            m.visitVarInsn(ISTORE, 1);
            m.visitIincInsn(0, -1);
            m.visitJumpInsn(GOTO, top);
            m.visitLabel(end);
            m.visitVarInsn(ILOAD, 1);
            m.visitInsn(IRETURN);
        });
        method("selfCatch", "(I)I", m -> {
            // A handler that covers itself.
            Label s = new Label(), e = new Label(), h = new Label(), out = new Label();
            m.visitTryCatchBlock(s, e, h, "java/lang/ArithmeticException");
            m.visitLabel(s);
            m.visitInsn(ICONST_1);
            m.visitVarInsn(ILOAD, 0);
            m.visitInsn(IDIV);
            m.visitInsn(IRETURN);
            m.visitLabel(h);
            m.visitInsn(POP);
            m.visitIincInsn(0, 1);
            m.visitIntInsn(BIPUSH, 50);
            m.visitVarInsn(ILOAD, 0);
            m.visitInsn(IDIV);
            m.visitLabel(e);
            m.visitInsn(IRETURN);
        });
        w.visitEnd();
        Class<?> c = new Loader().define(w.toByteArray());
        for (String name : new String[] {"jsr", "nestedJsr", "finallyJsr", "swap", "dups", "dupLongs", "bigJump", "bigSwitch", "emptySwitch", "booleanStore",
            "loopBack", "selfCatch"}) {
            for (int x : new int[] {0, 1, 7, -1, 256, 2003 - 1_000_000_000, 1_000_003 * 1999 - 1_000_000_000}) {
                if (name.equals("loopBack") && x > 100_000_000) {
                    continue;
                }
                try {
                    System.out.println(name + " " + x + " = " + c.getMethod(name, int.class).invoke(null, x));
                } catch (InvocationTargetException e) {
                    System.out.println(name + " " + x + " " + e.getCause());
                }
            }
        }
    }
}
