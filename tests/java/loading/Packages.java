// Packages of all loaders: those with classes that the boot loader found itself, none of dynamic proxies that it defines.
import java.lang.annotation.Annotation;
import java.lang.reflect.Proxy;
import java.util.Arrays;

public class Packages {
    public static void main(String[] args) {
        Annotation a = Deprecated.class.getAnnotations()[0];
        System.out.println(a.annotationType().getClassLoader() + " " + Proxy.isProxyClass(a.getClass()) + " " + a.getClass().getClassLoader());
        Package[] all = Package.getPackages();
        System.out.println(Arrays.stream(all).filter(p -> p == null).count() + " null");
        for (String name : new String[] { "java.lang", "java.util", "java.lang.invoke", a.getClass().getPackageName(), "no.such" }) {
            System.out.println(name + " " + Arrays.stream(all).anyMatch(p -> p.getName().equals(name)) + " " + Package.getPackage(name));
        }
        System.out.println(Object.class.getPackage().getImplementationVersion() + " " + Object.class.getPackage().isSealed());
    }
}
