import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.lang.reflect.*;
import java.util.Map;
import java.util.TreeMap;

/** What frameworks do: fields and methods by reflection, method handles, variable handles, proxies. */
public class Reflection {
    public static class Bean {
        private int count;
        private String name = "";
        private double rate;

        public int getCount() {
            return count;
        }

        public void setCount(int count) {
            this.count = count;
        }

        public String getName() {
            return name;
        }

        public void setName(String name) {
            this.name = name;
        }

        public double getRate() {
            return rate;
        }

        public void setRate(double rate) {
            this.rate = rate;
        }
    }

    interface Greeter {
        String greet(String name, int times);
    }

    private static final MethodHandle CONCAT;
    private static final VarHandle COUNT;

    static {
        try {
            CONCAT = MethodHandles.lookup().findVirtual(String.class, "concat", MethodType.methodType(String.class, String.class));
            COUNT = MethodHandles.lookup().findVarHandle(Bean.class, "count", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    public static Object run() throws Throwable {
        Map<String, Method> getters = new TreeMap<>();
        Map<String, Method> setters = new TreeMap<>();
        for (Method m : Bean.class.getDeclaredMethods()) {
            (m.getName().startsWith("get") ? getters : setters).put(m.getName().substring(3), m);
        }
        Greeter greeter = (Greeter) Proxy.newProxyInstance(Reflection.class.getClassLoader(), new Class<?>[] {Greeter.class},
            (proxy, method, args) -> method.getName() + args[0] + args[1]);
        Field rate = Bean.class.getDeclaredField("rate");
        MethodHandle size = MethodHandles.publicLookup().findVirtual(String.class, "length", MethodType.methodType(int.class));
        MethodHandle both = MethodHandles.filterReturnValue(CONCAT, size);
        long h = 0;
        for (int i = 0; i < 10_000; i++) {
            Bean b = Bean.class.getDeclaredConstructor().newInstance();
            setters.get("Count").invoke(b, i);
            setters.get("Name").invoke(b, "n" + i % 10);
            rate.setDouble(b, i / 2.0);
            for (Method m : getters.values()) {
                h = h * 31 + m.invoke(b).hashCode();
            }
            h += (int) COUNT.getAndAdd(b, 3) + (int) both.invokeExact("abc", b.name) + b.count;
            h = h * 31 + greeter.greet(b.name, i).length() + (long) rate.getDouble(b);
        }
        return h;
    }
}
