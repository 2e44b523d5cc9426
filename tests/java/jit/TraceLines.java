// exit: 1
// Line numbers and messages of exceptions out of hot code: exact in every frame, before and after compilation.
// vm: -XX:-OmitStackTraceInFastThrow
public class TraceLines {
    static int[] array = new int[4];
    static TraceLines nothing;
    TraceLines next;
    int[] values;
    int[][] grid;

    static int divide(int a,
                      int b) {
        return a +
            a
            / b;
    }

    static int access(int i) {
        int x = array[0];
        x +=
            array[i];
        return x;
    }

    int chain(int k) {
        return k == 0
            ? next.next.values[0]
            : k == 1
                ? grid[1][2]
                : k == 2 ? next
                    .values.length : helper(
                        next,
                        k);
    }

    static int helper(TraceLines t, int k) {
        synchronized (array) {
            if (k > 3) {
                return cast(
                    "s" + k);
            }
            return t.chain(
                k - 1);
        }
    }

    static int cast(Object o) {
        Number n = (Number) o;
        return n.intValue();
    }

    static int level1(int k) {
        return level2(k) +
            1;
    }

    static int level2(int k) {
        try {
            return level3(k);
        } catch (IllegalStateException e) {
            throw new RuntimeException("wrapped",
                e);
        }
    }

    static int level3(int k) {
        switch (k % 8) {
            case 0: return divide(k, 0);
            case 1: return access(9);
            case 2: return nothing.chain(1);
            case 3: return new TraceLines().chain(0);
            case 4: return new TraceLines().chain(1);
            case 5: return new TraceLines().chain(2);
            case 6: return helper(null, k % 16 == 6 ? 2 : 5);
            default:
                throw new IllegalStateException(
                    "k");
        }
    }

    static String show(Throwable t) {
        StringBuilder s = new StringBuilder();
        for (; t != null; t = t.getCause()) {
            s.append(t.getClass().getSimpleName());
            if (!(t instanceof ClassCastException)) {
                s.append(": ").append(t.getMessage());
            }
            for (StackTraceElement e : t.getStackTrace()) {
                s.append(' ').append(e.getMethodName()).append(':').append(e.getLineNumber());
            }
            s.append("; ");
        }
        return s.toString();
    }

    static String one(int k) {
        try {
            return "" + level1(k);
        } catch (RuntimeException e) {
            return show(e);
        }
    }

    static String loop(int n) {
        String last = "";
        for (int i = 0; i < n; i++) {
            int x = i & 7;
            try {
                if (x == 7) {
                    x += array[x];
                }
                if (x == 6) {
                    x += nothing.values[x];
                }
            } catch (RuntimeException e) {
                last = show(e);
            }
        }
        return last;
    }

    public static void main(String[] args) {
        String[] first = new String[16];
        for (int k = 0; k < 16; k++) {
            first[k] = one(k);
            System.out.println(first[k]);
        }
        int different = 0;
        for (int k = 0; k < 8_000; k++) {
            String s = one(k);
            if (!s.equals(first[k % 16])) {
                if (different++ < 5) {
                    System.out.println(k + ": " + s);
                }
            }
        }
        System.out.println(different);
        System.out.println(loop(20_000));
        divide(1, 0);
    }
}
