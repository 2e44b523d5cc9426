// Loops that on-stack replacement in an inner loop, or a handler, enters elsewhere than at their heads: what is kept of locals there.
public class ManyEntries {
    static long touched;

    /** Too long to be inlined. */
    static long touch(long v) {
        touched += v;
        long h = v;
        for (int i = 0; i < 3; i++) {
            h = h * 31 + (h >>> 7) + i;
            h ^= h << 11;
            h += h >>> 3;
        }
        return (touched + h) & 15;
    }

    /** The innermost loop goes on with the outermost one, past a call on one way and without any on the other. */
    static long labelled(long a, int n) {
        long keep = a * 31 + 7;
        double real = n * 0.5;
        Object o = "kept " + n;
        long sum = 0;
        outer:
        for (int i = 0; i < 30; i++) {
            sum += touch(i) + keep + (long) real + o.hashCode();
            for (int j = 0; j < 4; j++) {
                for (int k = 0; k < 40; k++) {
                    if ((i * 7 + j * 3 + k) % 101 == 100) {
                        sum += touch(k);
                        continue outer;
                    }
                    sum ^= k;
                }
            }
            sum += i;
        }
        return sum + keep;
    }

    static void mayThrow(int i) {
        touch(i);
        if (i % 13 == 12) {
            throw new IllegalStateException("" + i);
        }
    }

    /** A handler joins the outer loop behind the inner one. */
    static long handled(long a, int n) {
        long keep = a * 17 + 3;
        int other = n ^ 0x55;
        long sum = 0;
        for (int i = 0; i < 60; i++) {
            try {
                for (int j = 0; j < 2; j++) {
                    for (int k = 0; k < 3; k += 3) {
                        mayThrow(i + j);
                        sum += new int[12].length;
                    }
                }
            } catch (IllegalStateException e) {
                sum += e.getMessage().length();
            }
            sum = sum * 31 + keep % (i + 1) + other;
            touch(i);
        }
        return sum + keep + other;
    }

    public static void main(String[] args) {
        long labelled = 0, handled = 0;
        for (int i = 0; i < 120; i++) {
            labelled = labelled * 31 + labelled(i, i + 1);
            handled = handled * 31 + handled(i, i + 2);
        }
        System.out.println(labelled + " " + handled + " " + touched);
    }
}
