// vm: --illegal-access=permit
// Strong encapsulation stays whatever the old option says.
public class IllegalAccess {
    public static void main(String[] args) throws Exception {
        System.out.println("before");
        try {
            String.class.getDeclaredField("value").setAccessible(true);
        } catch (RuntimeException e) {
            System.out.println(e.toString().replaceAll("@[0-9a-f]+", "@"));
        }
    }
}
