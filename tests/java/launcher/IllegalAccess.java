// vm: --illegal-access=permit
// exit: 1
// Strong encapsulation stays whatever the old option says.
public class IllegalAccess {
    public static void main(String[] args) throws Exception {
        System.out.println("before");
        String.class.getDeclaredField("value").setAccessible(true);
    }
}
