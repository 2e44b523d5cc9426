// vm: -Xmx48m -Xmn6m
// stress: 3000
// Large trees changed at random and compared with a model that holds no references.
import java.util.*;

public class TreeModel {
    static final class Node {
        int key;
        Node left, right;

        Node(int key) {
            this.key = key;
        }
    }

    static final int RANGE = 40_000;
    static Node root;
    static final BitSet model = new BitSet(RANGE);

    static void insert(int key) {
        Node parent = null;
        for (Node n = root; n != null;) {
            parent = n;
            if (n.key == key) {
                return;
            }
            n = key < n.key ? n.left : n.right;
        }
        Node fresh = new Node(key);
        if (parent == null) {
            root = fresh;
        } else if (key < parent.key) {
            parent.left = fresh;
        } else {
            parent.right = fresh;
        }
    }

    static Node remove(Node n, int key) {
        if (n == null) {
            return null;
        }
        // Path copying: every removal renews the nodes on its way.
        Node copy = new Node(n.key);
        copy.left = n.left;
        copy.right = n.right;
        if (key < n.key) {
            copy.left = remove(n.left, key);
        } else if (key > n.key) {
            copy.right = remove(n.right, key);
        } else if (n.left == null) {
            return n.right;
        } else if (n.right == null) {
            return n.left;
        } else {
            Node least = n.right;
            while (least.left != null) {
                least = least.left;
            }
            copy.key = least.key;
            copy.right = remove(n.right, least.key);
        }
        return copy;
    }

    static int compare() {
        int count = 0, last = -1;
        ArrayDeque<Node> stack = new ArrayDeque<>();
        Node n = root;
        while (n != null || !stack.isEmpty()) {
            for (; n != null; n = n.left) {
                stack.push(n);
            }
            n = stack.pop();
            if (n.key <= last || model.nextSetBit(last + 1) != n.key) {
                throw new IllegalStateException("at " + n.key);
            }
            last = n.key;
            count++;
            n = n.right;
        }
        if (count != model.cardinality()) {
            throw new IllegalStateException(count + " of " + model.cardinality());
        }
        return count;
    }

    public static void main(String[] args) {
        Random random = new Random(11);
        TreeMap<Integer, int[]> map = new TreeMap<>();
        for (int round = 0; round < 6; round++) {
            for (int i = 0; i < 8_000; i++) {
                int key = random.nextInt(RANGE);
                if (random.nextInt(5) < 3) {
                    insert(key);
                    model.set(key);
                    map.put(key, new int[] {key, round});
                } else {
                    root = remove(root, key);
                    model.clear(key);
                    map.remove(key);
                }
            }
            long sum = 0;
            for (Map.Entry<Integer, int[]> e : map.entrySet()) {
                if (!model.get(e.getKey()) || e.getValue()[0] != e.getKey()) {
                    throw new IllegalStateException("map at " + e.getKey());
                }
                sum = sum * 31 + e.getValue()[1];
            }
            System.out.println(compare() + " " + map.size() + " " + sum);
        }
    }
}
