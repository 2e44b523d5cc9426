// vm: -XX:-StackTraceInThrowable
// exit: 1
public class OmitTraces {
    public static void main(String[] args) {
        System.out.println(new Throwable().getStackTrace().length);
        throw new RuntimeException("bare", new Exception("cause"));
    }
}
