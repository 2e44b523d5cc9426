// exit: 1
public class UncaughtTop {
    public static void main(String[] args) {
        System.out.println("before");
        throw new IllegalStateException("thrown by main");
    }
}
