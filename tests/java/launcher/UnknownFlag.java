// vm: -XX:+NoSuchFlagAtAll
// exit: 1
// compare: all
public class UnknownFlag {
    public static void main(String[] args) {
        System.out.println("never");
    }
}
