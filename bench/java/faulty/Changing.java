/** The right result twice, then another one. */
public class Changing {
    private static int calls;

    public static Object run() {
        return calls++ < 2 ? 42 : 43;
    }
}
