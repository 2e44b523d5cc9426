// vm: -Xmx640m
// skip stress: 10 million objects, each collection takes too long
// skip move: as stress
// A list of 10 million nodes: marking it must not recurse.
public class DeepList {
    static final class Node {
        final Node next;
        final int value;

        Node(Node next, int value) {
            this.next = next;
            this.value = value;
        }
    }

    static Node head;

    static long sum() {
        long sum = 0;
        for (Node n = head; n != null; n = n.next) {
            sum += n.value;
        }
        return sum;
    }

    public static void main(String[] args) {
        for (int i = 0; i < 10_000_000; i++) {
            head = new Node(head, i);
        }
        System.gc();
        System.out.println(sum());
        head = null;
        System.gc();
        // From the other end: each node's successor is younger.
        Object[] first = new Object[2], last = first;
        for (int i = 0; i < 2_000_000; i++) {
            Object[] next = new Object[2];
            last[0] = next;
            last = next;
        }
        System.gc();
        int n = 0;
        for (Object[] a = first; a != null; a = (Object[]) a[0]) {
            n++;
        }
        System.out.println(n);
    }
}
