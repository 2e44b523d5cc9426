// javac: -XDstringConcat=inline
// tableswitch and lookupswitch with gaps, extremes, strings, enums, nested and fall-through.
public class Switches {
    enum Color { RED, GREEN, BLUE }

    static int table(int x) {
        switch (x) {
            case 0: return 10;
            case 1: return 11;
            case 2:
            case 3: return 13;
            case 5: return 15;
            default: return -1;
        }
    }

    static int lookup(int x) {
        switch (x) {
            case Integer.MIN_VALUE: return 1;
            case -1000: return 2;
            case 0: return 3;
            case 77777: return 4;
            case Integer.MAX_VALUE: return 5;
            default: return 0;
        }
    }

    static int edges(int x) {
        switch (x) {
            case Integer.MAX_VALUE - 2: return 1;
            case Integer.MAX_VALUE - 1: return 2;
            case Integer.MAX_VALUE: return 3;
            default: return 0;
        }
    }

    static int negative(int x) {
        switch (x) {
            case -3: return 3;
            case -2: return 2;
            case -1: return 1;
            case 0: return 0;
            default: return 9;
        }
    }

    static String string(String s) {
        return switch (s) {
            case "Aa", "BB" -> "collision " + s;
            case "AaAa" -> "1";
            case "BBBB" -> "2";
            case "AaBB" -> "3";
            case "" -> "empty";
            default -> "other";
        };
    }

    static int color(Color c) {
        return switch (c) {
            case RED -> 1;
            case GREEN -> 2;
            case BLUE -> 3;
        };
    }

    static String fall(int n) {
        StringBuilder b = new StringBuilder();
        switch (n) {
            default: b.append('d');
            case 1: b.append('1');
            case 2: b.append('2');
                break;
            case 3: b.append('3');
        }
        return b.toString();
    }

    static int only(int x) {
        switch (x) {
            default: return 5;
        }
    }

    static char chars(char c) {
        switch (c) {
            case 'a': return 'z';
            case '\uffff': return 'y';
            case 'é': return 'x';
        }
        return '-';
    }

    public static void main(String[] args) {
        for (int i = -2; i < 8; i++) {
            System.out.println(i + " " + table(i) + " " + negative(i) + " " + fall(i) + " " + only(i));
        }
        int[] v = {Integer.MIN_VALUE, Integer.MIN_VALUE + 1, -1000, -999, 0, 77777, Integer.MAX_VALUE,
            Integer.MAX_VALUE - 1, Integer.MAX_VALUE - 2, Integer.MAX_VALUE - 3, -3};
        for (int x : v) {
            System.out.println(x + " " + table(x) + " " + lookup(x) + " " + edges(x) + " " + negative(x));
        }
        for (String s : new String[] {"Aa", "BB", "AaAa", "BBBB", "AaBB", "BBAa", "", "x"}) {
            System.out.println(s + " " + string(s));
        }
        for (Color c : Color.values()) {
            System.out.println(c + " " + color(c));
        }
        System.out.println(chars('a') + "" + chars('\uffff') + chars('é') + chars('q'));
        try {
            color(null);
        } catch (NullPointerException e) {
            System.out.println("NPE on a null enum");
        }
        try {
            string(null);
        } catch (NullPointerException e) {
            System.out.println("NPE on a null string");
        }
    }
}
