// javac: -XDstringConcat=inline
// args: one two three äöü -x
public class Args {
    public static void main(String[] args) {
        System.out.println(args.length);
        for (String arg : args) {
            System.out.println(arg + " " + arg.length());
        }
    }
}
