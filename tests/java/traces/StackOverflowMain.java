// exit: 1
// compare: stdout
// An uncaught StackOverflowError: 1024 frames are printed (the cut differs, so only stdout is compared).
public class StackOverflowMain {
    static int f(int x) {
        return f(x + 1) + 1;
    }

    public static void main(String[] args) {
        System.out.println("going down");
        f(0);
    }
}
