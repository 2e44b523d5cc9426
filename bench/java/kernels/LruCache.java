import java.util.*;

/** A cache with eviction: objects that live for a while and then die, an access-ordered map, strings as keys. */
public class LruCache extends LinkedHashMap<String, byte[]> {
    private static final long serialVersionUID = 1;
    private static final int CAPACITY = 6_000;

    private int evicted;

    LruCache() {
        super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, byte[]> eldest) {
        if (size() <= CAPACITY) {
            return false;
        }
        evicted++;
        return true;
    }

    public static Object run() {
        LruCache cache = new LruCache();
        long seed = 12345;
        long hits = 0;
        long h = 0;
        for (int i = 0; i < 40_000; i++) {
            seed = seed * 6364136223846793005L + 1442695040888963407L;
            // Small numbers are wanted more often.
            int bits = (int) (seed >>> 40);
            int wanted = (int) ((long) (bits & 0xfff) * (bits >>> 12) >>> 10);
            String key = "key-" + wanted;
            byte[] found = cache.get(key);
            if (found == null) {
                found = new byte[64 + wanted % 200];
                found[wanted % 64] = (byte) wanted;
                cache.put(key, found);
            } else {
                hits++;
            }
            h = h * 31 + found.length + found[wanted % 64];
        }
        return hits + "/" + cache.evicted + "/" + h;
    }
}
