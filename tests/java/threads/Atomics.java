// Atomics over many threads: counters, field updaters, references, arrays, adders, jdk.internal Unsafe.
// javac: --add-exports java.base/jdk.internal.misc=ALL-UNNAMED
// vm: --add-exports java.base/jdk.internal.misc=ALL-UNNAMED
import java.util.concurrent.atomic.*;
import jdk.internal.misc.Unsafe;

public class Atomics {
    volatile int vi;
    volatile long vl;
    volatile String vs = "a";
    int plain;
    byte b;
    short s;
    boolean z;
    char c;
    float f;
    double d;
    long l;
    Object o;
    static int st;

    static void many(Runnable r) throws InterruptedException {
        Thread[] ts = new Thread[4];
        for (int i = 0; i < 4; i++) {
            ts[i] = new Thread(() -> {
                for (int k = 0; k < 5000; k++) {
                    r.run();
                }
            });
            ts[i].start();
        }
        for (Thread t : ts) {
            t.join();
        }
    }

    public static void main(String[] args) throws Exception {
        AtomicInteger ai = new AtomicInteger();
        AtomicLong al = new AtomicLong();
        AtomicIntegerArray arr = new AtomicIntegerArray(2);
        AtomicReference<Integer> ref = new AtomicReference<>(0);
        LongAdder adder = new LongAdder();
        LongAccumulator acc = new LongAccumulator(Long::max, 0);
        Atomics o = new Atomics();
        AtomicIntegerFieldUpdater<Atomics> fi = AtomicIntegerFieldUpdater.newUpdater(Atomics.class, "vi");
        AtomicLongFieldUpdater<Atomics> fl = AtomicLongFieldUpdater.newUpdater(Atomics.class, "vl");
        AtomicReferenceFieldUpdater<Atomics, String> fs = AtomicReferenceFieldUpdater.newUpdater(Atomics.class, String.class, "vs");
        Unsafe u = Unsafe.getUnsafe();
        long plain = u.objectFieldOffset(Atomics.class, "plain");
        many(() -> {
            ai.incrementAndGet();
            al.addAndGet(2);
            arr.getAndIncrement(1);
            ref.updateAndGet(x -> x + 1);
            adder.increment();
            acc.accumulate(ai.get());
            fi.incrementAndGet(o);
            fl.getAndAdd(o, 3);
            u.getAndAddInt(o, plain, 1);
        });
        System.out.println(ai + " " + al + " " + arr + " " + ref + " " + adder + " " + acc + " " + o.vi + " " + o.vl + " " + o.plain);
        System.out.println(fs.compareAndSet(o, "a", "b") + " " + fs.getAndSet(o, "c") + " " + o.vs + " " + ai.compareAndSet(1, 2) + " " + ai.compareAndExchange(20000, 5) + " " + ai);
        AtomicStampedReference<String> sr = new AtomicStampedReference<>("x", 1);
        System.out.println(sr.compareAndSet("x", "y", 1, 2) + " " + sr.getStamp() + " " + new AtomicMarkableReference<>("m", true).isMarked());
        AtomicBoolean ab = new AtomicBoolean();
        System.out.println(ab.getAndSet(true) + " " + ab.compareAndSet(true, false) + " " + ab.weakCompareAndSetPlain(true, false));
        try {
            AtomicIntegerFieldUpdater.newUpdater(Atomics.class, "plain");
        } catch (IllegalArgumentException e) {
            System.out.println(e.getMessage());
        }
        try {
            AtomicIntegerFieldUpdater.newUpdater(Atomics.class, "nothing");
        } catch (RuntimeException e) {
            System.out.println(e.getCause());
        }
        long ob = u.objectFieldOffset(Atomics.class, "b");
        u.putByte(o, ob, (byte) -7);
        System.out.println(u.getByteVolatile(o, ob) + " " + u.compareAndSetByte(o, ob, (byte) -7, (byte) 9) + " " + o.b + " " + u.getAndAddByte(o, ob, (byte) 120) + " " + o.b);
        long os = u.objectFieldOffset(Atomics.class, "s");
        System.out.println(u.compareAndSetShort(o, os, (short) 0, (short) -3) + " " + u.compareAndExchangeShort(o, os, (short) -3, (short) 4) + " " + o.s);
        long oz = u.objectFieldOffset(Atomics.class, "z");
        System.out.println(u.compareAndSetBoolean(o, oz, false, true) + " " + o.z + " " + u.getAndBitwiseXorBoolean(o, oz, true) + " " + o.z);
        long oc = u.objectFieldOffset(Atomics.class, "c");
        System.out.println(u.compareAndSetChar(o, oc, '\0', 'q') + " " + o.c + " " + u.getAndSetChar(o, oc, 'r'));
        long of = u.objectFieldOffset(Atomics.class, "f");
        System.out.println(u.compareAndSetFloat(o, of, 0f, 1.5f) + " " + u.getAndAddFloat(o, of, 1f) + " " + o.f);
        long od = u.objectFieldOffset(Atomics.class, "d");
        System.out.println(u.compareAndSetDouble(o, od, 0.0, 2.5) + " " + u.getAndAddDouble(o, od, 1) + " " + o.d);
        long ol = u.objectFieldOffset(Atomics.class, "l");
        System.out.println(u.compareAndExchangeLong(o, ol, 0, 1L << 50) + " " + u.getAndBitwiseOrLong(o, ol, 3) + " " + u.getAndSetLong(o, ol, -1) + " " + o.l);
        long oo = u.objectFieldOffset(Atomics.class, "o");
        System.out.println(u.compareAndSetReference(o, oo, null, "ref") + " " + u.getAndSetReference(o, oo, "next") + " " + u.compareAndExchangeReference(o, oo, "x", "y") + " " + o.o);
        long mem = u.allocateMemory(64);
        u.setMemory(mem, 64, (byte) 0x11);
        u.putLong(mem + 8, 0x0102030405060708L);
        System.out.println(Long.toHexString(u.getLong(mem)) + " " + u.getByte(mem + 8) + " " + u.getInt(null, mem + 12) + " " + Integer.toHexString(u.getIntUnaligned(null, mem + 5)));
        byte[] bytes = new byte[16];
        u.copyMemory(null, mem + 4, bytes, Unsafe.ARRAY_BYTE_BASE_OFFSET, 12);
        System.out.println(java.util.Arrays.toString(bytes) + " " + u.getLongUnaligned(bytes, Unsafe.ARRAY_BYTE_BASE_OFFSET + 3));
        mem = u.reallocateMemory(mem, 128);
        System.out.println(u.getByte(mem + 63));
        u.copySwapMemory(null, mem + 8, null, mem + 64, 8, 8);
        System.out.println(Long.toHexString(u.getLong(mem + 64)));
        u.freeMemory(mem);
        System.out.println(Unsafe.ARRAY_INT_INDEX_SCALE + " " + u.arrayIndexScale(long[].class) + " " + u.addressSize() + " " + u.pageSize() + " " + u.isBigEndian() + " " + u.unalignedAccess());
        Object made = u.allocateInstance(Atomics.class);
        System.out.println(((Atomics) made).vs);
        int[] un = (int[]) u.allocateUninitializedArray(int.class, 3);
        System.out.println(un.length + " " + u.shouldBeInitialized(String.class));
        try {
            u.throwException(new java.io.IOException("sneaky"));
        } catch (Exception e) {
            System.out.println(e);
        }
        long so = u.staticFieldOffset(Atomics.class.getDeclaredField("st"));
        u.putIntVolatile(u.staticFieldBase(Atomics.class.getDeclaredField("st")), so, 77);
        System.out.println(st);
        u.fullFence();
        u.loadFence();
        u.storeFence();
    }
}
