/** Gives another result than the one which is expected of it. */
public class Wrong {
    public static Object run() {
        return 41;
    }
}
