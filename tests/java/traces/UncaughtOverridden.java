// exit: 1
// An exception class whose methods fail while it is printed.
public class UncaughtOverridden {
    static class Evil extends RuntimeException {
        @Override
        public String getMessage() {
            return "message of " + getClass().getName();
        }

        @Override
        public StackTraceElement[] getStackTrace() {
            return new StackTraceElement[0];
        }

        @Override
        public synchronized Throwable getCause() {
            return new Error("made up");
        }
    }

    public static void main(String[] args) {
        throw new Evil();
    }
}
