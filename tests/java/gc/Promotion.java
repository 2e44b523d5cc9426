// vm: -Xmx40m -Xmn16m
// stress: 3000
// The old generation is nearly full when the young one is collected: nothing may be lost; then room is made again.
public class Promotion {
    static final class Node {
        final int n;
        final byte[] filler;
        Node next;

        Node(int n, int size, Node next) {
            this.n = n;
            filler = new byte[size];
            this.next = next;
        }
    }

    static Node list;
    static int count;
    static boolean full, right;

    /** Grows the list until the heap is full; whatever was made must be there. */
    static void fill(int size) {
        try {
            while (true) {
                list = new Node(count, size, list);
                count++;
            }
        } catch (OutOfMemoryError e) {
            full = true;
        }
        right = check();
    }

    static boolean check() {
        int n = count;
        for (Node l = list; l != null; l = l.next) {
            if (l.n != --n) {
                return false;
            }
        }
        return n == 0;
    }

    /** Keeps the oldest third. */
    static void shrink() {
        for (int i = count / 3 * 2; i > 0; i--) {
            list = list.next;
            count--;
        }
    }

    public static void main(String[] args) {
        for (int round = 0; round < 6; round++) {
            fill(round % 2 == 0 ? 1000 : 40);
            boolean many = count > 15_000;
            shrink();
            for (int i = 0; i < 5000; i++) {
                byte[] b = new byte[5_000];
                b[1] = 1;
            }
            System.out.println(full + " " + right + " " + many + " " + check());
        }
    }
}
