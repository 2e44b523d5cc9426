// The game of life on sets of records, and on arrays; both must agree.
import java.util.*;
import java.util.stream.*;

public class Life {
    record Cell(int x, int y) {
        Stream<Cell> around() {
            return IntStream.range(0, 9).filter(i -> i != 4).mapToObj(i -> new Cell(x + i % 3 - 1, y + i / 3 - 1));
        }
    }

    static Set<Cell> step(Set<Cell> live) {
        return live.stream().flatMap(Cell::around).collect(Collectors.groupingBy(c -> c, Collectors.counting())).entrySet().stream()
            .filter(e -> e.getValue() == 3 || e.getValue() == 2 && live.contains(e.getKey())).map(Map.Entry::getKey).collect(Collectors.toSet());
    }

    static boolean[][] step(boolean[][] g) {
        int n = g.length;
        boolean[][] out = new boolean[n][n];
        for (int y = 0; y < n; y++) {
            for (int x = 0; x < n; x++) {
                int k = 0;
                for (int dy = -1; dy <= 1; dy++) {
                    for (int dx = -1; dx <= 1; dx++) {
                        int yy = y + dy;
                        int xx = x + dx;
                        if ((dx | dy) != 0 && yy >= 0 && xx >= 0 && yy < n && xx < n && g[yy][xx]) {
                            k++;
                        }
                    }
                }
                out[y][x] = k == 3 || k == 2 && g[y][x];
            }
        }
        return out;
    }

    public static void main(String[] args) {
        int[][] start = {{30, 30}, {31, 30}, {30, 31}, {29, 31}, {30, 32}};
        Set<Cell> live = new HashSet<>();
        boolean[][] grid = new boolean[64][64];
        for (int[] c : start) {
            live.add(new Cell(c[0], c[1]));
            grid[c[1]][c[0]] = true;
        }
        for (int i = 0; i < 30; i++) {
            live = step(live);
            grid = step(grid);
        }
        int count = 0;
        boolean same = true;
        for (int y = 0; y < 64; y++) {
            for (int x = 0; x < 64; x++) {
                count += grid[y][x] ? 1 : 0;
                same &= grid[y][x] == live.contains(new Cell(x, y));
            }
        }
        System.out.println(count + " " + live.size() + " " + same);
        for (int y = 24; y < 40; y++) {
            StringBuilder b = new StringBuilder();
            for (int x = 20; x < 42; x++) {
                b.append(grid[y][x] ? '#' : '.');
            }
            System.out.println(b);
        }
    }
}
