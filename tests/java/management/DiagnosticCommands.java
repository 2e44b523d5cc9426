// The MBean by which management executes diagnostic commands: descriptions, arguments, results and refusals.
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import javax.management.Descriptor;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;

public class DiagnosticCommands {
    static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();
    static final List<String> SHOWN = List.of("help", "compilerCodecache", "gcClassHistogram", "gcFinalizerInfo", "gcRun",
            "threadPrint", "vmCommandLine", "vmFlags", "vmSetFlag", "vmSystemProperties", "vmUptime", "vmVersion");

    static Object value(Object value) {
        if (value instanceof Descriptor d) {
            StringBuilder text = new StringBuilder("{");
            for (String name : new TreeSet<>(Arrays.asList(d.getFieldNames()))) {
                text.append(name).append('=').append(value(d.getFieldValue(name))).append(' ');
            }
            return text.append('}');
        }
        return value;
    }

    static String invoke(ObjectName name, String operation, String... args) throws Exception {
        try {
            Object[] values = {args};
            String[] signature = {String[].class.getName()};
            boolean takesNone = args.length == 0 && operation.equals("gcRun");
            Object result = takesNone
                    ? SERVER.invoke(name, operation, new Object[0], new String[0])
                    : SERVER.invoke(name, operation, values, signature);
            return (String) result;
        } catch (Exception e) {
            Throwable cause = e;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            return cause.toString();
        }
    }

    public static void main(String[] args) throws Exception {
        ObjectName name = new ObjectName("com.sun.management:type=DiagnosticCommand");
        for (MBeanOperationInfo o : SERVER.getMBeanInfo(name).getOperations()) {
            if (SHOWN.contains(o.getName())) {
                System.out.println(o.getName() + " " + o.getReturnType() + " " + o.getSignature().length + " "
                        + o.getDescription());
                System.out.println(value(o.getDescriptor()));
            }
        }
        System.out.println(invoke(name, "gcRun").isEmpty());
        System.out.println(invoke(name, "help", "Thread.print"));
        System.out.println(invoke(name, "help", "GC.heap_dump"));
        System.out.println(invoke(name, "vmUptime").matches("[0-9.]+ s\n"));
        System.out.println(invoke(name, "vmUptime", "-date").matches("\\d{4}-.*: [0-9.]+ s\n"));
        System.out.println(invoke(name, "vmUptime", "nonsense"));
        System.out.println(invoke(name, "vmSetFlag", "NoSuch", "1"));
        System.out.println(invoke(name, "vmSetFlag"));
        System.out.println(invoke(name, "gcClassHistogram").contains("  java.lang.String (java.base"));
        System.out.println(invoke(name, "threadPrint", "-l").contains("DiagnosticCommands.main(DiagnosticCommands.java:"));
        System.out.println(invoke(name, "gcHeapDump", "/nowhere/x"));
        System.out.println(invoke(name, "noSuchCommand"));
    }
}
