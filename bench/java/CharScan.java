/** Characters of strings and builders: a tokenizer, counting, reversing. */
public class CharScan {
    static final int RESULT = -1684025049;

    static int tokens(String s) {
        int h = 0;
        for (int i = 0; i < s.length();) {
            char c = s.charAt(i);
            if (Character.isLetter(c)) {
                int from = i;
                while (i < s.length() && Character.isLetterOrDigit(s.charAt(i))) {
                    i++;
                }
                h = h * 31 + (i - from);
            } else if (c >= '0' && c <= '9') {
                int v = 0;
                while (i < s.length() && Character.isDigit(s.charAt(i))) {
                    v = v * 10 + s.charAt(i++) - '0';
                }
                h = h * 31 + v;
            } else {
                h ^= c;
                i++;
            }
        }
        return h;
    }

    public static int run() {
        StringBuilder b = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            b.append("id").append(i).append(" = (").append(i * 3).append(" + x").append(i % 10).append(");\n");
        }
        String s = b.toString();
        int h = tokens(s);
        int[] counts = new int[128];
        for (int i = 0; i < b.length(); i++) {
            counts[b.charAt(i)]++;
        }
        StringBuilder r = new StringBuilder();
        for (int i = s.length() - 1; i >= 0; i--) {
            char c = s.charAt(i);
            if (c != ' ') {
                r.append(Character.toUpperCase(c));
            }
        }
        return (h * 31 + java.util.Arrays.hashCode(counts)) * 31 + r.toString().hashCode();
    }

    public static void main(String[] args) {
        System.out.println("CharScan " + (run() == RESULT ? "ok" : "WRONG"));
    }
}
