// vm: -Xmx64m
// The heap is filled until an OutOfMemoryError comes, with big and then with small objects.
public class OutOfMemoryFill {
    static Object[] keep = new Object[1000];

    static class Link {
        final Link next;

        Link(Link next) {
            this.next = next;
        }
    }

    public static void main(String[] args) {
        String caught = "big: ";
        int n = 0;
        try {
            while (true) {
                keep[n] = new byte[1 << 20];
                n++;
            }
        } catch (OutOfMemoryError e) {
            keep = null;
            System.out.println(e.getMessage());
        }
        System.out.println(n > 20 && n <= 64);
        Thread t = new Thread(() -> {
            Link l = null;
            while (true) {
                l = new Link(l);
            }
        });
        t.setUncaughtExceptionHandler((th, e) -> System.out.println("thread died"));
        System.out.println("end of main");
    }
}
