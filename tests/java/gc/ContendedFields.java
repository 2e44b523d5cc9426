// Fields and classes that are @Contended: what has padding, groups, subclasses, and that references beside padding are seen by
// the collector, copied and cloned.
// vm: -XX:-RestrictContended --add-exports java.base/jdk.internal.vm.annotation=ALL-UNNAMED --add-exports java.base/jdk.internal.misc=ALL-UNNAMED
// javac: --add-exports java.base/jdk.internal.vm.annotation=ALL-UNNAMED --add-exports java.base/jdk.internal.misc=ALL-UNNAMED
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Comparator;
import jdk.internal.misc.Unsafe;
import jdk.internal.vm.annotation.Contended;

public class ContendedFields {
    static class Plain { int a; Object d; long c; }
    static class One { @Contended int a; int b; Object c; }
    static class Each { @Contended Object a; @Contended Object b; @Contended byte c; Object d; @Contended long e; }
    static class Named { @Contended("x") int a; @Contended("y") Object b; @Contended("x") Object c; @Contended("y") byte d; @Contended("") short e; @Contended short f; }
    @Contended static class Whole { int a; Object b; byte c; }
    @Contended static class WholeAndField { int a; @Contended Object b; @Contended("g") Object c; @Contended("g") long d; Object e; }
    @Contended static class Empty { }
    static class OfOne extends One { int p; byte q; Object r; }
    static class OfOfOne extends OfOne { byte s; @Contended Object t; }
    @Contended static class OfWhole extends Whole { Object p; long q; }
    static class OfEmpty extends Empty { Object p; int q; }
    static class Statics extends Plain implements Cloneable {
        @Contended static Object a = "static a";
        @Contended static int b = 7;
        @Contended Object p;
        @Contended("g") Object q;
        Object r;
        @Contended("g") int s;

        Statics copy() throws CloneNotSupportedException { return (Statics) clone(); }
    }

    static final Unsafe U = Unsafe.getUnsafe();

    static int size(Class<?> c) { return c == byte.class ? 1 : c == short.class ? 2 : c == long.class ? 8 : 4; }

    /** The instance fields of a class and its supers by offset, " | " where there is padding between them. */
    static void layout(Class<?> c) {
        Field[] fields = {};
        for (Class<?> k = c; k != null; k = k.getSuperclass()) {
            int n = fields.length;
            Field[] more = Arrays.stream(k.getDeclaredFields()).filter(f -> (f.getModifiers() & 8) == 0).toArray(Field[]::new);
            fields = Arrays.copyOf(fields, n + more.length);
            System.arraycopy(more, 0, fields, n, more.length);
        }
        Arrays.sort(fields, Comparator.comparingLong(U::objectFieldOffset));
        StringBuilder text = new StringBuilder(c.getSimpleName()).append(':');
        // what is not separated by padding may be in any order
        StringBuilder group = new StringBuilder();
        long end = 16;
        for (Field f : fields) {
            long offset = U.objectFieldOffset(f);
            if (offset - end >= 100) {
                text.append(sorted(group)).append(" |");
                group.setLength(0);
            }
            end = offset + size(f.getType());
            group.append(f.getName());
        }
        System.out.println(text.append(sorted(group)));
    }

    static String sorted(CharSequence names) {
        char[] c = names.toString().toCharArray();
        Arrays.sort(c);
        return c.length == 0 ? "" : " " + new String(c);
    }

    public static void main(String[] args) throws Exception {
        for (Class<?> c : new Class<?>[] {Plain.class, One.class, Each.class, Named.class, Whole.class, WholeAndField.class, Empty.class, OfOne.class, OfOfOne.class, OfWhole.class, OfEmpty.class, Statics.class}) {
            layout(c);
        }
        Statics[] all = new Statics[200];
        for (int round = 0; round < 20; round++) {
            for (int i = 0; i < all.length; i++) {
                Statics s = all[i];
                if (s == null || i % 3 == round % 3) {
                    s = s == null ? new Statics() : s.copy();
                    ((Plain) s).a = i;
                    s.d = "d" + i;
                    s.c = i * 3L;
                    s.p = new Object[] {"p" + i};
                    s.q = "q" + round;
                    s.r = s;
                    s.s = round;
                    all[i] = s;
                }
            }
            if (round % 5 == 0) {
                System.gc();
            }
        }
        long hash = 0;
        for (Statics s : all) {
            hash = hash * 31 + ((Plain) s).a + s.d.hashCode() + s.c + ((Object[]) s.p)[0].hashCode() + s.q.hashCode() + (s.r == s ? 1 : 0) + s.s;
        }
        System.out.println(hash + " " + Statics.a + " " + Statics.b);
        Each[] each = new Each[1000];
        for (int i = 0; i < 50_000; i++) {
            Each e = each[i % 1000];
            Each n = each[i % 1000] = new Each();
            n.a = "a" + i;
            n.b = e == null ? null : e.a;
            n.d = n;
            n.e = i;
        }
        hash = 0;
        for (Each e : each) {
            hash = hash * 31 + e.a.hashCode() + e.b.hashCode() + (e.d == e ? 1 : 0) + e.e + e.c;
        }
        System.out.println(hash);
        Thread t = new Thread(() -> System.out.println(java.util.concurrent.ThreadLocalRandom.current().ints(1000, 0, 10).sum() > 1000));
        t.start();
        t.join();
    }
}
