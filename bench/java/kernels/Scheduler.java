import java.util.ArrayDeque;

/** A simulated operating system: tasks of several classes send packets to each other under a scheduler with priorities. */
public class Scheduler {
    static final class Packet {
        final int kind;
        Task owner;
        int data;
        Packet next;

        Packet(int kind, int data) {
            this.kind = kind;
            this.data = data;
        }
    }

    abstract static class Task {
        final Scheduler kernel;
        final int priority;
        boolean held;
        Packet inbox;
        int runs;

        Task(Scheduler kernel, int priority) {
            this.kernel = kernel;
            this.priority = priority;
        }

        boolean ready() {
            return !held && (inbox != null || idle());
        }

        boolean idle() {
            return false;
        }

        Packet take() {
            Packet p = inbox;
            if (p != null) {
                inbox = p.next;
                p.next = null;
            }
            return p;
        }

        void send(Task to, Packet p) {
            p.owner = this;
            if (to.inbox == null) {
                to.inbox = p;
            } else {
                Packet last = to.inbox;
                while (last.next != null) {
                    last = last.next;
                }
                last.next = p;
            }
            kernel.sent++;
        }

        abstract void step(Packet p);
    }

    /** Keeps the machine going: holds and releases devices. */
    static final class Idle extends Task {
        private int left;
        private int state = 1;

        Idle(Scheduler k, int rounds) {
            super(k, 0);
            left = rounds;
        }

        @Override
        boolean idle() {
            return left > 0;
        }

        @Override
        void step(Packet p) {
            left--;
            boolean odd = (state & 1) != 0;
            state = odd ? state >> 1 ^ 0xd008 : state >> 1;
            kernel.tasks[odd ? 3 : 4].held = false;
            if (left % 5 == 0) {
                send(kernel.tasks[1], new Packet(0, state & 255));
            }
        }
    }

    static final class Worker extends Task {
        private int turn;

        Worker(Scheduler k) {
            super(k, 10);
        }

        @Override
        void step(Packet p) {
            turn ^= 1;
            p.data = p.data * 5 + turn & 0xffff;
            send(kernel.tasks[2], p);
        }
    }

    static final class Handler extends Task {
        private final ArrayDeque<Packet> waiting = new ArrayDeque<>();

        Handler(Scheduler k) {
            super(k, 20);
        }

        @Override
        void step(Packet p) {
            if (p.kind == 0) {
                waiting.add(p);
            } else {
                kernel.checksum = kernel.checksum * 31 + p.data;
            }
            while (!waiting.isEmpty() && (waiting.size() > 2 || p.kind == 1)) {
                Packet w = waiting.poll();
                send(kernel.tasks[3 + (w.data & 1)], new Packet(1, w.data + 1));
            }
        }
    }

    static final class Device extends Task {
        Device(Scheduler k, int priority) {
            super(k, priority);
        }

        @Override
        void step(Packet p) {
            held = true;
            p.data ^= priority;
            send(kernel.tasks[2], p);
        }
    }

    final Task[] tasks = {new Idle(this, 30_000), new Worker(this), new Handler(this), new Device(this, 30), new Device(this, 31)};
    int sent;
    long checksum;

    void schedule() {
        while (true) {
            Task best = null;
            for (Task t : tasks) {
                if (t.ready() && (best == null || t.priority > best.priority)) {
                    best = t;
                }
            }
            if (best == null) {
                return;
            }
            best.runs++;
            best.step(best.take());
        }
    }

    public static Object run() {
        long h = 0;
        for (int i = 0; i < 6; i++) {
            Scheduler k = new Scheduler();
            k.schedule();
            for (Task t : k.tasks) {
                h = h * 31 + t.runs;
            }
            h = h * 31 + k.sent + k.checksum;
        }
        return h;
    }
}
