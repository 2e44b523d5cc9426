// javac: --add-exports java.base/jdk.internal.org.objectweb.asm=ALL-UNNAMED
// vm: --add-exports java.base/jdk.internal.org.objectweb.asm=ALL-UNNAMED
// Well-formed files with forbidden structure: hierarchy, sealed, nests, records, duplicates, attributes, flags.
import static jdk.internal.org.objectweb.asm.Opcodes.*;

import java.util.*;
import jdk.internal.org.objectweb.asm.*;

public class BadStructures {
    static final Map<String, byte[]> CLASSES = new HashMap<>();

    static class Loader extends ClassLoader {
        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] b = CLASSES.get(name);
            if (b == null) {
                throw new ClassNotFoundException(name);
            }
            return defineClass(name, b, 0, b.length);
        }
    }

    interface Body {
        void emit(ClassWriter w);
    }

    static void def(String name, int access, String superName, String[] interfaces, Body body) {
        ClassWriter w = new ClassWriter(0);
        w.visit(V17, access, name, null, superName, interfaces);
        body.emit(w);
        w.visitEnd();
        CLASSES.put(name.replace('/', '.'), w.toByteArray());
    }

    static void def(String name, String superName, String... interfaces) {
        def(name, ACC_PUBLIC | ACC_SUPER, superName, interfaces, w -> { });
    }

    interface Use {
        Object use(Class<?> c) throws Throwable;
    }

    static void t(String name, Use u) {
        try {
            System.out.println(name + ": " + u.use(Class.forName(name.replace('/', '.'), true, new Loader())));
        } catch (Throwable e) {
            String m = e.toString().replaceAll("@[0-9a-f]+", "@");
            System.out.println(name + ": " + m + (e.getCause() == null ? "" : " / " + e.getCause().toString().replaceAll("@[0-9a-f]+", "@")));
        }
    }

    static MethodVisitor method(ClassWriter w, int access, String name, String descriptor) {
        MethodVisitor m = w.visitMethod(access, name, descriptor, null, null);
        if ((access & (ACC_ABSTRACT | ACC_NATIVE)) == 0) {
            m.visitCode();
            m.visitInsn(RETURN);
            m.visitMaxs(0, 3);
        }
        m.visitEnd();
        return m;
    }

    public static void main(String[] args) {
        String obj = "java/lang/Object";
        int pub = ACC_PUBLIC | ACC_SUPER;
        int face = ACC_PUBLIC | ACC_INTERFACE | ACC_ABSTRACT;
        def("MissingSuper", "no/Super");
        def("MissingFace", obj, "no/Face");
        def("CircularA", "CircularB");
        def("CircularB", "CircularA");
        def("FaceIsClass", obj, "java/lang/String");
        def("SuperIsFace", "java/lang/Runnable");
        def("SuperIsFinal", "java/lang/String");
        def("SuperIsRecord", "java/lang/Record");
        def("SuperIsEnum", "java/lang/Enum");
        def("SuperIsPackagePrivate", "java/lang/AbstractStringBuilder");
        def("SuperIsArray", "[Ljava/lang/Object;");
        def("FaceWithSuper", face, "java/lang/String", null, w -> { });
        def("TwiceTheFace", pub, obj, new String[] {"java/lang/Runnable", "java/lang/Runnable"}, w -> { });
        def("p/Other", obj);
        def("Sealed", pub | ACC_ABSTRACT, obj, null, w -> {
            w.visitPermittedSubclassExperimental("Permitted");
            w.visitPermittedSubclassExperimental("p/Elsewhere");
        });
        def("Permitted", "Sealed");
        def("NotPermitted", "Sealed");
        def("p/Elsewhere", "Sealed");
        def("SealedFinal", pub | ACC_FINAL, obj, null, w -> w.visitPermittedSubclassExperimental("X"));
        def("SealedFace", face, obj, null, w -> w.visitPermittedSubclassExperimental("Implements"));
        def("Implements", obj, "SealedFace");
        def("ImplementsNot", obj, "SealedFace");
        def("NestMember", pub, obj, null, w -> w.visitNestHost("NestHost"));
        def("NestHost", pub, obj, null, w -> w.visitNestMember("NestMember"));
        def("NestLiar", pub, obj, null, w -> w.visitNestHost("NestHost"));
        def("NestMissing", pub, obj, null, w -> w.visitNestHost("no/Host"));
        def("NestOther", pub, obj, null, w -> w.visitNestHost("p/Other"));
        def("DupField", pub, obj, null, w -> {
            w.visitField(0, "f", "I", null, null);
            w.visitField(0, "f", "I", null, null);
        });
        def("SameNameFields", pub, obj, null, w -> {
            w.visitField(0, "f", "I", null, null);
            w.visitField(0, "f", "J", null, null);
        });
        def("DupMethod", pub, obj, null, w -> {
            method(w, ACC_STATIC, "m", "()V");
            method(w, ACC_STATIC, "m", "()V");
        });
        def("AbstractInConcrete", pub, obj, null, w -> method(w, ACC_ABSTRACT, "m", "()V"));
        def("AbstractWithCode", pub | ACC_ABSTRACT, obj, null, w -> {
            MethodVisitor m = w.visitMethod(ACC_ABSTRACT, "m", "()V", null, null);
            m.visitCode();
            m.visitInsn(RETURN);
            m.visitMaxs(0, 1);
        });
        def("NativeWithCode", pub, obj, null, w -> {
            MethodVisitor m = w.visitMethod(ACC_NATIVE, "m", "()V", null, null);
            m.visitCode();
            m.visitInsn(RETURN);
            m.visitMaxs(0, 1);
        });
        def("NoCode", pub, obj, null, w -> w.visitMethod(ACC_PUBLIC, "m", "()V", null, null));
        def("EmptyCode", pub, obj, null, w -> {
            MethodVisitor m = w.visitMethod(ACC_PUBLIC, "m", "()V", null, null);
            m.visitCode();
            m.visitMaxs(0, 1);
        });
        def("FewLocals", pub, obj, null, w -> {
            MethodVisitor m = w.visitMethod(ACC_PUBLIC, "m", "(JJ)V", null, null);
            m.visitCode();
            m.visitInsn(RETURN);
            m.visitMaxs(0, 3);
        });
        def("PublicPrivate", pub, obj, null, w -> method(w, ACC_PUBLIC | ACC_PRIVATE, "m", "()V"));
        def("FinalVolatile", pub, obj, null, w -> w.visitField(ACC_FINAL | ACC_VOLATILE, "f", "I", null, null));
        def("FaceFieldInstance", face, obj, null, w -> w.visitField(ACC_PUBLIC, "f", "I", null, null));
        def("FaceProtected", face, obj, null, w -> method(w, ACC_PROTECTED, "m", "()V"));
        def("FaceFinal", face, obj, null, w -> method(w, ACC_PUBLIC | ACC_FINAL, "m", "()V"));
        def("FaceInit", face, obj, null, w -> method(w, ACC_PUBLIC, "<init>", "()V"));
        def("StaticInit", pub, obj, null, w -> method(w, ACC_STATIC, "<init>", "()V"));
        def("ClinitNotStatic", pub, obj, null, w -> method(w, 0, "<clinit>", "()V"));
        def("ClinitWithArgument", pub, obj, null, w -> method(w, ACC_STATIC, "<clinit>", "(I)V"));
        def("BadConstantValue", pub, obj, null, w -> w.visitField(ACC_STATIC | ACC_FINAL, "f", "I", null, 5L));
        def("VoidField", pub, obj, null, w -> w.visitField(ACC_STATIC, "f", "V", null, null));
        def("SlashMethod", pub, obj, null, w -> method(w, ACC_STATIC, "a/b", "()V"));
        def("DotField", pub, obj, null, w -> w.visitField(ACC_STATIC, "a.b", "I", null, null));
        def("StrangeNames", pub, obj, null, w -> {
            w.visitField(ACC_STATIC | ACC_PUBLIC, "1 field-with \u4e16*", "I", null, null);
            method(w, ACC_STATIC | ACC_PUBLIC, "method (with) spaces!", "()V");
        });
        def("ManyArguments", pub, obj, null, w -> method(w, ACC_STATIC, "m", "(" + "J".repeat(128) + ")V"));
        def("TooManyDims", pub, obj, null, w -> w.visitField(ACC_STATIC, "f", "[".repeat(256) + "I", null, null));
        def("BadSignature", pub, obj, null, w -> w.visitField(ACC_PUBLIC, "f", "I", "Lbroken", null));
        def("NotARecord", pub | ACC_FINAL, "java/lang/Record", null, w -> w.visitRecordComponent("x", "I", null));
        def("RecordNotFinal", pub, "java/lang/Record", null, w -> w.visitRecordComponent("x", "I", null));
        def("RecordOfObject", pub | ACC_FINAL, obj, null, w -> w.visitRecordComponent("x", "I", null));
        def("OverridesFinal", pub, "java/lang/Thread", null, w -> method(w, ACC_PUBLIC | ACC_FINAL, "isAlive", "()Z"));
        def("LessAccess", pub, obj, null, w -> method(w, ACC_PRIVATE, "toString", "()Ljava/lang/String;"));
        List<String> names = new ArrayList<>(CLASSES.keySet());
        Collections.sort(names);
        for (String name : names) {
            t(name, c -> "loaded, flags " + c.getModifiers());
        }
        t("NestLiar", c -> c.getNestHost().getName());
        t("NestMissing", c -> c.getNestHost().getName() + c.isNestmateOf(c));
        t("NestOther", c -> c.getNestHost().getName());
        t("NestMember", c -> c.getNestHost().getName() + Arrays.toString(c.getNestHost().getNestMembers()));
        t("Sealed", c -> Arrays.toString(c.getPermittedSubclasses()));
        t("BadSignature", c -> c.getField("f").getGenericType());
        t("NotARecord", c -> c.isRecord() + Arrays.toString(c.getRecordComponents()) + c.getRecordComponents()[0].getAccessor());
        t("RecordOfObject", c -> c.isRecord() + " " + Arrays.toString(c.getRecordComponents()));
        t("SameNameFields", c -> Arrays.toString(c.getDeclaredFields()));
        t("StrangeNames", c -> {
            c.getMethod("method (with) spaces!").invoke(null);
            return c.getField("1 field-with \u4e16*").getInt(null);
        });
        t("AbstractInConcrete", c -> {
            c.getDeclaredConstructor();
            return 0;
        });
        t("java/lang/nope/Missing", c -> c);
    }
}
