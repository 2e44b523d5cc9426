// vm: -XX:CompileCommand=quiet -XX:CompileCommand=compileonly,QuietCommands::* -XX:CompileOnly=QuietCommands::main,java/lang/String.hashCode
// compare: all
// Nothing is said of commands behind `quiet`.
public class QuietCommands {
    public static void main(String[] args) {
        int h = 0;
        for (int i = 0; i < 20_000; i++) {
            h += ("x" + i).hashCode();
        }
        System.out.println(h);
    }
}
