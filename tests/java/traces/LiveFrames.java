// javac: --add-opens java.base/java.lang=ALL-UNNAMED
// vm: -Xint --add-opens java.base/java.lang=ALL-UNNAMED
// Live stack frames: types of locals and operands of frames that wait for a call.
import java.lang.reflect.Method;
import java.util.*;

public class LiveFrames {
    static StackWalker walker;
    static Method locals, operands, monitors;

    static String kinds(Object[] slots) {
        StringBuilder b = new StringBuilder();
        for (Object o : slots) {
            String n = o == null ? "null" : o.getClass().getSimpleName();
            b.append(n.startsWith("PrimitiveSlot") ? "P" : o instanceof String ? "\"" + o + "\"" : n).append(' ');
        }
        return b.toString();
    }

    static String show(StackWalker.StackFrame f) {
        try {
            return f.getMethodName() + " [" + kinds((Object[]) locals.invoke(f)) + "] [" + kinds((Object[]) operands.invoke(f)) + "] "
                + ((Object[]) monitors.invoke(f)).length;
        } catch (ReflectiveOperationException e) {
            throw new Error(e);
        }
    }

    static int walk(int result) {
        walker.forEach(f -> {
            if (f.getMethodName().startsWith("frame")) {
                System.out.println(show(f));
            }
        });
        return result;
    }

    static int frameStatic(int i, long l, String s, double d, Object n) {
        String local = s + i;
        return i + walk(1) + local.length();
    }

    synchronized int frameSync(String[] a) {
        return 5 * frameStatic(1, 2L, "x", 3.0, null);
    }

    static Object frameOperands(String s, List<?> list) {
        return Map.of("k", s.concat(String.valueOf(walk(2))));
    }

    public static void main(String[] args) throws Exception {
        Class<?> live = Class.forName("java.lang.LiveStackFrame");
        Method m = live.getDeclaredMethod("getStackWalker");
        m.setAccessible(true);
        walker = (StackWalker) m.invoke(null);
        locals = live.getDeclaredMethod("getLocals");
        operands = live.getDeclaredMethod("getStack");
        monitors = live.getDeclaredMethod("getMonitors");
        for (Method x : new Method[] {locals, operands, monitors}) {
            x.setAccessible(true);
        }
        frameStatic(1, 2, "three", 4.0, new ArrayList<>());
        new LiveFrames().frameSync(new String[1]);
        System.out.println(frameOperands("v", List.of()));
    }
}
