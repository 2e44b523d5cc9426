// vm: -XX:CICompilerCount=1
// exit: 1
// compare: all
// Two compilers need two threads.
public class CompilerCount {
    public static void main(String[] args) {
        System.out.println("never");
    }
}
