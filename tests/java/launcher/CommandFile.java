// vm: -XX:CompileCommandFile=no-such-file -XX:CompileOnly=CommandFile,.twice
// compare: all
// A command file that is not there says nothing; forms of CompileOnly.
public class CommandFile {
    static int twice(int i) {
        return 2 * i;
    }

    public static void main(String[] args) {
        int s = 0;
        for (int i = 0; i < 50_000; i++) {
            s += twice(i);
        }
        System.out.println(s);
    }
}
