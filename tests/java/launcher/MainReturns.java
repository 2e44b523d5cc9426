// exit: 1
public class MainReturns {
    public static int main(String[] args) {
        System.out.println("never");
        return 0;
    }
}
