// References in locals, operands, arguments of every kind, over calls that collect, in loops and unwinding: nothing is lost, nothing is kept that
// must not be.
// timeout: 120
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

public class LiveReferences {
    static int countdown;
    static byte[][] garbage = new byte[16][];

    /** Makes garbage, and collects now and then; answers with its argument. */
    static <T> T churn(T x) {
        garbage[countdown & 15] = new byte[200 + (countdown & 63)];
        if (++countdown % 500 == 0) {
            System.gc();
        }
        return x;
    }

    static long twoSlots(long a, Object o, double d, Object p, long b, Object q, float f, Object r, int i, Object s) {
        Object x = churn(q);
        long h = a * 31 + churn(o).hashCode();
        h = h * 31 + Double.hashCode(d) + churn(p).hashCode();
        h = h * 31 + b + x.hashCode() + (churn(x) == q ? 1 : 0);
        return h * 31 + Float.hashCode(f) + churn(r).hashCode() + i + churn(s).hashCode();
    }

    static String operands(String a, Integer b, Object[] c) {
        return churn(a).concat(churn(b).toString()).concat(String.valueOf(churn(c).length)) + churn(a) + churn(b) + churn(c)[churn(0)] + churn('c')
            + churn(2L) + churn(c[1]);
    }

    static int[] loop(int n) {
        List<int[]> list = new ArrayList<>();
        Object previous = null;
        int[] last = {0};
        for (int i = 0; i < n; i++) {
            int[] now = {i, last[0] + i};
            if ((i & 1) == 0) {
                list.add(churn(now));
                previous = last;
            } else {
                last = now;
                previous = null;
            }
            if (list.size() > 20) {
                list.set(i % 20, last);
            }
            if (previous != null && ((int[]) previous)[0] > i) {
                throw new IllegalStateException();
            }
        }
        int s = 0;
        for (int[] x : list) {
            s += x[0] ^ x[1];
        }
        return new int[] {s, list.size(), last[0]};
    }

    static class Node {
        Node left, right;
        final Object value;

        Node(Object value, int depth) {
            this.value = churn(value);
            if (depth > 0) {
                left = new Node(value + "l", depth - 1);
                right = new Node(value + "r", depth - 1);
            }
        }

        int sum() {
            Node l = left, r = right;
            int s = churn(this).value.hashCode();
            return s + (l == null ? 0 : l.sum()) * 3 + (r == null ? 0 : churn(r).sum()) * 5;
        }
    }

    static synchronized String locked(Map<String, Object> map, String key) {
        Object found = map.get(key);
        if (found == null) {
            synchronized (map) {
                map.put(key, found = churn(new StringBuilder(key).reverse().toString()));
            }
        }
        return churn(key) + found;
    }

    static Object unwinding(Object a, int depth) {
        Object kept = new Object[] {a, depth};
        try {
            if (depth == 0) {
                throw new RuntimeException("end " + (churn(a) == a));
            }
            return unwinding(churn(kept), depth - 1);
        } catch (RuntimeException e) {
            Object[] k = (Object[]) churn(kept);
            if (k[0] != a || (int) k[1] != depth) {
                return "lost";
            }
            if (depth % 3 == 0) {
                throw e;
            }
            return e.getMessage().length();
        } finally {
            churn(kept);
        }
    }

    /** A local that is not used any more need not keep its object; one that is must. */
    static String weak() {
        Object kept = new Object();
        WeakReference<Object> toKept = new WeakReference<>(kept);
        System.gc();
        boolean alive = toKept.get() == kept;
        return alive + " " + made().refersTo(null);
    }

    static WeakReference<Object> made() {
        WeakReference<Object> w = new WeakReference<>(new Object());
        System.gc();
        return w;
    }

    public static void main(String[] args) {
        long h = 0;
        Object[] c = {"c0", 17L};
        Map<String, Object> map = new HashMap<>();
        BiFunction<Integer, String, String> f = (i, s) -> churn(s) + churn(i) + churn(s.length());
        for (int i = 0; i < 3000; i++) {
            String s = "s" + i;
            h = h * 31 + twoSlots(i, s, i * 0.5, i, -i, List.of(s, i), i, "r", i, c[i & 1]);
            h = h * 31 + operands(s, i * 1000, c).hashCode();
            h = h * 31 + locked(map, "k" + i % 300).hashCode();
            h = h * 31 + f.apply(i, s).hashCode();
            if (i % 100 == 0) {
                h = h * 31 + Arrays.hashCode(loop(300));
                h = h * 31 + new Node(s, 5).sum();
                try {
                    h = h * 31 + unwinding("u", i % 7).hashCode();
                } catch (RuntimeException e) {
                    h = h * 31 + e.getMessage().hashCode() % 7;
                }
            }
            if (i % 1000 == 0) {
                System.out.println(i + " " + h + " " + weak());
            }
        }
        System.out.println(h + " " + countdown);
    }
}
