// vm: -Xmx64m
// The heap is filled and dropped several times over.
public class OutOfMemoryRecover {
    static Object[] keep;

    public static void main(String[] args) {
        for (int round = 0; round < 4; round++) {
            keep = new Object[100];
            int n = 0;
            try {
                while (true) {
                    keep[n] = new byte[1 << 20];
                    n++;
                }
            } catch (OutOfMemoryError e) {
                keep = null;
            }
            System.out.println(n > 20);
        }
    }
}
