// vm: -XX:+IgnoreUnrecognizedVMOptions -XX:+NoSuchFlagAtAll -XX:NoSuchNumber=5
public class IgnoredFlag {
    public static void main(String[] args) {
        System.out.println("runs");
    }
}
