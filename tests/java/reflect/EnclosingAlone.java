// javac: --add-exports java.base/jdk.internal.org.objectweb.asm=ALL-UNNAMED
// vm: --add-exports java.base/jdk.internal.org.objectweb.asm=ALL-UNNAMED
// EnclosingMethod attributes with and without an InnerClasses attribute beside them, valid and not.
import static jdk.internal.org.objectweb.asm.Opcodes.*;

import java.lang.invoke.MethodHandles;
import jdk.internal.org.objectweb.asm.ClassWriter;

public class EnclosingAlone {
    static void there() {
    }

    interface Use {
        Object use(Class<?> c);
    }

    static void t(String what, Class<?> c, Use u) {
        try {
            System.out.println(c.getName() + " " + what + " " + u.use(c));
        } catch (Throwable e) {
            System.out.println(c.getName() + " " + what + " " + e);
        }
    }

    public static void main(String[] args) throws Exception {
        String[][] cases = {{"EnclosingAlone", "there"}, {"EnclosingAlone", "notThere"}, {"EnclosingAlone", null}, {"no/Outer", "m"}};
        int n = 0;
        for (String[] k : cases) {
            for (boolean inner : new boolean[] {false, true}) {
                String name = "EnclosingAlone$" + ++n;
                ClassWriter w = new ClassWriter(0);
                w.visit(V11, ACC_PUBLIC | ACC_SUPER, name, null, "java/lang/Object", null);
                w.visitOuterClass(k[0], k[1], k[1] == null ? null : "()V");
                if (inner) {
                    w.visitInnerClass(name, null, null, ACC_STATIC);
                }
                w.visitEnd();
                Class<?> c = MethodHandles.lookup().defineClass(w.toByteArray());
                t("class", c, Class::getEnclosingClass);
                t("method", c, Class::getEnclosingMethod);
                t("anonymous", c, Class::isAnonymousClass);
                t("simple name", c, Class::getSimpleName);
                t("member", c, Class::isMemberClass);
            }
        }
    }
}
