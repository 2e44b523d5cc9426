// exit: 1
public class NoMain {
    static void main(int x) {
    }
}
