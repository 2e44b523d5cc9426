// Shortest paths, spanning trees, topological order, strongly connected components, maximum flow.
import java.util.*;

public class Graphs {
    record Edge(int from, int to, int weight) implements Comparable<Edge> {
        public int compareTo(Edge o) {
            return Integer.compare(weight, o.weight);
        }
    }

    static final int N = 200;
    static final List<List<Edge>> G = new ArrayList<>();

    static int[] dijkstra(int s) {
        int[] dist = new int[N];
        Arrays.fill(dist, Integer.MAX_VALUE);
        dist[s] = 0;
        PriorityQueue<int[]> q = new PriorityQueue<>((a, b) -> a[1] != b[1] ? Integer.compare(a[1], b[1]) : Integer.compare(a[0], b[0]));
        q.add(new int[] {s, 0});
        while (!q.isEmpty()) {
            int[] top = q.poll();
            if (top[1] > dist[top[0]]) {
                continue;
            }
            for (Edge e : G.get(top[0])) {
                int d = top[1] + e.weight();
                if (d < dist[e.to()]) {
                    dist[e.to()] = d;
                    q.add(new int[] {e.to(), d});
                }
            }
        }
        return dist;
    }

    static int find(int[] p, int x) {
        return p[x] == x ? x : (p[x] = find(p, p[x]));
    }

    static int[] index = new int[N];
    static int[] low = new int[N];
    static boolean[] on = new boolean[N];
    static Deque<Integer> stack = new ArrayDeque<>();
    static int counter;
    static List<Integer> sizes = new ArrayList<>();

    static void tarjan(int v) {
        index[v] = low[v] = ++counter;
        stack.push(v);
        on[v] = true;
        for (Edge e : G.get(v)) {
            if (index[e.to()] == 0) {
                tarjan(e.to());
                low[v] = Math.min(low[v], low[e.to()]);
            } else if (on[e.to()]) {
                low[v] = Math.min(low[v], index[e.to()]);
            }
        }
        if (low[v] == index[v]) {
            int size = 0;
            int w;
            do {
                w = stack.pop();
                on[w] = false;
                size++;
            } while (w != v);
            sizes.add(size);
        }
    }

    static int flow(int[][] cap, int s, int t) {
        int total = 0;
        while (true) {
            int[] parent = new int[cap.length];
            Arrays.fill(parent, -1);
            parent[s] = s;
            Deque<Integer> q = new ArrayDeque<>(List.of(s));
            while (!q.isEmpty() && parent[t] < 0) {
                int u = q.remove();
                for (int v = 0; v < cap.length; v++) {
                    if (parent[v] < 0 && cap[u][v] > 0) {
                        parent[v] = u;
                        q.add(v);
                    }
                }
            }
            if (parent[t] < 0) {
                return total;
            }
            int f = Integer.MAX_VALUE;
            for (int v = t; v != s; v = parent[v]) {
                f = Math.min(f, cap[parent[v]][v]);
            }
            for (int v = t; v != s; v = parent[v]) {
                cap[parent[v]][v] -= f;
                cap[v][parent[v]] += f;
            }
            total += f;
        }
    }

    public static void main(String[] args) {
        Random r = new Random(17);
        List<Edge> all = new ArrayList<>();
        for (int i = 0; i < N; i++) {
            G.add(new ArrayList<>());
        }
        for (int i = 0; i < 420; i++) {
            Edge e = new Edge(r.nextInt(N), r.nextInt(N), 1 + r.nextInt(100));
            G.get(e.from()).add(e);
            all.add(e);
        }
        int[] d = dijkstra(0);
        System.out.println(Arrays.stream(d).filter(x -> x < Integer.MAX_VALUE).summaryStatistics());
        Collections.sort(all);
        int[] p = new int[N];
        Arrays.setAll(p, i -> i);
        int weight = 0;
        int used = 0;
        for (Edge e : all) {
            int a = find(p, e.from());
            int b = find(p, e.to());
            if (a != b) {
                p[a] = b;
                weight += e.weight();
                used++;
            }
        }
        System.out.println(weight + " " + used);
        for (int i = 0; i < N; i++) {
            if (index[i] == 0) {
                tarjan(i);
            }
        }
        Collections.sort(sizes, Comparator.reverseOrder());
        System.out.println(sizes.subList(0, 5) + " " + sizes.size());
        int[][] cap = new int[40][40];
        for (int i = 0; i < 300; i++) {
            cap[r.nextInt(40)][r.nextInt(40)] += r.nextInt(30);
        }
        System.out.println(flow(cap, 0, 39));
    }
}
