// Operations on the bytes of strings, hot, against loops over chars: every length up to 70, every place of what differs or is looked for.
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

public class StringBytesHot {
    static int hash(String s) {
        int h = 0;
        for (int i = 0; i < s.length(); i++) {
            h = 31 * h + s.charAt(i);
        }
        return h;
    }

    static int compare(String a, String b) {
        for (int i = 0; i < Math.min(a.length(), b.length()); i++) {
            if (a.charAt(i) != b.charAt(i)) {
                return a.charAt(i) - b.charAt(i);
            }
        }
        return a.length() - b.length();
    }

    static int find(String s, int c, int from) {
        for (int i = Math.max(from, 0); i < s.length(); i++) {
            if (s.charAt(i) == c) {
                return i;
            }
        }
        return -1;
    }

    static int find(String s, String t, int from) {
        for (int i = Math.max(from, 0); i + t.length() <= s.length(); i++) {
            int k = 0;
            while (k < t.length() && s.charAt(i + k) == t.charAt(k)) {
                k++;
            }
            if (k == t.length()) {
                return i;
            }
        }
        return -1;
    }

    static int wrong;

    static void same(String what, int a, int b) {
        if (a != b && wrong++ < 10) {
            System.out.println(what + ": " + a + " " + b);
        }
    }

    /** A new string, whose hash has not been computed. */
    static String with(String s, int at, char c) {
        char[] chars = s.toCharArray();
        if (at < chars.length) {
            chars[at] = c;
        }
        return new String(chars);
    }

    static int round(String base) {
        int h = 0;
        for (int at = 0; at <= base.length(); at++) {
            String s = with(base, at, (char) 0xe9);
            String t = with(base, at, '!');
            same("hash", s.hashCode(), hash(s));
            same("compare", s.compareTo(base), compare(s, base));
            same("compare back", t.compareTo(s), compare(t, s));
            same("compare shorter", t.compareTo(base.substring(0, at)), compare(t, base.substring(0, at)));
            same("equals", s.equals(base) ? 1 : 0, compare(s, base) == 0 ? 1 : 0);
            same("equals copy", s.equals(new String(s.toCharArray())) ? 1 : 0, 1);
            for (int from = -1; from <= base.length(); from += 3) {
                same("char", s.indexOf(0xe9, from), find(s, 0xe9, from));
                same("other char", s.indexOf('a', from), find(s, 'a', from));
                same("wide char", s.indexOf(0x1e9, from), -1);
                String part = s.substring(at, Math.min(at + 3, s.length()));
                same("string", s.indexOf(part, from), part.isEmpty() ? Math.min(Math.max(from, 0), s.length()) : find(s, part, from));
            }
            byte[] latin = s.getBytes(StandardCharsets.ISO_8859_1);
            byte[] utf = s.getBytes(StandardCharsets.UTF_8);
            same("UTF-8", utf.length, s.length() + (at < s.length() ? 1 : 0));
            same("ISO-8859-1", new String(latin, StandardCharsets.ISO_8859_1).compareTo(s), 0);
            same("decoded", new String(utf, StandardCharsets.UTF_8).compareTo(s), 0);
            String wide = with(base, at, (char) 0x3e9);
            same("wide hash", wide.hashCode(), hash(wide));
            same("wide equals", wide.equals(with(base, at, (char) 0x3e9)) ? 1 : 0, 1);
            same("wide differs", wide.equals(with(base, at, (char) 0x4e9)) ? 1 : 0, at < base.length() ? 0 : 1);
            same("compressed", compare(new StringBuilder(wide).deleteCharAt(Math.max(0, Math.min(at, base.length() - 1))).toString().replace('q', 'r'),
                    new StringBuilder(base).deleteCharAt(Math.max(0, Math.min(at, base.length() - 1))).toString().replace('q', 'r')), 0);
            StringBuilder inflated = new StringBuilder(s).append((char) 0x3e9);
            same("inflated", compare(inflated.substring(0, s.length()), s), 0);
            h = h * 31 + s.hashCode() + Arrays.hashCode(s.toCharArray());
        }
        return h;
    }

    public static void main(String[] args) {
        StringBuilder b = new StringBuilder();
        int h = 0;
        for (int n = 1; n <= 70; n++) {
            b.append((char) ('a' + n * 7 % 26));
            for (int i = 0; i < 3; i++) {
                h = h * 31 + round(b.toString());
            }
        }
        System.out.println(h + " " + wrong);
        // longer than what is done at once
        char[] many = new char[3_000_000];
        Arrays.fill(many, 'x');
        many[2_999_999] = 'y';
        String s = new String(many);
        System.out.println(s.hashCode() + " " + s.indexOf('y') + " " + s.indexOf("xy") + " " + s.equals(new String(many)));
        for (int i = 0; i < 20_000; i++) {
            outside(i);
        }
        System.out.println(outside(0) + outside(1) + outside(2) + outside(3));
    }

    /** Ranges that are not inside. */
    static String outside(int i) {
        String s = "abcdefghijklmnop";
        try {
            switch (i & 3) {
                case 0: return " " + s.indexOf('c', Integer.MAX_VALUE) + s.indexOf('c', Integer.MIN_VALUE);
                case 1: return " " + s.indexOf("c", Integer.MAX_VALUE) + s.indexOf("", 99) + s.indexOf("c", -5);
                case 2: return " " + new String(new byte[8], 4, 5, StandardCharsets.UTF_8);
                default: return " " + new String(new char[8], 4, 5);
            }
        } catch (IndexOutOfBoundsException e) {
            return " " + e.getMessage();
        }
    }
}
