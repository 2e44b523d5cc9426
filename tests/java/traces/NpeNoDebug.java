// javac: -g:none
// exit: 1
// Helpful messages and traces without debug information: locals by number, unknown source.
public class NpeNoDebug {
    static void t(String a, long b, int[] c) {
        String local = null;
        try {
            c[1] = 2;
        } catch (NullPointerException e) {
            System.out.println(e.getMessage());
        }
        try {
            a.length();
        } catch (NullPointerException e) {
            System.out.println(e.getMessage());
        }
        local.trim();
    }

    void inst(String s) {
        s.length();
    }

    public static void main(String[] args) {
        try {
            new NpeNoDebug().inst(null);
        } catch (NullPointerException e) {
            System.out.println(e.getMessage());
            System.out.println(e.getStackTrace()[0]);
        }
        t(null, 1, null);
    }
}
