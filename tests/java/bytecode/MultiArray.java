// javac: -XDstringConcat=inline
// multianewarray with full and partial dimensions, zero and negative sizes.
import java.util.Arrays;

public class MultiArray {
    public static void main(String[] args) {
        int[][][] a = new int[2][3][4];
        a[1][2][3] = 7;
        System.out.println(Arrays.deepToString(a));
        long[][][] partial = new long[2][3][];
        System.out.println(Arrays.deepToString(partial));
        String[][] s = new String[0][5];
        System.out.println(s.length + " " + s.getClass().getName());
        double[][][][][] deep = new double[1][1][1][1][1];
        System.out.println(deep.getClass().getName() + " " + deep[0][0][0][0][0]);
        char[][] jagged = new char[3][];
        for (int i = 0; i < 3; i++) {
            jagged[i] = new char[i];
        }
        System.out.println(jagged[0].length + jagged[1].length + jagged[2].length);
        int[] sizes = {1, 0, -1};
        for (int x : sizes) {
            for (int y : sizes) {
                try {
                    int[][] m = new int[x][y];
                    System.out.println(x + " " + y + " -> " + m.length + " " + (m.length > 0 ? m[0].length : -1));
                } catch (NegativeArraySizeException e) {
                    System.out.println(x + " " + y + " -> " + e);
                }
            }
        }
        Object[] objects = new Integer[2][2];
        try {
            objects[0] = new String[2];
        } catch (ArrayStoreException e) {
            System.out.println(e);
        }
        objects[0] = new Integer[] {5};
        System.out.println(((Integer[][]) objects)[0][0]);
        int total = 0;
        boolean[][] board = new boolean[8][8];
        for (int i = 0; i < 64; i += 3) {
            board[i / 8][i % 8] ^= true;
        }
        for (boolean[] row : board) {
            for (boolean cell : row) {
                total += cell ? 1 : 0;
            }
        }
        System.out.println(total);
    }
}
