// vm: -Djava.library.path={jni}
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

public class JniBuffers {
    static native ByteBuffer make(long capacity);

    static native int sum();

    static native String describe(Object buffer);

    static native String negative();

    public static void main(String[] args) {
        System.loadLibrary("excelsa_jni_test");
        ByteBuffer b = make(64);
        System.out.println(b + " " + b.isDirect() + " " + b.order());
        for (int i = 0; i < 64; i++) {
            b.put(i, (byte) i);
        }
        System.out.println(sum());
        b.order(ByteOrder.LITTLE_ENDIAN).putInt(0, 0x01010101);
        System.out.println(sum());
        System.out.println(describe(b) + describe(ByteBuffer.allocateDirect(10)) + describe(ByteBuffer.allocate(10)) + describe(b.slice()));
        System.out.println(describe(b.position(4).slice().asIntBuffer()) + describe(b.asReadOnlyBuffer()) + describe("not a buffer"));
        System.out.println(negative());
        System.out.println(make(0).capacity());
    }
}
