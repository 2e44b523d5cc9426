// vm: --add-modules no.such.module
// exit: 1
public class MissingModule {
    public static void main(String[] args) {
        System.out.println("never");
    }
}
