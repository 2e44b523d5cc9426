// skip comp: level 1 needs one compiler only
// skip int: an interpreter needs no compilers
// skip tiny: an interpreter needs no compilers
// skip stress: an interpreter needs no compilers
// vm: -XX:CICompilerCount=1
// exit: 1
// compare: all
// Two compilers need two threads.
public class CompilerCount {
    public static void main(String[] args) {
        System.out.println("never");
    }
}
