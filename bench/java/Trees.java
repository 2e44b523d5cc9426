/** Allocation of short-lived binary trees. */
public class Trees {
    static final int RESULT = 1594711;

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

    public static int run() {
        int sum = 0;
        Tree longLived = make(14);
        for (int depth = 4; depth <= 14; depth += 2) {
            int rounds = 1 << (17 - depth);
            for (int i = 0; i < rounds; i++) {
                sum += make(depth).check();
            }
        }
        return sum + longLived.check();
    }

    public static void main(String[] args) {
        System.out.println("Trees " + (run() == RESULT ? "ok" : "WRONG"));
    }
}
