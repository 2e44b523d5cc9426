// javac: --add-exports java.base/jdk.internal.org.objectweb.asm=ALL-UNNAMED
// vm: --add-exports java.base/jdk.internal.org.objectweb.asm=ALL-UNNAMED
// Hot methods that javac does not make: values on the operand stack around loops, loops with several entries, subroutines, huge
// methods, hundreds of locals, handlers that cover themselves, dead code, all forms of dup, uninitialised objects around branches.
import static jdk.internal.org.objectweb.asm.Opcodes.*;

import java.lang.reflect.Method;
import jdk.internal.org.objectweb.asm.ClassWriter;
import jdk.internal.org.objectweb.asm.Label;
import jdk.internal.org.objectweb.asm.MethodVisitor;

public class AsmShapes {
    static class Loader extends ClassLoader {
        Class<?> define(byte[] b) {
            return defineClass(null, b, 0, b.length);
        }
    }

    interface Body {
        void emit(MethodVisitor m);
    }

    static ClassWriter w = new ClassWriter(ClassWriter.COMPUTE_MAXS);

    static void method(int access, String name, Body b) {
        MethodVisitor m = w.visitMethod(ACC_PUBLIC | ACC_STATIC | access, name, "(I)I", null, null);
        m.visitCode();
        b.emit(m);
        m.visitMaxs(0, 0);
        m.visitEnd();
    }

    static void push(MethodVisitor m, int v) {
        if (v >= -128 && v < 128) {
            m.visitIntInsn(BIPUSH, v);
        } else {
            m.visitLdcInsn(v);
        }
    }

    // x(from); ... while (++local != n)
    static void loopEnd(MethodVisitor m, int local, Label top, int n) {
        m.visitIincInsn(local, 1);
        m.visitVarInsn(ILOAD, local);
        push(m, n);
        m.visitJumpInsn(IF_ICMPNE, top);
    }

