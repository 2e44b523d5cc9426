import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;

/** A simulation with queues, trees and maps keyed by enums and strings. */
public class Events {
    static final long RESULT = 6243973382141990787L;

    enum Kind { ARRIVE, SERVE, LEAVE, TICK }

    record Event(long time, Kind kind, String who) implements Comparable<Event> {
        public int compareTo(Event o) { return time != o.time ? Long.compare(time, o.time) : kind.compareTo(o.kind); }
    }

    public static long run() {
        PriorityQueue<Event> queue = new PriorityQueue<>();
        ArrayDeque<String> waiting = new ArrayDeque<>();
        Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
        Map<String, Long> since = new HashMap<>();
        TreeMap<Long, Integer> delays = new TreeMap<>();
        queue.add(new Event(0, Kind.ARRIVE, "c0"));
        queue.add(new Event(0, Kind.TICK, ""));
        long seed = 1, h = 0;
        for (int n = 0; n < 60_000; n++) {
            Event e = queue.poll();
            counts.merge(e.kind(), 1, Integer::sum);
            seed = seed * 6364136223846793005L + 1442695040888963407L;
            long r = seed >>> 58;
            switch (e.kind()) {
                case ARRIVE -> {
                    waiting.add(e.who());
                    since.put(e.who(), e.time());
                    queue.add(new Event(e.time() + r, Kind.ARRIVE, "c" + n % 5000));
                }
                case SERVE -> queue.add(new Event(e.time() + r / 4, Kind.LEAVE, e.who()));
                case LEAVE -> {
                    Long from = since.remove(e.who());
                    delays.merge(from == null ? -1 : (e.time() - from) / 8, 1, Integer::sum);
                }
                case TICK -> {
                    while (!waiting.isEmpty() && (waiting.size() & 3) != 3) {
                        queue.add(new Event(e.time() + 1, Kind.SERVE, waiting.poll()));
                    }
                    queue.add(new Event(e.time() + 5, Kind.TICK, ""));
                }
            }
        }
        for (Map.Entry<Long, Integer> d : delays.entrySet()) {
            h = h * 31 + d.getKey() * 7 + d.getValue();
        }
        return h * 31 + counts.hashCode() * 0 + counts.get(Kind.TICK);
    }

    public static void main(String[] args) {
        System.out.println("Events " + (run() == RESULT ? "ok" : "WRONG"));
    }
}
