// javac: --add-exports java.base/jdk.internal.org.objectweb.asm=ALL-UNNAMED
// vm: --add-exports java.base/jdk.internal.org.objectweb.asm=ALL-UNNAMED
// Dynamic constants, dynamic call sites with bootstrap methods of ours, MethodHandle and MethodType constants.
import static jdk.internal.org.objectweb.asm.Opcodes.*;

import java.lang.invoke.*;
import jdk.internal.org.objectweb.asm.*;

public class Condy {
    static int runs;

    public static Object constant(MethodHandles.Lookup l, String name, Class<?> type) {
        System.out.println("bootstrap " + name + " " + type + " " + ++runs);
        return switch (name) {
            case "text" -> "condy text";
            case "number" -> 42;
            case "big" -> 1L << 40;
            case "half" -> 0.5;
            case "none" -> null;
            case "wrong" -> "not a number";
            case "flag" -> true;
            case "fails" -> throw new IllegalStateException("from the bootstrap");
            default -> throw new AssertionError();
        };
    }

    public static String args(MethodHandles.Lookup l, String name, Class<?> type, int i, long j, float f, double d, String s,
            Class<?> c, MethodType t, MethodHandle h) {
        return name + i + j + f + d + s + c + t + h;
    }

    public static String varargs(MethodHandles.Lookup l, String name, Class<?> type, Object... rest) {
        return java.util.Arrays.toString(rest);
    }

    public static CallSite site(MethodHandles.Lookup l, String name, MethodType type, Object... rest) throws Exception {
        System.out.println("link " + name + " " + type + " " + java.util.Arrays.toString(rest));
        if (name.equals("fails")) {
            throw new IllegalArgumentException("no site");
        }
        if (name.equals("nullsite")) {
            return null;
        }
        if (name.equals("wrongtype")) {
            return new ConstantCallSite(MethodHandles.constant(int.class, 1));
        }
        return new ConstantCallSite(l.findStatic(Condy.class, name, type));
    }

    public static String hello(String s, int i) {
        return "hello " + s + i;
    }

    public static void nothing() {
        System.out.println("nothing");
    }

    static MethodVisitor m;
    static final Handle CONSTANT = new Handle(H_INVOKESTATIC, "Condy", "constant",
        "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/Class;)Ljava/lang/Object;", false);
    static final Handle ARGS = new Handle(H_INVOKESTATIC, "Condy", "args",
        "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/Class;IJFDLjava/lang/String;Ljava/lang/Class;Ljava/lang/invoke/MethodType;Ljava/lang/invoke/MethodHandle;)Ljava/lang/String;", false);
    static final Handle VARARGS = new Handle(H_INVOKESTATIC, "Condy", "varargs",
        "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/Class;[Ljava/lang/Object;)Ljava/lang/String;", false);
    static final Handle SITE = new Handle(H_INVOKESTATIC, "Condy", "site",
        "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;[Ljava/lang/Object;)Ljava/lang/invoke/CallSite;", false);

    interface Body {
        void emit();
    }

    static ClassWriter w;

    static void method(String name, String result, Body body) {
        m = w.visitMethod(ACC_PUBLIC | ACC_STATIC, name, "()" + result, null, null);
        m.visitCode();
        body.emit();
        m.visitMaxs(0, 0);
        m.visitEnd();
    }

    static void load(String name, String result, Object c) {
        method(name, result, () -> {
            m.visitLdcInsn(c);
            m.visitInsn(Type.getType(result).getOpcode(IRETURN));
        });
    }

    static final String OBJ = "Ljava/lang/Object;";
    static final String STR = "Ljava/lang/String;";

    public static void main(String[] argv) throws Exception {
        w = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        w.visit(V11, ACC_PUBLIC, "Generated", null, "java/lang/Object", null);
        load("text", STR, new ConstantDynamic("text", STR, CONSTANT));
        load("number", "I", new ConstantDynamic("number", "I", CONSTANT));
        load("big", "J", new ConstantDynamic("big", "J", CONSTANT));
        load("half", "D", new ConstantDynamic("half", "D", CONSTANT));
        load("flag", "Z", new ConstantDynamic("flag", "Z", CONSTANT));
        load("none", OBJ, new ConstantDynamic("none", OBJ, CONSTANT));
        load("wrong", "I", new ConstantDynamic("wrong", "I", CONSTANT));
        load("fails", OBJ, new ConstantDynamic("fails", OBJ, CONSTANT));
        Handle hello = new Handle(H_INVOKESTATIC, "Condy", "hello", "(Ljava/lang/String;I)Ljava/lang/String;", false);
        load("args", STR, new ConstantDynamic("args", STR, ARGS, 1, 2L, 3f, 4.0, "five", Type.getType("[I"), Type.getMethodType("(J)V"), hello));
        load("varargs", STR, new ConstantDynamic("varargs", STR, VARARGS, "x", 1, new ConstantDynamic("text", STR, CONSTANT)));
        load("badargs", STR, new ConstantDynamic("badargs", STR, ARGS, 1));
        load("handle", "Ljava/lang/invoke/MethodHandle;", hello);
        load("virtual", "Ljava/lang/invoke/MethodHandle;", new Handle(H_INVOKEVIRTUAL, "java/lang/String", "length", "()I", false));
        load("iface", "Ljava/lang/invoke/MethodHandle;", new Handle(H_INVOKEINTERFACE, "java/util/List", "size", "()I", true));
        load("ctor", "Ljava/lang/invoke/MethodHandle;", new Handle(H_NEWINVOKESPECIAL, "java/lang/StringBuilder", "<init>", "(Ljava/lang/String;)V", false));
        load("getter", "Ljava/lang/invoke/MethodHandle;", new Handle(H_GETSTATIC, "Condy", "runs", "I", false));
        load("missing", "Ljava/lang/invoke/MethodHandle;", new Handle(H_INVOKESTATIC, "Condy", "missing", "()V", false));
        load("type", "Ljava/lang/invoke/MethodType;", Type.getMethodType("(I[JLjava/lang/String;)Ljava/util/List;"));
        load("badtype", "Ljava/lang/invoke/MethodType;", Type.getMethodType("(Lno/Such;)V"));
        load("class", "Ljava/lang/Class;", Type.getType("[[Ljava/lang/String;"));
        method("indy", STR, () -> {
            m.visitLdcInsn("arg");
            m.visitInsn(ICONST_5);
            m.visitInvokeDynamicInsn("hello", "(Ljava/lang/String;I)Ljava/lang/String;", SITE, "static", 7);
            m.visitInsn(ARETURN);
        });
        for (String name : new String[] {"nothing", "fails", "nullsite", "wrongtype"}) {
            method("indy_" + name, "V", () -> {
                m.visitInvokeDynamicInsn(name, "()V", SITE);
                m.visitInsn(RETURN);
            });
        }
        w.visitEnd();
        byte[] b = w.toByteArray();
        Class<?> c = MethodHandles.lookup().defineClass(b);
        for (String name : new String[] {"text", "number", "big", "half", "flag", "none", "wrong", "fails", "args", "varargs", "badargs",
            "handle", "virtual", "iface", "ctor", "getter", "missing", "type", "badtype", "class", "indy", "indy_nothing", "indy_fails",
            "indy_nullsite", "indy_wrongtype"}) {
            for (int i = 0; i < 2; i++) {
                try {
                    System.out.println(name + " = " + c.getMethod(name).invoke(null));
                } catch (java.lang.reflect.InvocationTargetException e) {
                    System.out.println(name + ": " + e.getCause() + " / " + e.getCause().getCause());
                }
            }
        }
    }
}
