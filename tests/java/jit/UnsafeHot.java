// Unsafe's accesses as instructions: every type, unaligned places, native memory, references with their barrier, atomic operations.
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.*;
import sun.misc.Unsafe;

public class UnsafeHot {
    static final Unsafe U;

    static {
        try {
            Field f = Unsafe.class.getDeclaredField("theUnsafe");
            f.setAccessible(true);
            U = (Unsafe) f.get(null);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    static final long BYTES = Unsafe.ARRAY_BYTE_BASE_OFFSET;
    static final long REFERENCES = Unsafe.ARRAY_OBJECT_BASE_OFFSET, SCALE = Unsafe.ARRAY_OBJECT_INDEX_SCALE;

    static long all(Object base, long at, long v) {
        U.putLong(base, at, v);
        long h = U.getByte(base, at + 1) * 3L + U.getShort(base, at + 2) * 5L + U.getChar(base, at + 4) * 7L;
        h += U.getInt(base, at + 1) * 11L + U.getLong(base, at) * 13;
        U.putFloat(base, at + 8, (float) v / 3);
        U.putDouble(base, at + 16, v / 7.0);
        h = h * 31 + Float.floatToIntBits(U.getFloat(base, at + 8)) + Double.doubleToLongBits(U.getDouble(base, at + 16));
        U.putBoolean(base, at + 24, (v & 4) != 0);
        U.putByte(base, at + 25, (byte) v);
        U.putShort(base, at + 26, (short) (v >> 3));
        U.putChar(base, at + 28, (char) (v >> 5));
        h = h * 31 + (U.getBoolean(base, at + 24) ? 1 : 0) + U.getByte(base, at + 25) + U.getShort(base, at + 26) + U.getChar(base, at + 28);
        U.putIntVolatile(base, at + 32, (int) v);
        U.putLongVolatile(base, at + 40, ~v);
        h = h * 31 + U.getIntVolatile(base, at + 32) + U.getLongVolatile(base, at + 40);
        h += U.getAndAddInt(base, at + 32, 5) + U.getAndSetLong(base, at + 40, v * 3) + U.getAndAddLong(base, at + 40, -2);
        h += U.compareAndSwapInt(base, at + 32, (int) v + 5, 9) ? 17 : 19;
        h += U.compareAndSwapLong(base, at + 40, v, 4) ? 23 : 29;
        return h * 31 + U.getInt(base, at + 32) + U.getLong(base, at + 40);
    }

    static int references(Object[] a, int i) {
        long at = REFERENCES + SCALE * (i & 63);
        U.putObject(a, at, "s" + i);
        Object old = U.getObject(a, at);
        boolean swapped = U.compareAndSwapObject(a, at, old, Integer.valueOf(i));
        Object last = U.getAndSetObject(a, REFERENCES + SCALE * (i * 7 & 63), old);
        U.putObjectVolatile(a, REFERENCES + SCALE * (i * 5 & 63), last);
        return old.hashCode() + (swapped ? 1 : 0) + (last == null ? 0 : last.hashCode());
    }

    static int buffers(ByteBuffer b, int i) {
        int at = i % 100;
        b.putInt(at, i).putLong(at + 5, i * 77L).putDouble(at + 16, i / 3.0).putShort(at + 25, (short) i);
        return b.getInt(at + 1) + (int) b.getLong(at + 6) + (int) b.getDouble(at + 16) + b.getShort(at + 24) + b.getChar(at);
    }

    volatile int field;
    static final AtomicIntegerFieldUpdater<UnsafeHot> UPDATER = AtomicIntegerFieldUpdater.newUpdater(UnsafeHot.class, "field");

    static class Leaf {
        Object[] garbage = new Object[8];
    }

    public static void main(String[] args) {
        byte[] heap = new byte[64];
        long memory = U.allocateMemory(64);
        U.setMemory(memory, 64, (byte) 0);
        long h = 0;
        Object[] objects = new Object[64];
        ByteBuffer direct = ByteBuffer.allocateDirect(200), array = ByteBuffer.allocate(200).order(ByteOrder.LITTLE_ENDIAN);
        UnsafeHot o = new UnsafeHot();
        AtomicLong atomic = new AtomicLong();
        AtomicReference<Integer> reference = new AtomicReference<>(0);
        AtomicReferenceArray<Leaf> leaves = new AtomicReferenceArray<>(16);
        for (int i = 0; i < 40_000; i++) {
            long v = i * 0x9e3779b97f4a7c15L;
            h = h * 31 + all(heap, BYTES, v) + all(null, memory, ~v);
            h = h * 31 + references(objects, i) + buffers(direct, i) + buffers(array, i);
            h += UPDATER.getAndAdd(o, i) + (UPDATER.compareAndSet(o, 3, 4) ? 1 : 0) + atomic.addAndGet(i) + atomic.getAndSet(h & 7);
            h += reference.updateAndGet(n -> n + 1);
            Leaf old = leaves.getAndSet(i & 15, new Leaf());
            h += old == null ? 0 : old.garbage.length;
        }
        U.freeMemory(memory);
        System.out.println(h + " " + o.field + " " + atomic + " " + reference);
    }
}
