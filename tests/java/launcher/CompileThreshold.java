// vm: -XX:CompileThreshold=-1
// exit: 1
// compare: all
// Counts are not negative.
public class CompileThreshold {
    public static void main(String[] args) {
        System.out.println("never");
    }
}
