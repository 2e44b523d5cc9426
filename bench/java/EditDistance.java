/** Dynamic programming over strings and rows of int. */
public class EditDistance {
    static final int RESULT = 1261262;

    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1], last = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + cost);
            }
            int[] t = last;
            last = row;
            row = t;
        }
        return last[b.length()];
    }

    public static int run() {
        StringBuilder a = new StringBuilder(), b = new StringBuilder();
        for (int i = 0; i < 1500; i++) {
            a.append((char) ('a' + i * i % 23));
            b.append((char) ('a' + i * 5 % 21));
        }
        return distance(a.toString(), b.toString()) * 1000 + distance(b.reverse().toString(), a.toString());
    }

    public static void main(String[] args) {
        System.out.println("EditDistance " + (run() == RESULT ? "ok" : "WRONG"));
    }
}
