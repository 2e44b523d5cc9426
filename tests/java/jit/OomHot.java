// OutOfMemoryError out of hot code, caught there and by callers; the program goes on.
// vm: -Xmx48m
// skip stress: the full heap is marked at each collection
// skip move: the full heap is marked at each collection
// skip compgc: the full heap is marked at each collection
// timeout: 120
import java.util.ArrayList;
import java.util.List;

public class OomHot {
    static class Node { Node next; byte[] data; Node(Node next, int n) { this.next = next; data = new byte[n]; } }

    static int big(int n) {
        try {
            return new long[n].length;
        } catch (OutOfMemoryError e) {
            return -1;
        }
    }

    static int chain(int n) {
        Node head = null;
        int count = 0;
        try {
            while (true) {
                head = new Node(head, n);
                count++;
            }
        } catch (OutOfMemoryError e) {
            head = null;
        }
        return count > 100 ? 1 : 0;
    }

    static int list(List<int[]> list) {
        while (true) {
            list.add(new int[20_000]);
        }
    }

    public static void main(String[] args) {
        int sum = 0;
        for (int i = 0; i < 5_000; i++) {
            sum += big(i % 10 == 0 ? 100_000_000 : i % 100);
        }
        System.out.println(sum);
        for (int i = 0; i < 5; i++) {
            System.out.println(chain(10_000));
            List<int[]> list = new ArrayList<>();
            try {
                list(list);
            } catch (OutOfMemoryError e) {
                int n = list.size();
                list = null;
                System.out.println(e.getMessage() + " " + (n > 200));
            }
        }
        try {
            System.out.println(new int[Integer.MAX_VALUE].length);
        } catch (OutOfMemoryError e) {
            System.out.println(e.getMessage());
        }
        try {
            System.out.println(new int[40][10_000_000].length);
        } catch (OutOfMemoryError e) {
            System.out.println(e.getMessage());
        }
        System.out.println(new int[1000][100].length);
    }
}
