import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Regular expressions over a text. */
public class RegexScan {
    static final int RESULT = -278662090;

    public static int run() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 3_000; i++) {
            text.append("word").append(i % 37).append(i % 5 == 0 ? ", " : " ").append("user").append(i).append("@host").append(i % 11).append(".org; ");
        }
        int h = 0;
        for (String p : new String[] {"(\\w+)@(\\w+)\\.org", "word(?:1|2|3)\\d?\\b", "[a-z]+[0-9]{3,4}", "(?i)HOST[13579]\\b.*?;"}) {
            Matcher m = Pattern.compile(p).matcher(text);
            while (m.find()) {
                h = h * 31 + m.start() + m.group().length();
            }
        }
        return h;
    }

    public static void main(String[] args) {
        System.out.println("RegexScan " + (run() == RESULT ? "ok" : "WRONG"));
    }
}
