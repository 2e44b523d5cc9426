// Formatter, MessageFormat, DecimalFormat, ChoiceFormat, locales, Scanner.
import java.text.*;
import java.util.*;

public class Formatting {
    public static void main(String[] args) throws Exception {
        Locale.setDefault(Locale.ROOT);
        System.out.printf("%d|%5d|%-5d|%05d|%+d|%,d|%(d|%x|%X|%o|%#x%n", 42, 42, 42, 42, 42, 1234567, -5, 255, 255, 8, 255);
        System.out.printf("%f|%.2f|%10.3f|%-10.1f|%e|%.3E|%g|%a%n", Math.PI, Math.E, 1.5, 2.25, 12345.678, 0.00012, 0.0001, 1.0);
        System.out.printf("%s|%10s|%-10s|%.3s|%S|%c|%C|%b|%B|%h|%%|%n", "text", "r", "l", "truncated", "up", 'c', 'd', true, null, "hash");
        System.out.printf("%2$s %1$s %<s %s %s%n", "a", "b");
        System.out.printf("%s %s %s%n", 1e10, 100.0f, null);
        System.out.printf("%d %d %d%n", (byte) -1, Long.MIN_VALUE, new java.math.BigInteger("12345678901234567890"));
        System.out.printf("%.0f %.1f %.0f %.15f %.20f%n", 0.5, 0.25, 1.5, 0.1, 0.1);
        Calendar c = new GregorianCalendar(2024, Calendar.FEBRUARY, 29, 13, 5, 9);
        System.out.printf("%tY-%<tm-%<td %<tH:%<tM:%<tS %<tB %<ta %<tj %<tp%n", c);
        for (String bad : new String[] {"%d", "%q", "%-d", "%.2d", "%s %s", "%5%%", "%c"}) {
            try {
                System.out.println(String.format(bad, bad.equals("%d") ? "x" : bad.equals("%c") ? "no" : 1));
            } catch (IllegalFormatException e) {
                System.out.println(e);
            }
        }
        System.out.println(MessageFormat.format("{0} has {1,number,integer} items, {2,choice,0#none|1#one|1<many {2}}: '{0}' ''", "X", 1234, 5));
        DecimalFormat df = new DecimalFormat("#,##0.00;(#)", DecimalFormatSymbols.getInstance(Locale.US));
        System.out.println(df.format(1234567.891) + " " + df.format(-5) + " " + df.parse("1,234.5") + " " + new DecimalFormat("0.###E0", DecimalFormatSymbols.getInstance(Locale.US)).format(12345));
        for (Locale l : new Locale[] {Locale.US, Locale.GERMANY, Locale.FRANCE, Locale.JAPAN, new Locale("hi", "IN")}) {
            System.out.println(l + " " + NumberFormat.getInstance(l).format(1234567.89) + " " + NumberFormat.getPercentInstance(l).format(0.25) + " " + NumberFormat.getCurrencyInstance(l).format(9.5)
                + " " + l.getDisplayLanguage(Locale.ENGLISH) + " " + l.toLanguageTag());
        }
        SimpleDateFormat sdf = new SimpleDateFormat("yyyy-MM-dd'T'HH:mm:ss.SSSZ EEE", Locale.ENGLISH);
        sdf.setTimeZone(TimeZone.getTimeZone("UTC"));
        System.out.println(sdf.format(new Date(0)) + " " + sdf.parse("2024-02-29T12:00:00.000+0000 Thu").getTime());
        Scanner s = new Scanner("12 3.5 word true 0x1F\nline two\n7,8").useLocale(Locale.ROOT);
        System.out.println(s.nextInt() + " " + s.nextDouble() + " " + s.next() + " " + s.nextBoolean() + " " + s.next() + s.nextLine() + "|" + s.nextLine() + "|" + s.useDelimiter(",|\\s+").nextInt());
        System.out.println(new Formatter(new StringBuilder("start ")).format("%d", 5) + " " + String.format(Locale.GERMANY, "%,.2f", 1234.5) + " " + "%s-%s".formatted(1, 2));
        BreakIterator bi = BreakIterator.getWordInstance(Locale.ENGLISH);
        bi.setText("Hello big world.");
        StringBuilder sb = new StringBuilder();
        for (int i = bi.first(); i != BreakIterator.DONE; i = bi.next()) {
            sb.append(i).append(' ');
        }
        System.out.println(sb + "" + Normalizer.normalize("e\u0301", Normalizer.Form.NFC).length() + " " + Collator.getInstance(Locale.GERMAN).compare("ä", "z"));
        System.out.println(Currency.getInstance("EUR").getDefaultFractionDigits() + " " + Locale.forLanguageTag("zh-Hant-TW") + " " + new Locale.Builder().setLanguage("de").setRegion("AT").build());
    }
}
