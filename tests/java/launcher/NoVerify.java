// vm: -XX:+UnlockDiagnosticVMOptions -XX:-BytecodeVerificationRemote
public class NoVerify {
    public static void main(String[] args) {
        System.out.println("not verified");
    }
}
