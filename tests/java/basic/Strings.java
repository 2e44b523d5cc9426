// javac: -XDstringConcat=inline
// String methods, Latin-1 and UTF-16 strings, interning, builders.
import java.util.Arrays;

public class Strings {
    public static void main(String[] args) {
        String s = "Hello, World";
        String u = "Grüße \u4e16\u754c \uD83D\uDE00";
        for (String t : new String[] {s, u, "", " x "}) {
            System.out.println(t.length() + " " + t.hashCode() + " " + t.toUpperCase() + " " + t.toLowerCase() + " ["
                + t.trim() + "] " + t.isEmpty() + " " + t.isBlank() + " " + t.indexOf('o') + " " + t.lastIndexOf("o")
                + " " + t.codePointCount(0, t.length()) + " " + new StringBuilder(t).reverse());
        }
        System.out.println(s.substring(7) + s.substring(0, 5) + s.charAt(4) + s.contains("World") + s.startsWith("Hell")
            + s.endsWith("x") + s.replace('o', '0') + s.replace("l", "LL") + s.compareTo("Help") + s.equalsIgnoreCase("hello, world"));
        System.out.println(Arrays.toString("a,b,,c,,".split(",")) + Arrays.toString("a1b22c".split("\\d+"))
            + String.join("-", "x", "y") + "ab".repeat(3) + "  strip ".strip() + "q".compareToIgnoreCase("R"));
        System.out.println("l1\nl2\r\nl3".lines().toList() + " " + "x\ty".translateEscapes() + " " + "abc".chars().sum());
        String a = "con" + "stant";
        String b = new String("constant");
        System.out.println((a == "constant") + " " + (a == b) + " " + (a == b.intern()) + " " + a.equals(b));
        StringBuilder sb = new StringBuilder();
        sb.append(1).append('c').append(2L).append(3.5f).append(4.5).append(true).append((Object) null).append("é\u4e16")
            .append(new char[] {'x', 'y'}).insert(0, "start").deleteCharAt(5).setCharAt(0, 'S');
        sb.replace(1, 3, "--").delete(sb.length() - 1, sb.length());
        System.out.println(sb + " " + sb.length() + " " + sb.indexOf("c"));
        System.out.println(new String(new char[] {'a', '\u0100'}) + new String(new byte[] {65, 66}) + String.valueOf(3)
            + String.copyValueOf(new char[] {'z'}) + "%d-%s".formatted(1, "f"));
        for (Runnable r : new Runnable[] {() -> "abc".substring(4), () -> "abc".charAt(-1), () -> "abc".substring(2, 1),
            () -> "abc".codePointAt(3), () -> new StringBuilder("x").deleteCharAt(1), () -> "a".repeat(-1)}) {
            try {
                r.run();
            } catch (RuntimeException e) {
                System.out.println(e);
            }
        }
        System.out.println("\u00e9".equals("e\u0301") + " " + "straße".toUpperCase() + " " + "İ".toLowerCase().length()
            + " " + Character.toChars(0x1F600).length + " " + Character.getName('a') + " " + Character.isLetter('\u4e16'));
    }
}
