// vm: -Xshare:off -Xmixed -XX:TieredStopAtLevel=4
// compare: stdout
// What the VM says of its compilers.
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;

public class InfoMixed {
    public static void main(String[] args) {
        System.out.println(System.getProperty("java.vm.info"));
        CompilationMXBean bean = ManagementFactory.getCompilationMXBean();
        System.out.println(bean != null);
        if (bean != null) {
            System.out.println(bean.isCompilationTimeMonitoringSupported() + " " + (bean.getTotalCompilationTime() >= 0));
            System.out.println(bean.getName().endsWith("Tiered Compilers"));
        }
    }
}
