// exit: 4
public class MainExitsInInit {
    static {
        System.out.println("exiting early");
        System.exit(4);
    }

    public static void main(String[] args) {
        System.out.println("never");
    }
}
