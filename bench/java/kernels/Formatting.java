import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.MessageFormat;
import java.util.Locale;

/** Numbers and texts formatted: String.format, DecimalFormat, MessageFormat, numbers printed and parsed. */
public class Formatting {
    public static Object run() {
        int h = 0;
        DecimalFormat decimal = new DecimalFormat("#,##0.00;(#)", new DecimalFormatSymbols(Locale.ROOT));
        MessageFormat message = new MessageFormat("{0} of {1}, called {2}", Locale.ROOT);
        for (int i = 0; i < 800; i++) {
            double d = (i - 400) * 1234.5678;
            h = h * 31 + String.format(Locale.ROOT, "%5d|%-8s|%08.3f|%x|%,d", i, "n" + i, d, i * 7919, i * 1_000_003L).hashCode();
            h = h * 31 + decimal.format(d).hashCode();
            h = h * 31 + message.format(new Object[] {i, 800, "m" + i % 10}).hashCode();
            h = h * 31 + Double.hashCode(Double.parseDouble(Double.toString(d / 7)));
            h = h * 31 + Integer.parseInt(Integer.toString(i * 65_537, 36), 36);
        }
        return h;
    }
}
