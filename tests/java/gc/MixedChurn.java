// vm: -Xmx40m -Xmn2m -XX:MaxGCPauseMillis=5 -XX:MaxTenuringThreshold=1 -XX:+UnlockDiagnosticVMOptions -XX:+VerifyAfterGC
// stress: 5000
// A heap that is half full of old objects, linked across each other and replaced at random, under a pause goal: old
// regions are evacuated a few at a time, together with the young ones.
import java.lang.ref.WeakReference;
import java.util.*;

public class MixedChurn {
    static final class Rec {
        final int id;
        Rec next, friend;
        Object payload;
        WeakReference<Rec> weak;

        Rec(int id) {
            this.id = id;
        }

        void check() {
            boolean right = switch (id % 4) {
                case 0 -> ((int[]) payload)[0] == id;
                case 1 -> ((Object[]) payload)[id % 7] == this;
                case 2 -> payload.equals("payload " + id);
                default -> payload instanceof byte[] b && b.length == id % 300 + 1 && b[id % 300] == (byte) id;
            };
            Rec w = weak == null ? null : weak.get();
            if (!right || friend != null && friend.id % 3 != id % 3 || w != null && w.id != id + 1) {
                throw new IllegalStateException("record " + id);
            }
        }
    }

    static Rec make(int id, Rec next) {
        Rec r = new Rec(id);
        r.next = next;
        r.payload = switch (id % 4) {
            case 0 -> new int[] {id, 1, 2};
            case 1 -> {
                Object[] a = new Object[id % 7 + 1];
                a[id % 7] = r;
                yield a;
            }
            case 2 -> "payload " + id;
            default -> {
                byte[] b = new byte[id % 300 + 1];
                b[id % 300] = (byte) id;
                yield b;
            }
        };
        return r;
    }

    public static void main(String[] args) {
        Random random = new Random(77);
        Rec[] buckets = new Rec[8_000];
        Object[][] large = new Object[3][];
        IdentityHashMap<Rec, Integer> hashes = new IdentityHashMap<>();
        int id = 0;
        for (int round = 0; round < 14; round++) {
            for (int i = 0; i < buckets.length; i++) {
                buckets[i] = make(id++, buckets[i]);
            }
        }
        long sum = 0;
        for (int step = 0; step < 400_000; step++) {
            int at = random.nextInt(buckets.length);
            Rec first = buckets[at], last = first;
            while (last.next.next != null) {
                last = last.next;
            }
            last.next.check();
            sum = sum * 31 + last.next.id;
            last.next = null;
            Rec fresh = make(id++, first);
            buckets[at] = fresh;
            Rec other = buckets[random.nextInt(buckets.length)];
            if (other.id % 3 == fresh.id % 3) {
                // from old to young, and back
                other.friend = fresh;
                fresh.friend = other;
            } else if (other.next != null && (step & 15) == 0) {
                other.next.friend = null;
            }
            if (first.id == fresh.id - 1) {
                first.weak = new WeakReference<>(fresh);
            }
            if (step % 1000 == 0) {
                hashes.put(fresh, System.identityHashCode(fresh));
                if (hashes.size() > 200) {
                    hashes.clear();
                }
            }
            if (step % 5000 == 0) {
                Object[] a = new Object[100_000];
                for (int i = 0; i < a.length; i += 1000) {
                    a[i] = buckets[i % buckets.length];
                }
                large[step / 5000 % 3] = a;
                for (Map.Entry<Rec, Integer> e : hashes.entrySet()) {
                    e.getKey().check();
                    if (System.identityHashCode(e.getKey()) != e.getValue()) {
                        throw new IllegalStateException("hash of " + e.getKey().id);
                    }
                }
            }
        }
        int count = 0;
        for (Rec b : buckets) {
            for (Rec r = b; r != null; r = r.next) {
                r.check();
                count++;
                sum = sum * 31 + r.id;
            }
        }
        for (Object[] a : large) {
            for (int i = 0; i < a.length; i += 1000) {
                ((Rec) a[i]).check();
            }
        }
        System.out.println(count + " " + sum);
    }
}
