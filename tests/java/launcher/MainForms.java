// The main method is inherited, from an interface's implementor, and varargs.
public class MainForms extends MainBase {
}

class MainBase {
    public static void main(String... args) {
        System.out.println("inherited main " + args.length + " " + new Throwable().getStackTrace()[0]);
    }
}
