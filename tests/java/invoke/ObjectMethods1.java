// java.lang.runtime.ObjectMethods and java.lang.constant used directly.
import java.lang.constant.*;
import java.lang.invoke.*;
import java.lang.runtime.ObjectMethods;

public class ObjectMethods1 {
    final int a;
    final String b;

    ObjectMethods1(int a, String b) {
        this.a = a;
        this.b = b;
    }

    public static void main(String[] args) throws Throwable {
        MethodHandles.Lookup l = MethodHandles.lookup();
        MethodHandle ga = l.findGetter(ObjectMethods1.class, "a", int.class);
        MethodHandle gb = l.findGetter(ObjectMethods1.class, "b", String.class);
        CallSite str = (CallSite) ObjectMethods.bootstrap(l, "toString", MethodType.methodType(String.class, ObjectMethods1.class), ObjectMethods1.class, "a;b", ga, gb);
        CallSite eq = (CallSite) ObjectMethods.bootstrap(l, "equals", MethodType.methodType(boolean.class, ObjectMethods1.class, Object.class), ObjectMethods1.class, "a;b", ga, gb);
        MethodHandle hash = (MethodHandle) ObjectMethods.bootstrap(l, "hashCode", MethodHandle.class, ObjectMethods1.class, "a;b", ga, gb);
        ObjectMethods1 x = new ObjectMethods1(1, "b");
        System.out.println((String) str.getTarget().invokeExact(x) + " " + (boolean) eq.getTarget().invokeExact(x, (Object) new ObjectMethods1(1, "b")) + " " + (boolean) eq.getTarget().invokeExact(x, (Object) "no") + " "
            + (int) hash.invokeExact(x));
        ClassDesc list = ClassDesc.of("java.util.List");
        System.out.println(list.arrayType().descriptorString() + " " + list.resolveConstantDesc(l) + " " + MethodTypeDesc.ofDescriptor("(ILjava/lang/String;)V").resolveConstantDesc(l) + " " + int.class.describeConstable().get());
        MethodHandleDesc d = MethodHandleDesc.ofMethod(DirectMethodHandleDesc.Kind.VIRTUAL, ConstantDescs.CD_String, "length", MethodTypeDesc.of(ConstantDescs.CD_int));
        System.out.println(d + " " + (int) ((MethodHandle) d.resolveConstantDesc(l)).invokeExact("four"));
        System.out.println(Thread.State.NEW.describeConstable().get().resolveConstantDesc(l) + " " + DynamicConstantDesc.ofNamed(ConstantDescs.BSM_PRIMITIVE_CLASS, "J", ConstantDescs.CD_Class).resolveConstantDesc(l));
        System.out.println(((Integer) ConstantBootstraps.invoke(l, "x", int.class, l.findStatic(Integer.class, "parseInt", MethodType.methodType(int.class, String.class)), "42")) + " " + ConstantBootstraps.nullConstant(l, "x", String.class)
            + " " + ConstantBootstraps.enumConstant(l, "NEW", Thread.State.class) + " " + ConstantBootstraps.getStaticFinal(l, "MAX_VALUE", int.class, Integer.class));
    }
}
