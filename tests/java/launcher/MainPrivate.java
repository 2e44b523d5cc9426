// exit: 1
public class MainPrivate {
    private static void main(String[] args) {
        System.out.println("never");
    }
}
