// VarHandles of all kinds with all access modes.
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

public class VarHandlesAll {
    int i = 1;
    long l = 2;
    boolean z;
    byte b = 3;
    short s = 4;
    char c = 'c';
    float f = 1.5f;
    double d = 2.5;
    String str = "a";
    static int si = 10;
    static String ss = "static";
    final int fin = 9;

    static void expect(String what, Runnable r) {
        try {
            r.run();
            System.out.println(what + " no exception");
        } catch (Throwable t) {
            System.out.println(what + " " + t);
        }
    }

    public static void main(String[] args) throws Exception {
        MethodHandles.Lookup l = MethodHandles.lookup();
        VarHandlesAll o = new VarHandlesAll();
        VarHandle vi = l.findVarHandle(VarHandlesAll.class, "i", int.class);
        System.out.println((int) vi.get(o) + " " + (int) vi.getVolatile(o) + " " + (int) vi.getOpaque(o) + " " + (int) vi.getAcquire(o));
        vi.set(o, 2);
        vi.setVolatile(o, (int) vi.get(o) + 1);
        vi.setOpaque(o, (int) vi.get(o) + 1);
        vi.setRelease(o, (int) vi.get(o) + 1);
        System.out.println(o.i);
        System.out.println(vi.compareAndSet(o, 5, 6) + " " + vi.compareAndSet(o, 5, 7) + " " + (int) vi.compareAndExchange(o, 6, 8) + " "
            + (int) vi.compareAndExchangeAcquire(o, 1, 9) + " " + (int) vi.compareAndExchangeRelease(o, 8, 10) + " " + o.i);
        while (!vi.weakCompareAndSet(o, 10, 11)) {
        }
        while (!vi.weakCompareAndSetPlain(o, 11, 12)) {
        }
        while (!vi.weakCompareAndSetAcquire(o, 12, 13)) {
        }
        while (!vi.weakCompareAndSetRelease(o, 13, 14)) {
        }
        System.out.println(o.i + " " + vi.weakCompareAndSet(o, 0, 1));
        System.out.println((int) vi.getAndSet(o, 20) + " " + (int) vi.getAndSetAcquire(o, 21) + " " + (int) vi.getAndSetRelease(o, 22));
        System.out.println((int) vi.getAndAdd(o, 5) + " " + (int) vi.getAndAddAcquire(o, 5) + " " + (int) vi.getAndAddRelease(o, -7) + " " + o.i);
        System.out.println((int) vi.getAndBitwiseOr(o, 64) + " " + (int) vi.getAndBitwiseAnd(o, 0x5f) + " " + (int) vi.getAndBitwiseXor(o, -1) + " "
            + (int) vi.getAndBitwiseOrAcquire(o, 1) + " " + (int) vi.getAndBitwiseAndRelease(o, 0xff) + " " + (int) vi.getAndBitwiseXorRelease(o, 3) + " " + o.i);
        VarHandle vl = l.findVarHandle(VarHandlesAll.class, "l", long.class);
        System.out.println((long) vl.getAndAdd(o, 1L << 40) + " " + (long) vl.getAndBitwiseXor(o, 7L) + " " + vl.compareAndSet(o, o.l, -1L) + " " + o.l);
        VarHandle vz = l.findVarHandle(VarHandlesAll.class, "z", boolean.class);
        System.out.println(vz.compareAndSet(o, false, true) + " " + (boolean) vz.getAndSet(o, false) + " " + (boolean) vz.getAndBitwiseOr(o, true) + " " + o.z);
        VarHandle vb = l.findVarHandle(VarHandlesAll.class, "b", byte.class);
        System.out.println((byte) vb.getAndAdd(o, (byte) 126) + " " + o.b + " " + vb.compareAndSet(o, o.b, (byte) 1) + " " + (byte) vb.getAndBitwiseOr(o, (byte) -128) + " " + o.b);
        VarHandle vs = l.findVarHandle(VarHandlesAll.class, "s", short.class);
        System.out.println((short) vs.getAndAdd(o, (short) 32767) + " " + o.s + " " + vs.compareAndSet(o, o.s, (short) 5) + " " + o.s);
        VarHandle vc = l.findVarHandle(VarHandlesAll.class, "c", char.class);
        System.out.println((char) vc.getAndAdd(o, (char) 1) + " " + o.c + " " + (char) vc.compareAndExchange(o, 'd', 'z') + " " + o.c);
        VarHandle vf = l.findVarHandle(VarHandlesAll.class, "f", float.class);
        System.out.println((float) vf.getAndAdd(o, 1f) + " " + vf.compareAndSet(o, 2.5f, 3.5f) + " " + o.f + " " + vf.isAccessModeSupported(VarHandle.AccessMode.GET_AND_BITWISE_OR));
        VarHandle vd = l.findVarHandle(VarHandlesAll.class, "d", double.class);
        System.out.println((double) vd.getAndAdd(o, 1.0) + " " + (double) vd.compareAndExchange(o, 3.5, -0.0) + " " + vd.compareAndSet(o, 0.0, 1.0) + " " + o.d);
        VarHandle vstr = l.findVarHandle(VarHandlesAll.class, "str", String.class);
        System.out.println(vstr.compareAndSet(o, "a", "b") + " " + vstr.getAndSet(o, "c") + " " + vstr.getVolatile(o) + " " + vstr.isAccessModeSupported(VarHandle.AccessMode.GET_AND_ADD));
        VarHandle vsi = l.findStaticVarHandle(VarHandlesAll.class, "si", int.class);
        System.out.println((int) vsi.getAndAdd(1) + " " + si + " " + vsi.compareAndSet(11, 12) + " " + si);
        VarHandle vss = l.findStaticVarHandle(VarHandlesAll.class, "ss", String.class);
        vss.setVolatile("changed");
        System.out.println(ss);
        VarHandle arr = MethodHandles.arrayElementVarHandle(int[].class);
        int[] a = {1, 2, 3};
        arr.setVolatile(a, 1, 20);
        System.out.println((int) arr.getAndAdd(a, 2, 4) + " " + a[1] + " " + a[2] + " " + arr.compareAndSet(a, 0, 1, 100) + a[0]);
        VarHandle oarr = MethodHandles.arrayElementVarHandle(String[].class);
        Object[] objects = new String[] {"x", "y"};
        System.out.println(oarr.compareAndSet((String[]) objects, 0, "x", "z") + " " + objects[0]);
        VarHandle barr = MethodHandles.arrayElementVarHandle(byte[].class);
        byte[] bytes = new byte[16];
        System.out.println((byte) barr.getAndSet(bytes, 3, (byte) 7) + " " + bytes[3] + " " + barr.compareAndSet(bytes, 3, (byte) 7, (byte) -7) + " " + bytes[3] + bytes[2] + bytes[4]);
        VarHandle view = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
        view.set(bytes, 4, 0x01020304);
        System.out.println(bytes[4] + " " + bytes[7] + " " + (int) view.get(bytes, 5) + " " + view.isAccessModeSupported(VarHandle.AccessMode.COMPARE_AND_SET));
        VarHandle lview = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
        System.out.println((long) lview.get(bytes, 1));
        VarHandle bb = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
        ByteBuffer direct = ByteBuffer.allocateDirect(32);
        bb.setVolatile(direct, 8, 0x1122334455667788L);
        System.out.println(direct.get(8) + " " + (long) bb.getAndAdd(direct, 8, 1L) + " " + bb.compareAndSet(direct, 8, 0x1122334455667789L, 5L) + " " + (long) bb.get(direct, 8));
        expect("null", () -> { int x = (int) vi.get((VarHandlesAll) null); });
        expect("bounds", () -> arr.set(a, 3, 1));
        expect("wrong type", () -> vi.set(o, "text"));
        expect("wrong receiver", () -> { int x = (int) vi.get("text"); });
        expect("unsupported", () -> vstr.getAndAdd(o, "x"));
        expect("store", () -> MethodHandles.arrayElementVarHandle(Object[].class).set(new String[1], 0, 1));
        expect("view bounds", () -> view.get(bytes, 13));
        expect("view negative", () -> view.get(bytes, -1));
        VarHandle vfin = l.findVarHandle(VarHandlesAll.class, "fin", int.class);
        expect("final", () -> vfin.set(o, 1));
        expect("exact", () -> vi.withInvokeExactBehavior().set(o, (byte) 1));
        vi.withInvokeExactBehavior().set(o, 1);
        System.out.println(vi.varType() + " " + vi.coordinateTypes() + " " + vi.accessModeType(VarHandle.AccessMode.COMPARE_AND_SET) + " " + vi.hasInvokeExactBehavior());
        try {
            System.out.println(vi.toMethodHandle(VarHandle.AccessMode.GET_AND_ADD).invoke(o, 5));
        } catch (Throwable t) {
            System.out.println(t);
        }
        for (VarHandle.AccessMode m : VarHandle.AccessMode.values()) {
            System.out.print(m.methodName() + (vz.isAccessModeSupported(m) ? "+ " : "- "));
        }
        System.out.println();
        VarHandle.fullFence();
        VarHandle.acquireFence();
        VarHandle.releaseFence();
        VarHandle.loadLoadFence();
        VarHandle.storeStoreFence();
        System.out.println(vi.describeConstable().isPresent());
    }
}
