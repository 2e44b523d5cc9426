/** Backtracking: recursion on an object with arrays of boolean. */
public class Queens {
    static final int RESULT = 352072378;

    final int n;
    final boolean[] columns, up, down;
    int solutions, tried;

    Queens(int n) {
        this.n = n;
        columns = new boolean[n];
        up = new boolean[2 * n];
        down = new boolean[2 * n];
    }

    void place(int row) {
        if (row == n) {
            solutions++;
            return;
        }
        for (int c = 0; c < n; c++) {
            tried++;
            if (!columns[c] && !up[row + c] && !down[row - c + n]) {
                columns[c] = up[row + c] = down[row - c + n] = true;
                place(row + 1);
                columns[c] = up[row + c] = down[row - c + n] = false;
            }
        }
    }

    public static int run() {
        Queens q = new Queens(9);
        q.place(0);
        return q.solutions * 1_000_000 + q.tried;
    }

    public static void main(String[] args) {
        System.out.println("Queens " + (run() == RESULT ? "ok" : "WRONG"));
    }
}
