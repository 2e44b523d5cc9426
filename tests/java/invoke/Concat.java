// String concatenation through invokedynamic with all operand types, constants and many arguments.
public class Concat {
    static String s = "s";
    static int calls;

    static int next() {
        return ++calls;
    }

    public static void main(String[] args) {
        byte b = -1;
        short sh = 300;
        char c = 'c';
        int i = 42;
        long l = 1L << 40;
        float f = 1.5f;
        double d = -0.0;
        boolean z = true;
        Object o = null;
        String n = null;
        int[] arr = {1};
        System.out.println("" + b + sh + c + i + l + f + d + z + o + n);
        System.out.println(b + "-" + sh + "-" + c + "-" + i + "-" + l + "-" + f + "-" + d + "-" + z + "-" + o + "-" + n);
        System.out.println(s + s);
        System.out.println(s + i);
        System.out.println(i + s);
        System.out.println("\u0001 \u0002 in the recipe " + i + "\u0001" + s + "\u0002");
        System.out.println("\u4e16" + c + "\u754c" + i);
        System.out.println((char) 0x4e16 + s + i);
        System.out.println(next() + "," + next() + "," + next());
        String many = i + "1" + i + "2" + i + "3" + i + "4" + i + "5" + i + "6" + i + "7" + i + "8" + i + "9" + i + "a" + i
            + "b" + i + "c" + i + "d" + i + "e" + i + "f" + i + "g" + i + "h" + i + "i" + i + "j" + i + "k" + i + "l" + i
            + "m" + i + "n" + i + "o" + i + "p" + i + "q" + i + "r" + i + "s" + i + "t" + i + "u" + i + "v" + i + "w" + i;
        System.out.println(many + " " + many.length());
        StringBuilder builder = new StringBuilder("sb");
        System.out.println("builder " + builder + new Object() {
            public String toString() {
                return null;
            }
        } + arr[0]);
        String x = "x";
        x += 1;
        x += 'y';
        x += 2.5;
        x += null;
        System.out.println(x);
        for (int k = 0; k < 5; k++) {
            System.out.print("k=" + k + (k == 4 ? "\n" : ", "));
        }
        String empty = "";
        System.out.println((empty + s == s) + " " + (empty + empty).isEmpty() + " " + ("a" + "b" == "ab"));
        try {
            String t = "a" + new Object() {
                public String toString() {
                    throw new IllegalStateException("in toString");
                }
            };
        } catch (IllegalStateException e) {
            System.out.println(e.getMessage());
        }
    }
}
