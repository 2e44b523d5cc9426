import java.util.*;

/** Records, sealed interfaces, instanceof patterns, switches over enums and strings: expressions built, simplified, derived, evaluated. */
public class Patterns {
    sealed interface Expr permits Num, Var, Bin, Neg {}

    record Num(long value) implements Expr {}

    record Var(String name) implements Expr {}

    record Bin(Op op, Expr left, Expr right) implements Expr {}

    record Neg(Expr of) implements Expr {}

    enum Op { ADD, SUB, MUL }

    static Expr make(Random random, int depth) {
        if (depth == 0) {
            return random.nextBoolean() ? new Num(random.nextInt(5)) : new Var(String.valueOf((char) ('w' + random.nextInt(4))));
        }
        return random.nextInt(6) == 0 ? new Neg(make(random, depth - 1))
            : new Bin(Op.values()[random.nextInt(3)], make(random, depth - 1), make(random, depth - 1));
    }

    static long value(String name) {
        return switch (name) {
            case "w" -> 2;
            case "x" -> -3;
            case "y" -> 5;
            case "z" -> 7;
            default -> throw new NoSuchElementException(name);
        };
    }

    static long evaluate(Expr e) {
        if (e instanceof Num n) {
            return n.value;
        } else if (e instanceof Var v) {
            return value(v.name);
        } else if (e instanceof Neg n) {
            return -evaluate(n.of);
        } else if (e instanceof Bin b) {
            long l = evaluate(b.left);
            long r = evaluate(b.right);
            return switch (b.op) {
                case ADD -> l + r;
                case SUB -> l - r;
                case MUL -> l * r;
            };
        }
        throw new AssertionError(e);
    }

    static Expr simplify(Expr e) {
        if (e instanceof Neg n) {
            Expr of = simplify(n.of);
            return of instanceof Num c ? new Num(-c.value) : of instanceof Neg twice ? twice.of : new Neg(of);
        }
        if (e instanceof Bin b) {
            Expr l = simplify(b.left);
            Expr r = simplify(b.right);
            if (l instanceof Num x && r instanceof Num y) {
                return new Num(evaluate(new Bin(b.op, x, y)));
            }
            switch (b.op) {
                case ADD -> {
                    if (l instanceof Num x && x.value == 0) {
                        return r;
                    }
                    if (r instanceof Num x && x.value == 0) {
                        return l;
                    }
                }
                case SUB -> {
                    if (l.equals(r)) {
                        return new Num(0);
                    }
                }
                case MUL -> {
                    if (l instanceof Num x && x.value == 0 || r instanceof Num y && y.value == 0) {
                        return new Num(0);
                    }
                }
            }
            return new Bin(b.op, l, r);
        }
        return e;
    }

    static Expr derive(Expr e, String by) {
        if (e instanceof Var v) {
            return new Num(v.name.equals(by) ? 1 : 0);
        } else if (e instanceof Neg n) {
            return new Neg(derive(n.of, by));
        } else if (e instanceof Bin b) {
            Expr l = derive(b.left, by);
            Expr r = derive(b.right, by);
            return b.op == Op.MUL ? new Bin(Op.ADD, new Bin(Op.MUL, l, b.right), new Bin(Op.MUL, b.left, r)) : new Bin(b.op, l, r);
        }
        return new Num(0);
    }

    public static Object run() {
        Random random = new Random(3);
        Map<Expr, Integer> seen = new HashMap<>();
        long h = 0;
        for (int i = 0; i < 750; i++) {
            Expr e = make(random, 6);
            Expr simple = simplify(e);
            if (evaluate(simple) != evaluate(e)) {
                throw new AssertionError(e);
            }
            seen.merge(simplify(derive(simple, i % 2 == 0 ? "x" : "y")), 1, Integer::sum);
            h = h * 31 + evaluate(e) + evaluate(derive(e, "x"));
        }
        return h + "/" + seen.size() + "/" + seen.values().stream().mapToInt(Integer::intValue).max().getAsInt();
    }
}
