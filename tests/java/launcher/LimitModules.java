// vm: --limit-modules java.logging
// exit: 1
public class LimitModules {
    public static void main(String[] args) throws Exception {
        System.out.println(ModuleLayer.boot().modules().stream().map(Module::getName).sorted().toList());
        System.out.println(java.util.logging.Level.INFO);
        Class.forName("java.sql.Driver");
    }
}
