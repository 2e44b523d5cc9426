/** What javac makes for version 51, with and without debug tables. */
class OldSamples {
    static final int CONSTANT = 4;
    static final String TEXT = "s";
    int x;

    void method(int a, long b) {
        int c = a;
        try {
            x = a;
        } catch (RuntimeException e) {
            x = c;
        } finally {
            x += b;
        }
    }

    static {
        System.out.println();
    }

    class Inner {
        class Deep {}
    }

    native int nativeMethod() throws Exception;

    Object anonymous() {
        return new Object() {};
    }
}

interface OldInterface {
    int C = 3;

    void m();
}

abstract class OldAbstract {
    abstract void m() throws Exception;
}
