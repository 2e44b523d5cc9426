// vm: -Xmx32m
// A program that makes less and less progress, since nearly all is alive, ends by an OutOfMemoryError; its kind is printed
// with an argument only, as it depends on the collector.
public class OomOverhead {
    public static void main(String[] args) {
        Object[] list = null;
        long sum = 0;
        String message;
        try {
            while (true) {
                list = new Object[] {list, new byte[1000]};
                for (int i = 0; i < 10; i++) {
                    sum += new byte[1000].length;
                }
            }
        } catch (OutOfMemoryError e) {
            list = null;
            message = e.getMessage();
        }
        System.out.println(sum > 100_000_000);
        if (args.length > 0) {
            System.out.println(message);
        } else {
            System.out.println(message.equals("Java heap space") || message.equals("GC overhead limit exceeded"));
        }
    }
}
