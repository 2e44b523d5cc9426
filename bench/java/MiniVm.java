/** An interpreter in Java: a switch in a loop over an int array. */
public class MiniVm {
    static final int RESULT = -1106245151;

    static final int PUSH = 0, ADD = 1, SUB = 2, LOAD = 3, STORE = 4, JNZ = 5, MUL = 6, HALT = 7, XOR = 8, SHR = 9;

    static int execute(int[] code, int n) {
        int[] stack = new int[32];
        int[] vars = new int[8];
        vars[0] = n;
        int sp = 0;
        int pc = 0;
        while (true) {
            switch (code[pc++]) {
                case PUSH -> stack[sp++] = code[pc++];
                case ADD -> {
                    sp--;
                    stack[sp - 1] += stack[sp];
                }
                case SUB -> {
                    sp--;
                    stack[sp - 1] -= stack[sp];
                }
                case MUL -> {
                    sp--;
                    stack[sp - 1] *= stack[sp];
                }
                case XOR -> {
                    sp--;
                    stack[sp - 1] ^= stack[sp];
                }
                case SHR -> {
                    sp--;
                    stack[sp - 1] >>>= stack[sp];
                }
                case LOAD -> stack[sp++] = vars[code[pc++]];
                case STORE -> vars[code[pc++]] = stack[--sp];
                case JNZ -> {
                    int target = code[pc++];
                    if (stack[--sp] != 0) {
                        pc = target;
                    }
                }
                case HALT -> {
                    return vars[1];
                }
                default -> throw new IllegalStateException();
            }
        }
    }

    public static int run() {
        // do { v1 = (v1 * 31 + v0) ^ (v1 >>> 3); v0 = v0 - 1; } while (v0 != 0)
        int[] code = {LOAD, 1, PUSH, 31, MUL, LOAD, 0, ADD, LOAD, 1, PUSH, 3, SHR, XOR, STORE, 1, LOAD, 0, PUSH, 1, SUB,
            STORE, 0, LOAD, 0, JNZ, 0, HALT};
        return execute(code, 3_500_000);
    }

    public static void main(String[] args) {
        System.out.println("MiniVm " + (run() == RESULT ? "ok" : "WRONG"));
    }
}
