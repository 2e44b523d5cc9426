// vm: -XX:MaxMetaspaceSize=24m -Xmx600m
// Classes without end reach -XX:MaxMetaspaceSize: an OutOfMemoryError that says so, after which the VM lives on.
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;

public class FullMetaspace {
    static class Pattern {
        int a, b, c;

        static int sum(int x, int y) {
            return x + y;
        }

        String name() {
            return "pattern " + a + b + c;
        }
    }

    public static void main(String[] args) throws Exception {
        byte[] bytes;
        try (var in = FullMetaspace.class.getResourceAsStream("FullMetaspace$Pattern.class")) {
            bytes = in.readAllBytes();
        }
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        List<Class<?>> kept = new ArrayList<>();
        String message = null;
        while (message == null && kept.size() < 200_000) {
            try {
                kept.add(lookup.defineHiddenClass(bytes, false, MethodHandles.Lookup.ClassOption.STRONG).lookupClass());
            } catch (OutOfMemoryError e) {
                message = e.getMessage();
            }
        }
        boolean many = kept.size() > 500;
        Object last = kept.get(kept.size() - 1).getSuperclass();
        kept = null;
        System.out.println(message);
        System.out.println(many ? "many classes" : "few classes");
        System.out.println(last);
    }
}
