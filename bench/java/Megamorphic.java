/** Interface and virtual calls with many receivers. */
public class Megamorphic {
    interface Op {
        int apply(int x);
    }

    static abstract class Node {
        abstract int eval(int x);
    }

    static final class Add implements Op {
        public int apply(int x) {
            return x + 3;
        }
    }

    static final class Mul implements Op {
        public int apply(int x) {
            return x * 5;
        }
    }

    static final class Xor implements Op {
        public int apply(int x) {
            return x ^ 0x5a5a;
        }
    }

    static final class Rot implements Op {
        public int apply(int x) {
            return x << 7 | x >>> 25;
        }
    }

    static final class Const extends Node {
        final int c;

        Const(int c) {
            this.c = c;
        }

        int eval(int x) {
            return c;
        }
    }

    static final class Var extends Node {
        int eval(int x) {
            return x;
        }
    }

    static final class Sum extends Node {
        final Node a, b;

        Sum(Node a, Node b) {
            this.a = a;
            this.b = b;
        }

        int eval(int x) {
            return a.eval(x) + b.eval(x);
        }
    }

    static final class Apply extends Node {
        final Op op;
        final Node n;

        Apply(Op op, Node n) {
            this.op = op;
            this.n = n;
        }

        int eval(int x) {
            return op.apply(n.eval(x));
        }
    }

    public static int run() {
        Op[] ops = {new Add(), new Mul(), new Xor(), new Rot(), x -> -x};
        Node tree = new Var();
        for (int i = 0; i < 12; i++) {
            tree = new Sum(new Apply(ops[i % ops.length], tree), new Const(i));
        }
        int h = 0;
        for (int i = 0; i < 450_000; i++) {
            h = h * 31 + tree.eval(i);
            h ^= ops[i % 5].apply(h + i) >>> 3;
        }
        return h;
    }

    public static void main(String[] args) {
        System.out.println("Megamorphic " + (run() == RESULT ? "ok" : "WRONG " + run()));
    }

    static final int RESULT = -1109131233;
}
