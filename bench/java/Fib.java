/** Static recursive calls. */
public class Fib {
    static int fib(int n) {
        return n < 2 ? n : fib(n - 1) + fib(n - 2);
    }

    public static int run() {
        return fib(34);
    }

    public static void main(String[] args) {
        System.out.println("Fib " + (run() == 5702887 ? "ok" : "WRONG"));
    }
}
