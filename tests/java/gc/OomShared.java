// vm: -Xmx48m
// exit: 1
// The first errors have traces of their own, later ones are one shared object without.
import java.util.ArrayList;
import java.util.List;

public class OomShared {
    static OutOfMemoryError big() {
        try {
            byte[] b = new byte[1_000_000_000];
            return null;
        } catch (OutOfMemoryError e) {
            return e;
        }
    }

    static OutOfMemoryError tooLong() {
        try {
            Object[] b = new Object[Integer.MAX_VALUE];
            return null;
        } catch (OutOfMemoryError e) {
            return e;
        }
    }

    static OutOfMemoryError deep(int n) {
        return n == 0 ? big() : deep(n - 1);
    }

    public static void main(String[] args) {
        List<OutOfMemoryError> errors = new ArrayList<>();
        errors.add(deep(100));
        errors.add(big());
        for (int i = 0; i < 3; i++) {
            errors.add(big());
            errors.add(tooLong());
        }
        for (OutOfMemoryError e : errors) {
            StackTraceElement[] trace = e.getStackTrace();
            System.out.println(e.getMessage() + " " + trace.length + " " + (trace.length > 0 ? trace[trace.length - 1] : "")
                    + " first seen as " + errors.indexOf(e));
        }
        OutOfMemoryError shared = errors.get(4);
        System.out.println(shared == errors.get(2) && shared == errors.get(6) && shared != errors.get(3));
        shared.addSuppressed(new Exception());
        shared.setStackTrace(new Throwable().getStackTrace());
        shared.fillInStackTrace();
        System.out.println(shared.getSuppressed().length + " " + shared.getStackTrace().length);
        // what Java code makes itself is an ordinary object
        OutOfMemoryError own = new OutOfMemoryError("own");
        own.addSuppressed(new Exception());
        System.out.println(own.getSuppressed().length + " " + own.getStackTrace().length);
        System.gc();
        errors = null;
        byte[] end = new byte[1_500_000_000];
    }
}
