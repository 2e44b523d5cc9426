// javac: -XDstringConcat=inline
// exit: 1
public class UncaughtDeep {
    static int depth(int n) {
        if (n == 0) {
            return new int[2][0][0].length / n;
        }
        return depth(n - 1) + 1;
    }

    public static void main(String[] args) {
        try {
            depth(3);
        } catch (IndexOutOfBoundsException e) {
            throw new RuntimeException("wrapped", e);
        } catch (ArithmeticException e) {
            throw new RuntimeException(e);
        }
    }
}
