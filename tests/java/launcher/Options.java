// vm: -Dkey=value -Dempty= -Dnovalue -Dspaces=a=b -Xss1m -Xms8m -Xmx256m -XX:-UseCompressedOops -XX:TieredStopAtLevel=1 -esa --add-opens java.base/java.lang=ALL-UNNAMED --add-exports java.base/sun.nio.ch=ALL-UNNAMED --add-modules java.sql
// args: -Dnot=property -version
// compare: stdout
// Properties, sizes, module options and arguments that look like options.
public class Options {
    public static void main(String[] args) throws Exception {
        System.out.println(String.join("|", args));
        System.out.println(System.getProperty("key") + "," + System.getProperty("empty") + "," + System.getProperty("novalue") + "," + System.getProperty("spaces") + "," + System.getProperty("not"));
        var f = String.class.getDeclaredField("value");
        f.setAccessible(true);
        System.out.println(((byte[]) f.get("four")).length);
        System.out.println(Object.class.getModule().isExported("sun.nio.ch", Options.class.getModule()) + " " + Object.class.getModule().isOpen("java.lang", Options.class.getModule()));
        System.out.println(ModuleLayer.boot().findModule("java.sql").isPresent() + " " + (Runtime.getRuntime().maxMemory() <= 256L << 20) + " " + System.getProperty("jdk.module.addopens.0"));
        System.out.println(String.class.desiredAssertionStatus() + " " + Options.class.desiredAssertionStatus());
    }
}
