// vm: -Xmx64m -XX:MaxDirectMemorySize=16m
// Direct buffers are freed by their cleaners: a hundred times the limit is made and dropped.
import java.nio.ByteBuffer;
import java.util.*;

public class DirectBuffers {
    static long one(int i) {
        ByteBuffer b = ByteBuffer.allocateDirect(1 << 20);
        b.putLong(8 * i, i);
        ByteBuffer slice = b.slice(8 * i, 8);
        return slice.getLong(0) + b.capacity();
    }

    public static void main(String[] args) throws Exception {
        long sum = 0;
        for (int i = 0; i < 1600; i++) {
            sum += one(i);
        }
        System.out.println(sum);
        // A slice keeps the memory of the buffer that it was made from.
        List<ByteBuffer> slices = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            slices.add(part(i));
        }
        System.gc();
        for (int i = 0; i < 100; i++) {
            sum += one(i);
        }
        for (ByteBuffer s : slices) {
            sum = sum * 31 + s.getInt(0);
        }
        System.out.println(sum);
        try {
            for (int i = 0; i < 100; i++) {
                slices.add(ByteBuffer.allocateDirect(1 << 20));
            }
        } catch (OutOfMemoryError e) {
            System.out.println(e.getMessage().replaceAll("[0-9]+", "N") + " " + slices.size());
        }
        slices.clear();
        System.out.println(one(5));
    }

    static ByteBuffer part(int i) {
        ByteBuffer b = ByteBuffer.allocateDirect(1 << 20);
        b.putInt(400, i * 7);
        return b.slice(400, 4).asReadOnlyBuffer();
    }
}
