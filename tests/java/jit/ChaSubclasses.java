// timeout: 120
// Calls of methods that nobody overrides, until a class is loaded that does: while the callers are on the stack, some of them
// many times, in loops, below reflection, and with values on the operand stack.
import java.util.function.Supplier;

public class ChaSubclasses {
    static class Base {
        int value() {
            return 1;
        }

        long wide(long a, double b) {
            return a + (long) b;
        }

        Object make() {
            return "base";
        }
    }

    static class First extends Base {
        int value() {
            return 10;
        }
    }

    static class Second extends First {
        long wide(long a, double b) {
            return super.wide(a, b) * 100;
        }

        Object make() {
            return "second" + super.make();
        }
    }

    /** Overrides nothing of what is called. */
    static class Quiet extends Base {
        int other() {
            return 3;
        }
    }

    static Base current = new Base();

    static int loop(int n, int switchAt, Supplier<Base> loader) {
        int sum = 0;
        for (int i = 0; i < n; i++) {
            // the sum is on the operand stack during the call that loads the class
            sum = sum + replace(i == switchAt, loader) + current.value();
        }
        return sum;
    }

    static int replace(boolean really, Supplier<Base> loader) {
        if (really) {
            current = loader.get();
        }
        return 0;
    }

    static long deep(int depth, Supplier<Base> loader) {
        if (depth == 0) {
            replace(true, loader);
            return current.wide(1, 2.5);
        }
        long before = current.wide(depth, 0.25);
        long below = deep(depth - 1, loader);
        // this call was made before the class was there, and is returned to when it is
        return before + below + current.wide(depth, 0.75) + current.make().hashCode() % 7;
    }

    static String describe(Base b) {
        return b.make() + " " + b.value() + " " + b.wide(3, 4.9);
    }

    /** An instance of a class that the verifier must not load before. */
    static Base fresh(String name) {
        try {
            return (Base) Class.forName("ChaSubclasses$" + name).getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    static void warm() {
        for (int i = 0; i < 30_000; i++) {
            loop(2, -1, null);
            describe(current);
        }
        for (int i = 0; i < 2_000; i++) {
            deepWarm(10);
        }
    }

    static long deepWarm(int depth) {
        return deep(depth, () -> current);
    }

    public static void main(String[] args) throws Exception {
        warm();
        System.out.println("base " + describe(current));
        System.out.println("loop " + loop(1000, -1, null));
        // a subclass that changes nothing
        System.out.println("quiet " + loop(1000, 500, () -> fresh("Quiet")) + " " + ((Quiet) current).other());
        // one that overrides what the running loop calls
        System.out.println("first " + loop(1000, 500, () -> fresh("First")));
        warm();
        current = new Base();
        System.out.println("mixed " + loop(1000, 300, () -> fresh("First")) + " " + describe(new Base()));
        current = new Base();
        // deep recursion: all of these activations have assumed that nobody overrides wide and make
        System.out.println("deep " + deep(200, () -> fresh("Second")));
        System.out.println("second " + describe(current) + " " + describe(fresh("First")) + " " + describe(new Base()));
        warm();
        System.out.println("again " + deep(200, Base::new) + " " + loop(1000, 500, () -> fresh("Second")));
    }
}
