// exit: 1
// A main class whose superclass is missing at run time: its file is deleted by nobody, it was never compiled.
// javac: -proc:none
public class NotFoundMain {
    public static void main(String[] args) throws Exception {
        byte[] b;
        try (var in = NotFoundMain.class.getResourceAsStream("NotFoundMain$Child.class")) {
            b = in.readAllBytes();
        }
        String text = new String(b, "ISO-8859-1").replace("NotFoundMain$Parent", "NotFoundMain$Absent");
        byte[] patched = text.getBytes("ISO-8859-1");
        new ClassLoader() {
            Class<?> define() {
                return defineClass("NotFoundMain$Child", patched, 0, patched.length);
            }
        }.define();
    }

    static class Parent {
    }

    static class Child extends Parent {
    }
}
