// vm: -Xnonsense
// exit: 1
// compare: all
public class BadOption {
    public static void main(String[] args) {
        System.out.println("never");
    }
}
