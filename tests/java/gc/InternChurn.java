// vm: -Xmx24m
// stress: 3000
// String.intern in a bounded heap: dead strings leave the table, live ones stay the same, literals always.
import java.util.*;

public class InternChurn {
    static String literal() {
        return "a literal of this class";
    }

    public static void main(String[] args) {
        String first = literal();
        List<String> kept = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            kept.add(("kept " + i).intern());
        }
        long sum = 0;
        for (int i = 0; i < 300_000; i++) {
            sum += ("some longer string that is interned and dropped at once, number " + i).intern().length();
            if (i % 50_000 == 0) {
                System.gc();
            }
        }
        System.out.println(sum);
        boolean same = true;
        for (int i = 0; i < 400; i++) {
            same &= ("kept " + i).intern() == kept.get(i);
        }
        System.out.println(same + " " + (first == literal()) + " " + (new String("a literal of this class").intern() == first));
        // Interned, dropped, collected, interned anew: equal content again gives one string.
        for (int round = 0; round < 5; round++) {
            System.gc();
            String a = ("round" + 7).intern();
            String b = new StringBuilder("round").append(7).toString().intern();
            same &= a == b;
        }
        System.out.println(same + " " + ("con" + "stant" == "constant".intern()));
        char[] big = new char[100_000];
        Arrays.fill(big, 'x');
        for (int i = 0; i < 300; i++) {
            big[i] = (char) ('a' + i % 26);
            new String(big).intern();
        }
        System.out.println(new String(big).intern() == new String(big).intern());
    }
}
