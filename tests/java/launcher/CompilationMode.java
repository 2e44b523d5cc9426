// vm: -XX:CompilationMode=fast
// exit: 1
// compare: all
// There is no such mode.
public class CompilationMode {
    public static void main(String[] args) {
        System.out.println("never");
    }
}
