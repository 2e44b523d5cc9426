// vm: -Xmx32m
// args: run
// A program that cannot make progress ends by an OutOfMemoryError, of one kind or the other.
import java.util.HashMap;
import java.util.Map;

public class OomOverhead {
    public static void main(String[] args) {
        Map<Integer, String> map = new HashMap<>();
        int i = 0;
        String message;
        try {
            while (true) {
                map.put(i, "value " + i);
                i++;
            }
        } catch (OutOfMemoryError e) {
            map = null;
            message = e.getMessage();
        }
        System.out.println(i > 100_000);
        System.out.println(message.equals("Java heap space") || message.equals("GC overhead limit exceeded"));
    }
}
