// skip move: the mode unlocks diagnostic flags
// skip stress: the mode unlocks diagnostic flags
// skip tinycache: the mode unlocks diagnostic flags
// skip random: the mode unlocks diagnostic flags
// skip compgc: the mode unlocks diagnostic flags
// skip deopt: the mode unlocks diagnostic flags
// vm: -XX:-BytecodeVerificationRemote
// exit: 1
// compare: all
// A diagnostic flag needs -XX:+UnlockDiagnosticVMOptions before it.
public class DiagnosticFlag {
    public static void main(String[] args) {
        System.out.println("never");
    }
}
