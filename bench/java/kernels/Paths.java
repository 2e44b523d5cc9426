import java.util.*;

/** Shortest paths in a generated graph: a priority queue of objects, adjacency lists, union-find. */
public class Paths {
    record Edge(int to, int length) {}

    record Reached(int node, long distance) implements Comparable<Reached> {
        @Override
        public int compareTo(Reached o) {
            return Long.compare(distance, o.distance);
        }
    }

    static int find(int[] parent, int x) {
        while (parent[x] != x) {
            parent[x] = parent[parent[x]];
            x = parent[x];
        }
        return x;
    }

    public static Object run() {
        int n = 6_000;
        List<List<Edge>> graph = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            graph.add(new ArrayList<>());
        }
        int[] parent = new int[n];
        Arrays.setAll(parent, i -> i);
        Random random = new Random(9);
        int parts = n;
        for (int i = 0; i < 4 * n; i++) {
            int a = random.nextInt(n);
            int b = random.nextInt(n);
            int length = 1 + random.nextInt(100);
            graph.get(a).add(new Edge(b, length));
            graph.get(b).add(new Edge(a, length));
            int ra = find(parent, a);
            int rb = find(parent, b);
            if (ra != rb) {
                parent[ra] = rb;
                parts--;
            }
        }
        long h = parts;
        for (int start = 0; start < 2; start++) {
            long[] distance = new long[n];
            Arrays.fill(distance, Long.MAX_VALUE);
            PriorityQueue<Reached> queue = new PriorityQueue<>();
            distance[start] = 0;
            queue.add(new Reached(start, 0));
            while (!queue.isEmpty()) {
                Reached r = queue.poll();
                if (r.distance > distance[r.node]) {
                    continue;
                }
                for (Edge e : graph.get(r.node)) {
                    long d = r.distance + e.length;
                    if (d < distance[e.to]) {
                        distance[e.to] = d;
                        queue.add(new Reached(e.to, d));
                    }
                }
            }
            for (long d : distance) {
                h = h * 31 + d;
            }
        }
        return h;
    }
}
