// Every print method of System.out without string concatenation.
public class PrintForms {
    public static void main(String[] args) {
        System.out.println(1);
        System.out.println(-1L);
        System.out.println('c');
        System.out.println(true);
        System.out.println(1.5f);
        System.out.println(-2.25);
        System.out.println((Object) null);
        System.out.println((String) null);
        System.out.println(new char[] {'a', 'b'});
        System.out.print("no newline;");
        System.out.print(Integer.MIN_VALUE);
        System.out.print(Long.MAX_VALUE);
        System.out.println();
        System.out.println(Float.MIN_VALUE);
        System.out.println(Double.MAX_VALUE);
        System.out.println(Double.NaN);
        System.out.println(1e21);
        System.out.println(1e-5);
        System.out.println(100.0);
        System.out.println(0.1f + 0.2f);
        System.out.println(0.1 + 0.2);
        System.out.println("snowman \u2603, clef \uD834\uDD1E, umlaut \u00e4");
        System.out.write('x');
        System.out.write('\n');
        System.out.flush();
        System.out.append("app").append('e').append("nded", 0, 4).append('\n');
    }
}
