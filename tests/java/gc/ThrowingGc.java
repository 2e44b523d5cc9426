// vm: -Xmx48m -Xmn6m
// stress: 2000
// Exceptions thrown, kept and printed while collections run; traces stay readable; StackOverflowError in between.
import java.util.*;

public class ThrowingGc {
    static final class Mine extends Exception {
        final Object payload;

        Mine(String message, Throwable cause, Object payload) {
            super(message, cause);
            this.payload = payload;
        }
    }

    static void deep(int n, Object payload) throws Mine {
        if (n == 0) {
            try {
                Object[] a = new Integer[1];
                a[0] = payload;
            } catch (ArrayStoreException e) {
                throw new Mine("bottom", e, payload);
            }
        }
        try {
            byte[] b = new byte[500];
            deep(n - 1, payload);
            b[0] = 1;
        } catch (Mine e) {
            if (n % 10 == 0) {
                Mine outer = new Mine("level " + n, e, new int[] {n});
                outer.addSuppressed(new IllegalStateException("beside " + n));
                throw outer;
            }
            throw e;
        }
    }

    static int overflow(int n) {
        Object o = new int[] {n};
        return overflow(n + 1) + ((int[]) o)[0];
    }

    public static void main(String[] args) {
        List<Mine> kept = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            try {
                deep(i % 40, "payload " + i);
            } catch (Mine e) {
                kept.add(e);
            }
            if (i % 60 == 0) {
                System.gc();
            }
        }
        long sum = 0;
        for (int i = 0; i < kept.size(); i++) {
            Throwable e = kept.get(i);
            int levels = 0;
            for (; e instanceof Mine m; e = m.getCause()) {
                levels++;
                sum += m.getStackTrace().length + m.getSuppressed().length;
                if (m.getMessage().equals("bottom") && !m.payload.equals("payload " + i)) {
                    System.out.println("wrong payload " + i);
                }
            }
            sum = sum * 7 + levels + e.getStackTrace()[0].getLineNumber();
        }
        System.out.println(kept.size() + " " + sum);
        kept.get(12).printStackTrace();
        int overflows = 0;
        for (int i = 0; i < 10; i++) {
            try {
                overflow(0);
            } catch (StackOverflowError e) {
                overflows += e.getStackTrace().length == 1024 ? 1 : 0;
            }
            System.gc();
        }
        System.out.println(overflows);
        int caught = 0;
        for (int i = 0; i < 3000; i++) {
            try {
                switch (i % 5) {
                    case 0 -> System.out.println(1 / (i - i));
                    case 1 -> ((Object) "s").wait();
                    case 2 -> System.out.println(new int[i % 3][1][-1].length);
                    case 3 -> System.out.println((Integer) (Object) ("" + i));
                    default -> Objects.requireNonNull(null, "m" + i);
                }
            } catch (Exception e) {
                caught += e.getStackTrace().length;
            }
        }
        System.out.println(caught);
    }
}
