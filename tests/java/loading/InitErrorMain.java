// exit: 1
public class InitErrorMain {
    static int x = new int[0][0].length;

    static {
        System.out.println("x " + x);
        helper(null);
    }

    static void helper(String s) {
        s.length();
    }

    public static void main(String[] args) {
        System.out.println("never");
    }
}
