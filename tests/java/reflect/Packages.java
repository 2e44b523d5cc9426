// Packages of all loaders: none null, names, locations, annotations, sealing, defining.
import java.util.*;

public class Packages {
    public static void main(String[] args) throws Exception {
        // A proxy for a public interface lives in a module made at run time.
        Object proxy = java.lang.reflect.Proxy.newProxyInstance(null, new Class<?>[] {Runnable.class}, (p, m, a) -> null);
        System.out.println(proxy.getClass().getModule().isNamed() + " " + proxy.getClass().getPackageName().startsWith("jdk.proxy"));
        Package[] all = Package.getPackages();
        System.out.println(Arrays.stream(all).noneMatch(Objects::isNull));
        List<String> names = Arrays.stream(all).map(Package::getName).toList();
        for (String n : new String[] {"java.lang", "java.util", "java.lang.invoke", "", "java.util.stream", "no.such"}) {
            System.out.println(n + " " + names.contains(n));
        }
        System.out.println(Package.getPackage("java.lang") + " " + Package.getPackage("no.such") + " " + Package.getPackage("java.lang").getImplementationTitle());
        Package p = Object.class.getPackage();
        System.out.println(p.getName() + " " + p.isSealed() + " " + p.getSpecificationVersion() + " " + p.getAnnotations().length + " " + p.equals(String.class.getPackage()) + " " + (p.hashCode() == "java.lang".hashCode()));
        System.out.println(int.class.getPackage() + " " + int[].class.getPackage() + " " + Packages.class.getPackage() + "|" + new Object() { }.getClass().getPackageName() + "|");
        ClassLoader l = new ClassLoader("own", null) {
            {
                System.out.println(definePackage("mine", "st", "1.0", "sv", "it", "2.0", "iv", null));
                try {
                    definePackage("mine", null, null, null, null, null, null, null);
                } catch (IllegalArgumentException e) {
                    System.out.println(e.getMessage());
                }
            }
        };
        System.out.println(l.getDefinedPackage("mine").getImplementationVersion() + " " + l.getDefinedPackage("mine").isCompatibleWith("0.9") + " " + l.getDefinedPackages().length + " " + l.getDefinedPackage("java.lang"));
        System.out.println(ClassLoader.getSystemClassLoader().getDefinedPackages().length + " " + ClassLoader.getPlatformClassLoader().getDefinedPackage("java.sql"));
        java.sql.Date.valueOf("2024-01-01");
        System.out.println(ClassLoader.getPlatformClassLoader().getDefinedPackage("java.sql"));
    }
}
