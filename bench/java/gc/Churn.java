import java.util.Random;

/**
 * A linked structure of some 500 MB whose parts are replaced at random: records with a few fields, strings of bytes
 * of different sizes and links to other records, in buckets. What is replaced has mostly become old.
 *
 * <p>{@code Churn [MEGABYTES [STEPS]]}, 500 and 4,000,000 by default.
 */
public class Churn {
    static final class Rec {
        final long id;
        Rec next, friend;
        final byte[] data;
        int uses;

        Rec(long id, Rec next, Rec friend, int size) {
            this.id = id;
            this.next = next;
            this.friend = friend;
            data = new byte[size];
            data[0] = (byte) id;
        }
    }

    /** Mean bytes of a record with its data, in either virtual machine. */
    static final int MEAN = 170;
    static final int CHAIN = 8;

    public static void main(String[] args) {
        int megabytes = args.length > 0 ? Integer.parseInt(args[0]) : 500;
        int steps = args.length > 1 ? Integer.parseInt(args[1]) : 4_000_000;
        Rec[] buckets = new Rec[(int) ((megabytes << 20L) / MEAN / CHAIN)];
        Random random = new Random(20240607);
        long id = 0;
        for (int round = 0; round < CHAIN; round++) {
            for (int i = 0; i < buckets.length; i++) {
                buckets[i] = new Rec(id++, buckets[i], null, size(random));
            }
        }
        long sum = 0;
        for (int step = 0; step < steps; step++) {
            int at = random.nextInt(buckets.length);
            // The last of the chain goes, a new one comes to the front.
            Rec first = buckets[at], last = first;
            while (last.next.next != null) {
                last = last.next;
                last.uses++;
            }
            sum += last.next.data[0] + last.uses;
            last.next = null;
            Rec fresh = new Rec(id++, first, null, size(random));
            buckets[at] = fresh;
            if ((step & 7) == 0) {
                // Links that cross chains, and are cut when their holder goes.
                Rec other = buckets[random.nextInt(buckets.length)];
                other.friend = first;
                first.friend = null;
            }
        }
        for (int i = 0; i < buckets.length; i += 101) {
            for (Rec r = buckets[i]; r != null; r = r.next) {
                sum = sum * 31 + r.id + (r.friend == null ? 0 : r.friend.data[0]);
            }
        }
        System.out.println("Churn " + megabytes + " " + steps + " " + sum);
    }

    static int size(Random random) {
        int r = random.nextInt();
        return (r & 63) == 0 ? 1 + (r >>> 21) : 16 + (r >>> 6 & 127);
    }
}
