/** Switches with gaps: every gap of the jump table is an edge of its own to the default. */
public class SparseSwitch {
  static int f(int k, int a, int b) {
    int x = a; int y = b;
    for (int i = 0; i < 3; i++) {
      switch (k) { case 1: x += 2; break; case 3: y = x; break; case 6: x = y * 2; break; case 9: y++; break; case 12: x--; y += 5; break; default: x ^= y; }
      k = (k * 7 + i) % 14;
    }
    return x * 31 + y;
  }
  public static void main(String[] s) { long t = 0; for (int i = 0; i < 100000; i++) t = t * 17 + f(i % 15, i, i ^ 5); System.out.println(t); }
}
