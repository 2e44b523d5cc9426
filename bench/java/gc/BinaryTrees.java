/**
 * Binary trees: a long-lived one and very many short-lived ones of growing depth. Nearly everything dies young,
 * but the deepest trees outlive some collections.
 *
 * <p>{@code BinaryTrees [DEPTH]}, 18 by default.
 */
public class BinaryTrees {
    static final class Tree {
        final Tree left, right;

        Tree(Tree left, Tree right) {
            this.left = left;
            this.right = right;
        }

        int check() {
            return left == null ? 1 : 1 + left.check() + right.check();
        }
    }

    static Tree make(int depth) {
        return depth == 0 ? new Tree(null, null) : new Tree(make(depth - 1), make(depth - 1));
    }

    public static void main(String[] args) {
        int max = args.length > 0 ? Integer.parseInt(args[0]) : 18;
        long sum = make(max + 1).check();
        Tree longLived = make(max);
        for (int depth = 4; depth <= max; depth += 3) {
            int rounds = 1 << (max - depth + 5);
            long check = 0;
            for (int i = 0; i < rounds; i++) {
                check += make(depth).check();
            }
            sum = sum * 31 + check;
        }
        System.out.println("BinaryTrees " + max + " " + (sum * 31 + longLived.check()));
    }
}
