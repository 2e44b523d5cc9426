// vm: -Xbootclasspath/a:{classes}
// A class on the appended boot class path has no loader.
public class BootAppend {
    public static void main(String[] args) throws Exception {
        System.out.println(BootAppend.class.getClassLoader() + " " + BootAppend.class.getModule().isNamed() + " " + Class.forName("BootAppend", false, null).getName());
        System.out.println(BootAppend.class.getResource("BootAppend.class") != null);
        System.out.println(ClassLoader.getSystemClassLoader().loadClass("BootAppend") == BootAppend.class);
        new Throwable().getStackTrace()[0].getClassLoaderName();
        System.out.println(new Throwable().getStackTrace()[0]);
    }
}
