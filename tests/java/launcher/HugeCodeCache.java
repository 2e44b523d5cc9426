// vm: -XX:ReservedCodeCacheSize=3g
// exit: 1
// compare: all
public class HugeCodeCache {
    public static void main(String[] args) {
        System.out.println("not reached");
    }
}
