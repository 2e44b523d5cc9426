// vm: -Xmxlots
// exit: 1
// compare: all
public class BadHeap {
    public static void main(String[] args) {
        System.out.println("never");
    }
}
