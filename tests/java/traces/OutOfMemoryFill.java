// vm: -Xmx64m
// exit: 1
// The heap is filled with big objects until an OutOfMemoryError comes; the second time it is not caught.
public class OutOfMemoryFill {
    static final Object[] KEEP = new Object[1000];

    static int fill() {
        int n = 0;
        try {
            while (true) {
                KEEP[n] = new byte[1 << 20];
                n++;
            }
        } catch (OutOfMemoryError e) {
            System.out.println(e.getMessage());
        }
        return n;
    }

    public static void main(String[] args) {
        int n = fill();
        System.out.println(n > 20 && n <= 64);
        KEEP[999] = new int[20_000_000];
    }
}
