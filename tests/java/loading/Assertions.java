// vm: -ea -da:Assertions$Off -dsa
// exit: 1
public class Assertions {
    static class Off {
        static boolean on() {
            boolean on = false;
            assert on = true;
            return on;
        }
    }

    static class On {
        static boolean on() {
            boolean on = false;
            assert on = true;
            return on;
        }
    }

    public static void main(String[] args) throws Exception {
        System.out.println(Off.on() + " " + On.on() + " " + Assertions.class.desiredAssertionStatus() + " " + Off.class.desiredAssertionStatus() + " "
            + String.class.desiredAssertionStatus());
        try {
            assert args.length > 5 : "detail " + args.length;
        } catch (AssertionError e) {
            System.out.println(e.getMessage());
        }
        try {
            assert false : new Exception("cause");
        } catch (AssertionError e) {
            System.out.println(e + " " + e.getCause());
        }
        ClassLoader l = new ClassLoader(null) {
            @Override
            protected Class<?> findClass(String name) throws ClassNotFoundException {
                try (var in = Assertions.class.getResourceAsStream(name + ".class")) {
                    byte[] b = in.readAllBytes();
                    return defineClass(name, b, 0, b.length);
                } catch (java.io.IOException e) {
                    throw new ClassNotFoundException(name);
                }
            }
        };
        l.setDefaultAssertionStatus(false);
        l.setClassAssertionStatus("Assertions$Off", true);
        for (String name : new String[] {"Assertions$Off", "Assertions$On"}) {
            var m = Class.forName(name, true, l).getDeclaredMethod("on");
            m.setAccessible(true);
            System.out.println(name + " " + m.invoke(null));
        }
        assert args == null;
    }
}
