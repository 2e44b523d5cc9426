// exit: 1
public class MainInitFails {
    static {
        if (true) {
            throw new IllegalStateException("static initialiser");
        }
    }

    public static void main(String[] args) {
    }
}
