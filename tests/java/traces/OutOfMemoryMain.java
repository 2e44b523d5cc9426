// vm: -Xmx32m
// exit: 1
public class OutOfMemoryMain {
    static Object keep;

    static void grab(int n) {
        keep = new long[n];
    }

    public static void main(String[] args) {
        System.out.println("before");
        grab(100_000_000);
        System.out.println("after");
    }
}
