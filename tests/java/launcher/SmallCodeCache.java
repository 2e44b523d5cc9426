// vm: -XX:ReservedCodeCacheSize=500k
// exit: 1
// compare: all
public class SmallCodeCache {
    public static void main(String[] args) {
        System.out.println("not reached");
    }
}
