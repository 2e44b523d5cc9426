// vm: --patch-module=java.base=a --patch-module=java.base=b
// exit: 1
// compare: all
public class PatchedTwice {
    public static void main(String[] args) {
        System.out.println("not reached");
    }
}
