// javac: --add-exports java.base/jdk.internal.perf=ALL-UNNAMED
// vm: --add-exports java.base/jdk.internal.perf=ALL-UNNAMED
// Performance counters of the VM itself: long and string ones, duplicate names, bad arguments, attaching to nothing.
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jdk.internal.perf.Perf;

public class PerfCounters {
    interface Body {
        Object run() throws Exception;
    }

    static void expect(String what, Body b) {
        try {
            System.out.println(what + " " + b.run());
        } catch (Exception e) {
            System.out.println(what + " " + e);
        }
    }

    public static void main(String[] args) {
        Perf p = Perf.getPerf();
        ByteBuffer b = p.createLong("my.counter", 3, 1, 77L);
        b.order(ByteOrder.nativeOrder());
        System.out.println(b.getLong(0) + " " + b.capacity() + " " + b.isDirect());
        b.putLong(0, -1);
        System.out.println(b.getLong(0));
        ByteBuffer s = p.createString("my.string", 3, 5, "hello", 10);
        byte[] x = new byte[s.capacity()];
        s.get(x);
        System.out.println(new String(x).trim() + " " + x.length);
        expect("twice", () -> p.createLong("my.counter", 3, 1, 77L));
        expect("string twice", () -> p.createString("my.string", 3, 5, "hello", 10));
        expect("variability", () -> p.createLong("x", 9, 1, 77L));
        expect("units", () -> p.createLong("x", 1, 9, 77L));
        expect("bytes units", () -> p.createByteArray("y", 1, 1, new byte[2], 2));
        expect("null", () -> p.createByteArray("z", 1, 5, null, 2));
        System.out.println(p.highResFrequency() + " " + (p.highResCounter() <= p.highResCounter()));
        expect("attach", () -> p.attach(99999999, "r"));
        expect("attach mode", () -> p.attach(99999999, "rw"));
        expect("attach bad mode", () -> p.attach(99999999, "q"));
    }
}
