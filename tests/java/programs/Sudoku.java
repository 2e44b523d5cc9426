// Exact cover by dancing links: linked structures changed in place, deep recursion.
public class Sudoku {
    static class Node {
        Node l = this, r = this, u = this, d = this;
        Column c;
        int row;
    }

    static class Column extends Node {
        int size;
    }

    final Column head = new Column();
    final Node[] solution = new Node[81];
    int found;
    int steps;

    Sudoku() {
        head.c = head;
        Column[] cols = new Column[324];
        for (int i = 0; i < 324; i++) {
            Column c = new Column();
            c.c = c;
            c.l = head.l;
            c.r = head;
            head.l.r = c;
            head.l = c;
            cols[i] = c;
        }
        for (int r = 0; r < 9; r++) {
            for (int c = 0; c < 9; c++) {
                for (int v = 0; v < 9; v++) {
                    int[] ids = {r * 9 + c, 81 + r * 9 + v, 162 + c * 9 + v, 243 + (r / 3 * 3 + c / 3) * 9 + v};
                    Node first = null;
                    for (int id : ids) {
                        Node n = new Node();
                        n.c = cols[id];
                        n.row = r * 81 + c * 9 + v;
                        n.u = cols[id].u;
                        n.d = cols[id];
                        cols[id].u.d = n;
                        cols[id].u = n;
                        cols[id].size++;
                        if (first == null) {
                            first = n;
                        } else {
                            n.l = first.l;
                            n.r = first;
                            first.l.r = n;
                            first.l = n;
                        }
                    }
                }
            }
        }
    }

    static void cover(Column c) {
        c.r.l = c.l;
        c.l.r = c.r;
        for (Node i = c.d; i != c; i = i.d) {
            for (Node j = i.r; j != i; j = j.r) {
                j.d.u = j.u;
                j.u.d = j.d;
                j.c.size--;
            }
        }
    }

    static void uncover(Column c) {
        for (Node i = c.u; i != c; i = i.u) {
            for (Node j = i.l; j != i; j = j.l) {
                j.c.size++;
                j.d.u = j;
                j.u.d = j;
            }
        }
        c.r.l = c;
        c.l.r = c;
    }

    void search(int k, char[] grid) {
        steps++;
        if (head.r == head) {
            found++;
            char[] out = grid.clone();
            for (int i = 0; i < k; i++) {
                out[solution[i].row / 9] = (char) ('1' + solution[i].row % 9);
            }
            System.out.println(new String(out));
            return;
        }
        Column best = null;
        for (Node c = head.r; c != head; c = c.r) {
            if (best == null || ((Column) c).size < best.size) {
                best = (Column) c;
            }
        }
        cover(best);
        for (Node r = best.d; r != best; r = r.d) {
            solution[k] = r;
            for (Node j = r.r; j != r; j = j.r) {
                cover(j.c);
            }
            search(k + 1, grid);
            for (Node j = r.l; j != r; j = j.l) {
                uncover(j.c);
            }
        }
        uncover(best);
    }

    static void solve(String puzzle) {
        Sudoku s = new Sudoku();
        char[] grid = puzzle.toCharArray();
        for (int i = 0; i < 81; i++) {
            if (grid[i] != '.') {
                int row = i * 9 + grid[i] - '1';
                for (Node c = s.head.r; c != s.head; c = c.r) {
                    for (Node n = c.d; n != c; n = n.d) {
                        if (n.row == row) {
                            cover(n.c);
                            for (Node j = n.r; j != n; j = j.r) {
                                cover(j.c);
                            }
                            c = s.head.l;
                            break;
                        }
                    }
                    if (c == s.head.l) {
                        break;
                    }
                }
            }
        }
        s.search(0, grid);
        System.out.println(s.found + " " + s.steps);
    }

    public static void main(String[] args) {
        solve("53..7....6..195....98....6.8...6...34..8.3..17...2...6.6....28....419..5....8..79");
        solve("..............3.85..1.2.......5.7.....4...1...9.......5......73..2.1........4...9");
    }
}