    static void generate() {
        w.visit(V1_4, ACC_PUBLIC | ACC_SUPER, "Shapes", null, "java/lang/Object", null);
        // int, long, reference and double on the stack while a loop runs
        method(0, "operands", m -> {
            Label top = new Label();
            m.visitVarInsn(ILOAD, 0);
            m.visitVarInsn(ILOAD, 0);
            m.visitInsn(I2L);
            m.visitLdcInsn("held");
            m.visitLdcInsn(2.5);
            m.visitInsn(ICONST_0);
            m.visitVarInsn(ISTORE, 1);
            m.visitVarInsn(ILOAD, 0);
            m.visitVarInsn(ISTORE, 2);
            m.visitLabel(top);
            m.visitVarInsn(ILOAD, 2);
            m.visitVarInsn(ILOAD, 1);
            m.visitInsn(IXOR);
            m.visitInsn(ICONST_3);
            m.visitInsn(IMUL);
            m.visitVarInsn(ISTORE, 2);
            loopEnd(m, 1, top, 3000);
            m.visitInsn(D2I);
            m.visitInsn(SWAP);
            m.visitMethodInsn(INVOKEVIRTUAL, "java/lang/String", "length", "()I", false);
            m.visitInsn(IADD);
            m.visitVarInsn(ISTORE, 3);
            m.visitInsn(L2I);
            m.visitInsn(IADD);
            m.visitVarInsn(ILOAD, 2);
            m.visitInsn(IADD);
            m.visitVarInsn(ILOAD, 3);
            m.visitInsn(IADD);
            m.visitInsn(IRETURN);
        });
        // the loop's value stays on the stack from round to round
        method(ACC_SYNCHRONIZED, "accumulate", m -> {
            Label top = new Label();
            m.visitInsn(ICONST_1);
            m.visitVarInsn(ISTORE, 1);
            m.visitVarInsn(ILOAD, 0);
            m.visitLabel(top);
            m.visitInsn(DUP);
            m.visitInsn(ICONST_5);
            m.visitInsn(ISHL);
            m.visitInsn(IADD);
            m.visitVarInsn(ILOAD, 1);
            m.visitInsn(IADD);
            loopEnd(m, 1, top, 2500);
            m.visitInsn(IRETURN);
        });
        // two entries
        method(0, "twoEntries", m -> {
            Label a = new Label(), b = new Label();
            m.visitInsn(ICONST_0);
            m.visitVarInsn(ISTORE, 1);
            m.visitVarInsn(ILOAD, 0);
            m.visitVarInsn(ISTORE, 2);
            m.visitVarInsn(ILOAD, 0);
            m.visitInsn(ICONST_1);
            m.visitInsn(IAND);
            m.visitJumpInsn(IFEQ, b);
            m.visitLabel(a);
            m.visitIincInsn(2, 7);
            m.visitVarInsn(ILOAD, 2);
            m.visitInsn(ICONST_3);
            m.visitInsn(IMUL);
            m.visitVarInsn(ISTORE, 2);
            m.visitLabel(b);
            m.visitVarInsn(ILOAD, 2);
            m.visitVarInsn(ILOAD, 1);
            m.visitInsn(IXOR);
            m.visitVarInsn(ISTORE, 2);
            m.visitIincInsn(1, 1);
            m.visitVarInsn(ILOAD, 1);
            push(m, 2000);
            m.visitJumpInsn(IF_ICMPLT, a);
            m.visitVarInsn(ILOAD, 2);
            m.visitInsn(IRETURN);
        });
        // three blocks, each of which goes to any other
        method(0, "tangle", m -> {
            Label[] l = {new Label(), new Label(), new Label()};
            Label end = new Label();
            m.visitVarInsn(ILOAD, 0);
            m.visitVarInsn(ISTORE, 1);
            push(m, 900);
            m.visitVarInsn(ISTORE, 2);
            m.visitVarInsn(ILOAD, 0);
            m.visitInsn(ICONST_3);
            m.visitInsn(IREM);
            m.visitTableSwitchInsn(0, 1, l[2], l[0], l[1]);
            for (int i = 0; i < 3; i++) {
                m.visitLabel(l[i]);
                m.visitIincInsn(2, -1);
                m.visitVarInsn(ILOAD, 2);
                m.visitJumpInsn(IFLE, end);
                m.visitVarInsn(ILOAD, 1);
                push(m, 31 + i);
                m.visitInsn(IMUL);
                push(m, i * 1000 + 1);
                m.visitInsn(IADD);
                m.visitInsn(DUP);
                m.visitVarInsn(ISTORE, 1);
                m.visitInsn(ICONST_2);
                m.visitInsn(ISHR);
                m.visitInsn(ICONST_1);
                m.visitInsn(IAND);
                m.visitLookupSwitchInsn(l[(i + 2) % 3], new int[] {0}, new Label[] {l[(i + 1) % 3]});
            }
            m.visitLabel(end);
            m.visitVarInsn(ILOAD, 1);
            m.visitInsn(IRETURN);
        });
        // subroutines in a loop, one nested
        method(0, "subroutines", m -> {
            Label top = new Label(), sub = new Label(), inner = new Label();
            m.visitInsn(ICONST_0);
            m.visitVarInsn(ISTORE, 1);
            m.visitInsn(ICONST_0);
            m.visitVarInsn(ISTORE, 2);
            m.visitLabel(top);
            m.visitJumpInsn(JSR, sub);
            m.visitIincInsn(2, 3);
            m.visitJumpInsn(JSR, sub);
            loopEnd(m, 1, top, 300);
            m.visitVarInsn(ILOAD, 2);
            m.visitInsn(IRETURN);
            m.visitLabel(sub);
            m.visitVarInsn(ASTORE, 3);
            m.visitVarInsn(ILOAD, 2);
            m.visitVarInsn(ILOAD, 0);
            m.visitInsn(IADD);
            m.visitVarInsn(ISTORE, 2);
            m.visitJumpInsn(JSR, inner);
            m.visitVarInsn(RET, 3);
            m.visitLabel(inner);
            m.visitVarInsn(ASTORE, 4);
            m.visitVarInsn(ILOAD, 2);
            m.visitInsn(ICONST_3);
            m.visitInsn(IMUL);
            m.visitVarInsn(ISTORE, 2);
            m.visitVarInsn(RET, 4);
        });
        // more than 8000 bytes of code
        method(0, "huge", m -> {
            m.visitVarInsn(ILOAD, 0);
            for (int i = 0; i < 2500; i++) {
                push(m, i * 37);
                m.visitInsn(i % 3 == 0 ? IADD : i % 3 == 1 ? IXOR : IMUL);
                if (i % 50 == 0) {
                    Label skip = new Label();
                    m.visitInsn(DUP);
                    m.visitJumpInsn(IFGT, skip);
                    m.visitInsn(INEG);
                    m.visitLabel(skip);
                }
            }
            m.visitInsn(IRETURN);
        });
        method(0, "hugeLoop", m -> {
            Label top = new Label(), body = new Label(), end = new Label();
            m.visitInsn(ICONST_0);
            m.visitVarInsn(ISTORE, 1);
            m.visitLabel(top);
            m.visitVarInsn(ILOAD, 1);
            push(m, 40);
            m.visitJumpInsn(IF_ICMPLT, body);
            m.visitJumpInsn(GOTO, end);
            m.visitLabel(body);
            for (int i = 0; i < 2000; i++) {
                m.visitVarInsn(ILOAD, 0);
                push(m, i);
                m.visitInsn(i % 2 == 0 ? IADD : IXOR);
                m.visitVarInsn(ISTORE, 0);
            }
            m.visitIincInsn(1, 1);
            m.visitJumpInsn(GOTO, top);
            m.visitLabel(end);
            m.visitVarInsn(ILOAD, 0);
            m.visitInsn(IRETURN);
        });
        // locals beyond 255 of all kinds
        method(0, "manyLocals", m -> {
            Label top = new Label();
            for (int i = 1; i < 500; i += 2) {
                m.visitVarInsn(ILOAD, 0);
                switch (i % 5) {
                    case 0: m.visitVarInsn(ISTORE, i); break;
                    case 1: m.visitInsn(I2L); m.visitVarInsn(LSTORE, i); break;
                    case 2: m.visitInsn(I2F); m.visitVarInsn(FSTORE, i); break;
                    case 3: m.visitInsn(I2D); m.visitVarInsn(DSTORE, i); break;
                    default: m.visitInsn(POP); m.visitLdcInsn("s" + i); m.visitVarInsn(ASTORE, i);
                }
            }
            m.visitInsn(ICONST_0);
            m.visitVarInsn(ISTORE, 600);
            m.visitLabel(top);
            m.visitVarInsn(LLOAD, 401);
            m.visitVarInsn(ILOAD, 600);
            m.visitInsn(I2L);
            m.visitInsn(LADD);
            m.visitVarInsn(LSTORE, 401);
            m.visitVarInsn(DLOAD, 403);
            m.visitLdcInsn(0.5);
            m.visitInsn(DADD);
            m.visitVarInsn(DSTORE, 403);
            m.visitIincInsn(405, 300);
            loopEnd(m, 600, top, 500);
            m.visitVarInsn(ILOAD, 0);
            for (int i = 1; i < 500; i += 2) {
                switch (i % 5) {
                    case 0: m.visitVarInsn(ILOAD, i); break;
                    case 1: m.visitVarInsn(LLOAD, i); m.visitInsn(L2I); break;
                    case 2: m.visitVarInsn(FLOAD, i); m.visitInsn(F2I); break;
                    case 3: m.visitVarInsn(DLOAD, i); m.visitInsn(D2I); break;
                    default: m.visitVarInsn(ALOAD, i); m.visitMethodInsn(INVOKEVIRTUAL, "java/lang/String", "length", "()I", false);
                }
                m.visitInsn(IADD);
            }
            m.visitInsn(IRETURN);
        });
        // a handler inside its own range; it catches what it throws itself, until the counter says otherwise
        method(0, "selfHandler", m -> {
            Label from = new Label(), to = new Label(), handler = new Label(), done = new Label();
            m.visitTryCatchBlock(from, to, handler, null);
            m.visitInsn(ICONST_0);
            m.visitVarInsn(ISTORE, 1);
            m.visitLabel(from);
            m.visitVarInsn(ILOAD, 0);
            m.visitInsn(ICONST_0);
            m.visitInsn(IDIV);
            m.visitInsn(POP);
            m.visitJumpInsn(GOTO, done);
            m.visitLabel(handler);
            m.visitInsn(POP);
            m.visitIincInsn(1, 1);
            m.visitVarInsn(ILOAD, 1);
            push(m, 20);
            m.visitJumpInsn(IF_ICMPGT, done);
            m.visitInsn(ACONST_NULL);
            m.visitInsn(ATHROW);
            m.visitLabel(to);
            m.visitLabel(done);
            m.visitVarInsn(ILOAD, 1);
            m.visitVarInsn(ILOAD, 0);
            m.visitInsn(IADD);
            m.visitInsn(IRETURN);
        });
        // all forms of dup
        method(0, "dups", m -> {
            m.visitVarInsn(ILOAD, 0);
            m.visitInsn(ICONST_2);
            m.visitInsn(ICONST_3);
            m.visitInsn(DUP_X2);
            m.visitInsn(IADD);
            m.visitInsn(DUP_X1);
            m.visitInsn(IMUL);
            m.visitInsn(DUP2);
            m.visitInsn(ISUB);
            m.visitInsn(DUP2_X1);
            m.visitInsn(IXOR);
            m.visitInsn(IADD);
            m.visitInsn(DUP2_X1);
            m.visitInsn(POP2);
            m.visitInsn(NOP);
            m.visitInsn(I2L);
            m.visitVarInsn(ILOAD, 0);
            m.visitInsn(I2L);
            m.visitInsn(DUP2_X2);
            m.visitInsn(LSUB);
            m.visitInsn(LADD);
            m.visitInsn(DUP2);
            m.visitInsn(LXOR);
            m.visitInsn(L2I);
            m.visitInsn(SWAP);
            m.visitInsn(DUP_X1);
            m.visitInsn(IADD);
            m.visitInsn(IADD);
            m.visitVarInsn(ILOAD, 0);
            m.visitInsn(I2L);
            m.visitVarInsn(ILOAD, 0);
            m.visitInsn(DUP_X2);
            m.visitInsn(POP);
            m.visitInsn(L2I);
            m.visitInsn(ISUB);
            m.visitInsn(IADD);
            m.visitInsn(IRETURN);
        });
        // what nothing reaches, and a method's end that is a loop
        method(0, "dead", m -> {
            Label back = new Label(), on = new Label();
            m.visitJumpInsn(GOTO, on);
            m.visitInsn(NOP);
            m.visitInsn(ACONST_NULL);
            m.visitInsn(ATHROW);
            m.visitLabel(back);
            m.visitVarInsn(ILOAD, 0);
            m.visitInsn(IRETURN);
            m.visitLabel(on);
            m.visitIincInsn(0, 13);
            m.visitVarInsn(ILOAD, 0);
            push(m, 1000);
            m.visitJumpInsn(IF_ICMPGT, back);
            m.visitJumpInsn(GOTO, on);
        });
        // a new object, not yet initialised, twice on the stack over a branch
        method(0, "uninitialised", m -> {
            Label other = new Label(), join = new Label();
            m.visitTypeInsn(NEW, "java/lang/Integer");
            m.visitInsn(DUP);
            m.visitVarInsn(ILOAD, 0);
            m.visitInsn(ICONST_1);
            m.visitInsn(IAND);
            m.visitJumpInsn(IFEQ, other);
            m.visitVarInsn(ILOAD, 0);
            m.visitJumpInsn(GOTO, join);
            m.visitLabel(other);
            m.visitLdcInsn("17");
            m.visitMethodInsn(INVOKESTATIC, "java/lang/Integer", "parseInt", "(Ljava/lang/String;)I", false);
            m.visitLabel(join);
            m.visitMethodInsn(INVOKESPECIAL, "java/lang/Integer", "<init>", "(I)V", false);
            m.visitMethodInsn(INVOKEVIRTUAL, "java/lang/Integer", "intValue", "()I", false);
            m.visitInsn(IRETURN);
        });
        // a slot that is an int here and a reference there
        method(0, "reused", m -> {
            Label top = new Label(), ref = new Label(), next = new Label();
            m.visitInsn(ICONST_0);
            m.visitVarInsn(ISTORE, 1);
            m.visitLabel(top);
            m.visitVarInsn(ILOAD, 1);
            m.visitInsn(ICONST_1);
            m.visitInsn(IAND);
            m.visitJumpInsn(IFNE, ref);
            m.visitVarInsn(ILOAD, 0);
            m.visitVarInsn(ISTORE, 2);
            m.visitIincInsn(2, 5);
            m.visitVarInsn(ILOAD, 2);
            m.visitVarInsn(ISTORE, 0);
            m.visitJumpInsn(GOTO, next);
            m.visitLabel(ref);
            m.visitVarInsn(ILOAD, 0);
            m.visitMethodInsn(INVOKESTATIC, "java/lang/String", "valueOf", "(I)Ljava/lang/String;", false);
            m.visitVarInsn(ASTORE, 2);
            m.visitVarInsn(ALOAD, 2);
            m.visitMethodInsn(INVOKEVIRTUAL, "java/lang/String", "hashCode", "()I", false);
            m.visitVarInsn(ISTORE, 0);
            m.visitLabel(next);
            loopEnd(m, 1, top, 200);
            m.visitVarInsn(ILOAD, 0);
            m.visitInsn(IRETURN);
        });
        w.visitEnd();
    }

    public static void main(String[] args) throws Exception {
        generate();
        Class<?> c = new Loader().define(w.toByteArray());
        String[] names = {"operands", "accumulate", "twoEntries", "tangle", "subroutines", "huge", "hugeLoop", "manyLocals", "selfHandler", "dups",
            "dead", "uninitialised", "reused"};
        for (String name : names) {
            Method m = c.getMethod(name, int.class);
            long h = 0;
            for (int i = 0; i < 400; i++) {
                h = h * 31 + (Integer) m.invoke(null, i * 3);
            }
            System.out.println(name + " " + h + " " + m.invoke(null, 5));
        }
        Method dups = c.getMethod("dups", int.class);
        long h = 0;
        for (int i = 0; i < 10_000; i++) {
            h = h * 31 + (Integer) dups.invoke(null, i);
        }
        System.out.println(h);
    }
}
