// javac: --add-exports java.base/jdk.internal.org.objectweb.asm=ALL-UNNAMED
// vm: --add-exports java.base/jdk.internal.org.objectweb.asm=ALL-UNNAMED
// Methods that return or throw with a monitor still locked: structured locking as HotSpot enforces it.
import static jdk.internal.org.objectweb.asm.Opcodes.*;

import java.lang.invoke.MethodHandles;
import jdk.internal.org.objectweb.asm.*;

public class MonitorsLeft {
    public static final Object LOCK = new Object();

    static ClassWriter w = new ClassWriter(ClassWriter.COMPUTE_MAXS);

    static MethodVisitor begin(String name) {
        MethodVisitor m = w.visitMethod(ACC_PUBLIC | ACC_STATIC, name, "()V", null, null);
        m.visitCode();
        return m;
    }

    static void lock(MethodVisitor m, int op) {
        m.visitFieldInsn(GETSTATIC, "MonitorsLeft", "LOCK", "Ljava/lang/Object;");
        m.visitInsn(op);
    }

    static void end(MethodVisitor m, int op) {
        m.visitInsn(op);
        m.visitMaxs(0, 0);
        m.visitEnd();
    }

    public static void main(String[] args) throws Exception {
        w.visit(V1_6, ACC_PUBLIC, "Generated", null, "java/lang/Object", null);
        MethodVisitor m = begin("balanced");
        lock(m, MONITORENTER);
        lock(m, MONITOREXIT);
        end(m, RETURN);
        m = begin("leftOnReturn");
        lock(m, MONITORENTER);
        end(m, RETURN);
        m = begin("leftTwice");
        lock(m, MONITORENTER);
        lock(m, MONITORENTER);
        lock(m, MONITOREXIT);
        end(m, RETURN);
        m = begin("leftOnThrow");
        lock(m, MONITORENTER);
        m.visitInsn(ACONST_NULL);
        end(m, ATHROW);
        w.visitEnd();
        Class<?> c = MethodHandles.lookup().defineClass(w.toByteArray());
        for (String name : new String[] {"balanced", "leftOnReturn", "leftTwice", "leftOnThrow"}) {
            try {
                c.getMethod(name).invoke(null);
                System.out.println(name + " fine " + Thread.holdsLock(LOCK));
            } catch (java.lang.reflect.InvocationTargetException e) {
                System.out.println(name + " " + e.getCause() + " " + Thread.holdsLock(LOCK));
            }
        }
    }
}
