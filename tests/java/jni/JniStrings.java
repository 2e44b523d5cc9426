// vm: -Djava.library.path={jni}
public class JniStrings {
    static native String describe(String s);

    static native String regions(String s, int from, int count);

    static native String make(int kind);

    static native String wrong();

    public static void main(String[] args) {
        System.loadLibrary("excelsa_jni_test");
        for (String s : new String[] {"", "ascii", "Grüße", "\u4e16\u754c", "a\0b", "\uD83D\uDE00", "\uD83D", "\u07ff\u0800\uffff"}) {
            System.out.println(describe(s));
        }
        String s = "abc\u00e9\u4e16z";
        int[][] cases = {{0, 6}, {0, 0}, {6, 0}, {2, 3}, {-1, 2}, {0, 7}, {7, 0}, {5, 2}, {1, -1}, {Integer.MAX_VALUE, 1}};
        for (int[] c : cases) {
            System.out.println(c[0] + " " + c[1] + "\n" + regions(s, c[0], c[1]));
        }
        for (int i = 0; i < 6; i++) {
            String made = make(i);
            System.out.println(made == null ? "null" : made.length() + " " + made.hashCode() + " " + made.codePoints().boxed().toList());
        }
        System.out.println(wrong());
    }
}
