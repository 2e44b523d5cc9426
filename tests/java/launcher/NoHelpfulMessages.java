// vm: -XX:-ShowCodeDetailsInExceptionMessages
// exit: 1
public class NoHelpfulMessages {
    public static void main(String[] args) {
        try {
            args = null;
            System.out.println(args.length);
        } catch (NullPointerException e) {
            System.out.println(e.getMessage());
        }
        ((String) null).length();
    }
}
