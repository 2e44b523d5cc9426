// Switches in hot code: dense, sparse, with holes, at the ends of int, of strings, of enums, nested, falling through.
public class SwitchesHot {
    enum Color { RED, GREEN, BLUE, WHITE, BLACK }

    static int dense(int x) {
        switch (x) {
            case -2: return 9;
            case -1: return 8;
            case 0: return 7;
            case 1: return 6;
            case 2: x += 5;
            case 3: x += 7;
            case 4: return x;
            case 6: return 66;
            default: return -1;
        }
    }

    static int sparse(int x) {
        return switch (x) {
            case Integer.MIN_VALUE -> 1;
            case -1_000_000 -> 2;
            case -5 -> 3;
            case 0 -> 4;
            case 77 -> 5;
            case 1000 -> 6;
            case 65536 -> 7;
            case Integer.MAX_VALUE -> 8;
            default -> x & 3;
        };
    }

    static int edge(int x) {
        switch (x) {
            case Integer.MAX_VALUE: return 3;
            case Integer.MAX_VALUE - 1: return 2;
            case Integer.MAX_VALUE - 2: return 1;
            case Integer.MAX_VALUE - 3: return 0;
            default: return 5;
        }
    }

    static int low(int x) {
        switch (x) {
            case Integer.MIN_VALUE: return 3;
            case Integer.MIN_VALUE + 1: return 2;
            case Integer.MIN_VALUE + 2: return 1;
            default: return 5;
        }
    }

    static int strings(String s) {
        return switch (s) {
            case "one" -> 1;
            case "two" -> 2;
            case "Aa", "BB" -> 3;
            case "AaAa" -> 4;
            case "BBBB" -> 5;
            case "" -> 6;
            default -> s.length();
        };
    }

    static String enums(Color c) {
        return switch (c) {
            case RED -> "r";
            case BLUE -> "b";
            case BLACK -> "k";
            default -> c.name();
        };
    }

    static int chars(String s) {
        int n = 0;
        for (int i = 0; i < s.length(); i++) {
            switch (s.charAt(i)) {
                case 'a': case 'e': case 'i': case 'o': case 'u': n += 1; break;
                case ' ': n += 100; continue;
                case 'x': case 'y': case 'z': n += 10_000;
                default: n += 7;
            }
            n ^= i;
        }
        return n;
    }

    static int nested(int a, int b) {
        int r = 0;
        outer:
        for (int i = 0; i < 5; i++) {
            switch (a + i) {
                case 3:
                    switch (b) {
                        case 0: break outer;
                        case 1: continue outer;
                        case 2: r += 50; break;
                        default: r += 2;
                    }
                    r++;
                    break;
                case 4: r *= 2; break;
                default: r += i;
            }
        }
        return r;
    }

    static int empty(int x) {
        switch (x) { default: x++; }
        switch (x) { }
        switch (x) { case 5: }
        return x;
    }

    static int big(int x) {
        switch (x & 63) {
            case 0: return 3; case 1: return 1; case 2: return 4; case 3: return 1; case 4: return 5; case 5: return 9; case 6: return 2;
            case 7: return 6; case 8: return 5; case 9: return 3; case 10: return 5; case 11: return 8; case 12: return 9; case 13: return 7;
            case 14: return 9; case 15: return 3; case 16: return 2; case 17: return 3; case 18: return 8; case 19: return 4; case 20: return 6;
            case 21: return 2; case 22: return 6; case 23: return 4; case 24: return 3; case 25: return 3; case 26: return 8; case 27: return 3;
            case 40: return 2; case 41: return 7; case 42: return 9; case 43: return 5; case 60: return 0; case 63: return 2;
            default: return -x;
        }
    }

    public static void main(String[] args) {
        int[] keys = {Integer.MIN_VALUE, Integer.MIN_VALUE + 1, Integer.MIN_VALUE + 2, -1_000_000, -6, -5, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7,
            77, 78, 999, 1000, 65536, Integer.MAX_VALUE, Integer.MAX_VALUE - 1, Integer.MAX_VALUE - 3, Integer.MAX_VALUE - 4};
        String[] words = {"one", "two", "three", "Aa", "BB", "C#", "AaAa", "BBBB", "AaBB", "", "extra zany ox"};
        long h = 0;
        for (int i = 0; i < 20_000; i++) {
            int k = keys[i % keys.length];
            String w = words[i % words.length];
            h = h * 31 + dense(k);
            h = h * 31 + sparse(k);
            h = h * 31 + edge(k) + low(k) * 10;
            h = h * 31 + strings(w);
            h = h * 31 + enums(Color.values()[i % 5]).length();
            h = h * 31 + chars(w) + nested(i % 5, i % 4) + empty(k) + big(i);
        }
        System.out.println(h);
        for (int k : keys) {
            System.out.print(dense(k) + " " + sparse(k) + " " + edge(k) + low(k) + " ");
        }
        System.out.println();
        try {
            for (int i = 0; i < 10; i++) {
                System.out.print(enums(i < 9 ? Color.WHITE : null));
            }
        } catch (NullPointerException e) {
            System.out.println(" null");
        }
    }
}
