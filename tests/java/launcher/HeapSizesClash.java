// vm: -Xms100m -Xmx50m
// exit: 1
// compare: all
public class HeapSizesClash {
    public static void main(String[] args) {
        System.out.println("not reached");
    }
}
