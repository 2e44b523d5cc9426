// vm: -Xbatch -Xrs -Xnoclassgc -Xshare:auto -Xmn4m -XX:+UseSerialGC -XX:MaxMetaspaceSize=200m -XX:-UseBiasedLocking -XX:CompileCommand=quiet -XX:CompileThreshold=100 -XX:+UseCompressedOops -XX:ReservedCodeCacheSize=32m -XX:+BackgroundCompilation -XX:-TieredCompilation -XX:MaxDirectMemorySize=1m -XX:AutoBoxCacheMax=1000 -XX:+HeapDumpOnOutOfMemoryError -XX:ErrorFile=./err.log -XX:+ShowCodeDetailsInExceptionMessages -Xcheck:jni
// compare: stdout
// Flags of HotSpot that scripts and tests give; two of them change what a program sees.
import java.nio.ByteBuffer;

public class AcceptedFlags {
    public static void main(String[] args) {
        Integer a = 900, b = 900;
        System.out.println(a == b);
        try {
            ByteBuffer.allocateDirect(2 << 20);
        } catch (OutOfMemoryError e) {
            System.out.println(e.getMessage());
        }
        System.out.println(ByteBuffer.allocateDirect(1000).capacity());
    }
}
