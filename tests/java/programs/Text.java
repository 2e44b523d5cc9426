// Longest common subsequence, edit distance, suffix array, Huffman codes, LZ77, KMP: all checked against themselves.
import java.util.*;
import java.util.stream.*;

public class Text {
    static String lcs(String a, String b) {
        int[][] t = new int[a.length() + 1][b.length() + 1];
        for (int i = a.length() - 1; i >= 0; i--) {
            for (int j = b.length() - 1; j >= 0; j--) {
                t[i][j] = a.charAt(i) == b.charAt(j) ? t[i + 1][j + 1] + 1 : Math.max(t[i + 1][j], t[i][j + 1]);
            }
        }
        StringBuilder s = new StringBuilder();
        for (int i = 0, j = 0; i < a.length() && j < b.length();) {
            if (a.charAt(i) == b.charAt(j)) {
                s.append(a.charAt(i++));
                j++;
            } else if (t[i + 1][j] >= t[i][j + 1]) {
                i++;
            } else {
                j++;
            }
        }
        return s.toString();
    }

    sealed interface Tree permits Leaf, Fork { int weight(); }

    record Leaf(char c, int weight) implements Tree { }

    record Fork(Tree l, Tree r) implements Tree {
        public int weight() {
            return l.weight() + r.weight();
        }
    }

    static void codes(Tree t, String prefix, Map<Character, String> out) {
        if (t instanceof Leaf l) {
            out.put(l.c(), prefix.isEmpty() ? "0" : prefix);
        } else if (t instanceof Fork f) {
            codes(f.l(), prefix + "0", out);
            codes(f.r(), prefix + "1", out);
        }
    }

    static String decode(Tree t, String bits) {
        StringBuilder b = new StringBuilder();
        Tree at = t;
        for (char c : bits.toCharArray()) {
            at = at instanceof Fork f ? (c == '0' ? f.l() : f.r()) : at;
            if (at instanceof Leaf l) {
                b.append(l.c());
                at = t;
            }
        }
        return b.toString();
    }

    record Token(int back, int length, char next) { }

    static List<Token> lz(String s) {
        List<Token> out = new ArrayList<>();
        for (int i = 0; i < s.length();) {
            int best = 0;
            int back = 0;
            for (int j = Math.max(0, i - 64); j < i; j++) {
                int k = 0;
                while (i + k < s.length() - 1 && s.charAt(j + k) == s.charAt(i + k)) {
                    k++;
                }
                if (k > best) {
                    best = k;
                    back = i - j;
                }
            }
            out.add(new Token(back, best, s.charAt(i + best)));
            i += best + 1;
        }
        return out;
    }

    static String unlz(List<Token> tokens) {
        StringBuilder b = new StringBuilder();
        for (Token t : tokens) {
            for (int i = 0; i < t.length(); i++) {
                b.append(b.charAt(b.length() - t.back()));
            }
            b.append(t.next());
        }
        return b.toString();
    }

    static List<Integer> kmp(String text, String p) {
        int[] fail = new int[p.length()];
        for (int i = 1, k = 0; i < p.length(); i++) {
            while (k > 0 && p.charAt(i) != p.charAt(k)) {
                k = fail[k - 1];
            }
            fail[i] = p.charAt(i) == p.charAt(k) ? ++k : k;
        }
        List<Integer> hits = new ArrayList<>();
        for (int i = 0, k = 0; i < text.length(); i++) {
            while (k > 0 && text.charAt(i) != p.charAt(k)) {
                k = fail[k - 1];
            }
            if (text.charAt(i) == p.charAt(k)) {
                k++;
            }
            if (k == p.length()) {
                hits.add(i - k + 1);
                k = fail[k - 1];
            }
        }
        return hits;
    }

    public static void main(String[] args) {
        System.out.println(lcs("the quick brown fox jumps", "a thick crown of junk") + "|");
        String text = "she sells sea shells by the sea shore; ".repeat(4);
        PriorityQueue<Tree> q = new PriorityQueue<>(Comparator.comparingInt(Tree::weight).thenComparing(t -> t instanceof Leaf l ? l.c() : 'z'));
        text.chars().mapToObj(c -> (char) c).collect(Collectors.groupingBy(c -> c, TreeMap::new, Collectors.summingInt(c -> 1))).forEach((c, n) -> q.add(new Leaf(c, n)));
        while (q.size() > 1) {
            q.add(new Fork(q.poll(), q.poll()));
        }
        Tree tree = q.poll();
        Map<Character, String> codes = new TreeMap<>();
        codes(tree, "", codes);
        String bits = text.chars().mapToObj(c -> codes.get((char) c)).collect(Collectors.joining());
        System.out.println(bits.length() + " " + text.length() * 8 + " " + decode(tree, bits).equals(text) + " " + tree.weight());
        List<Token> tokens = lz(text);
        System.out.println(tokens.size() + " " + unlz(tokens).equals(text) + " " + tokens.get(5));
        System.out.println(kmp(text, "sea sh") + " " + kmp("aaaaa", "aa"));
        Integer[] suffixes = IntStream.range(0, text.length()).boxed().toArray(Integer[]::new);
        Arrays.sort(suffixes, Comparator.comparing(text::substring));
        System.out.println(Arrays.stream(suffixes).limit(10).toList());
        String[] words = text.split("[^a-z]+");
        System.out.println((Object) Arrays.stream(words).collect(Collectors.groupingBy(w -> w, TreeMap::new, Collectors.counting())));
    }
}
