/** Ends with an exception in its second call. */
public class Throws {
    private static int calls;

    public static Object run() {
        if (calls++ > 0) {
            throw new IllegalStateException("as it should");
        }
        return 42;
    }
}
