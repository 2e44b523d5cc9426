// Regular expressions: groups, lookaround, back references, flags, replacing, splitting, errors.
import java.util.regex.*;
import java.util.stream.Collectors;

public class Regex {
    static void m(String regex, String text) {
        Matcher m = Pattern.compile(regex).matcher(text);
        StringBuilder b = new StringBuilder();
        while (m.find()) {
            b.append('[').append(m.start()).append(',').append(m.end()).append(' ').append(m.group());
            for (int i = 1; i <= m.groupCount(); i++) {
                b.append('|').append(m.group(i));
            }
            b.append(']');
        }
        System.out.println(regex + " on " + text + " -> " + b);
    }

    public static void main(String[] args) {
        m("a*b", "aabbab");
        m("(\\w+)@(\\w+)\\.com", "joe@site.com, ann@other.com");
        m("(a+)(b+)?", "aab aa");
        m("(?<=\\$)\\d+(?!\\d|\\.)", "$100 $20.5 30");
        m("(\\w)\\1", "hello bookkeeper");
        m("(?i)straße|GRÜN", "STRASSE Straße grün");
        m("(?x) \\d {2} # two digits", "1234");
        m("^\\w+$", "one\ntwo");
        m("(?m)^\\w+$", "one\ntwo");
        m("a.c", "abc a\nc");
        m("(?s)a.c", "abc a\nc");
        m("[a-c&&[^b]]+", "abcabc");
        m("\\p{Lu}\\p{L}*", "Ünder Über ünder");
        m("\\bfoo\\b", "foo food foo");
        m("x{2,3}?", "xxxxx");
        m("x{2,3}+x", "xxxx");
        m("(?:a|ab)(?:c|bcd)(d*)", "abcd");
        m("[\\uD83D\\uDE00]", "\uD83D\uDE00x");
        m(".", "\uD83D\uDE00x");
        m("(?<year>\\d{4})-(?<month>\\d\\d)", "2024-05");
        m("\\R", "a\r\nb\nc");
        m("\\X", "e\u0301a");
        m("", "ab");
        m("(a|b|c|d|e)*f", "abcdeabcdef");
        m("\\G\\d", "123a45");
        m("\\Qa.b\\E+", "a.bbb axb");
        System.out.println("a1b22".replaceAll("(\\d+)", "<$1>") + " " + Pattern.compile("\\d").matcher("a1b2").replaceAll(r -> "" + (char) (r.group().charAt(0) + 1)) + " " + "x.y.z".replaceFirst("\\.", "-"));
        System.out.println(Pattern.compile("\\s*,\\s*").splitAsStream("a , b,c ,").collect(Collectors.joining("|")) + " " + Pattern.matches("\\d+", "123") + " " + Pattern.compile("a").asPredicate().test("bab"));
        Matcher named = Pattern.compile("(?<k>\\w+)=(?<v>\\w+)").matcher("key=value");
        System.out.println(named.matches() + " " + named.group("k") + " " + named.start("v") + " " + named.toMatchResult().group(2) + " " + named.replaceAll("${v}=${k}"));
        Matcher region = Pattern.compile("^b").matcher("abc").region(1, 3);
        System.out.println(region.lookingAt() + " " + region.hitEnd() + " " + region.useAnchoringBounds(false).reset().region(1, 3).find());
        StringBuilder sb = new StringBuilder();
        Matcher app = Pattern.compile("cat").matcher("one cat two cats");
        while (app.find()) {
            app.appendReplacement(sb, "dog");
        }
        System.out.println(app.appendTail(sb));
        for (String bad : new String[] {"(", "[a", "a{2,1}", "*", "\\k<x>", "(?<1>a)", "\\p{Nope}", "(?z)", "[b-a]", "\\"}) {
            try {
                Pattern.compile(bad);
                System.out.println("compiled " + bad);
            } catch (PatternSyntaxException e) {
                System.out.println(e.getMessage().replace("\n", " / "));
            }
        }
        try {
            named.reset().group();
        } catch (IllegalStateException e) {
            System.out.println(e.getMessage());
        }
        try {
            Pattern.compile("(a|aa)+$").matcher("a".repeat(24) + "b").find();
            System.out.println("backtracked");
        } catch (StackOverflowError e) {
            System.out.println("overflow");
        }
    }
}
