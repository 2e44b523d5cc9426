// Lookups of every kind with their errors: inherited interface methods, special, private, final; fields, VarHandles, call sites.
import java.lang.invoke.*;
import java.lang.invoke.MethodHandles.Lookup;
import static java.lang.invoke.MethodType.*;
import java.util.*;
import java.util.function.*;
import java.nio.*;
public class MemberNames {
  interface I { default String d() { return "I.d"; } String a(); private String p() { return "I.p"; } static String s() { return "I.s"; } static Lookup lk() { return MethodHandles.lookup(); } }
  interface J extends I { default String d() { return "J.d"; } }
  static abstract class A implements J { }
  static class B extends A { public String a() { return "B.a"; } protected String prot() { return "B.prot"; } private String priv() { return "B.priv"; } final String fin() { return "fin"; } 
     public static Lookup lk() { return MethodHandles.lookup(); } }
  static class C extends B { public String a() { return "C.a"; } public String d() { return "C.d"; } public static Lookup lk2() { return MethodHandles.lookup(); } String sup() { return "x"; } }
  static void t(String n, Body b) { try { System.out.println(n + ": " + b.run()); } catch (Throwable e) { System.out.println((n + " threw " + e + (e.getCause() != null ? " / " + e.getCause() : "")).replaceAll("@[0-9a-f]+", "@HASH")); } }
  interface Body { Object run() throws Throwable; }
  static final int K = 5; int f; static int sf; final int ff = 3; volatile long vl; 
  static class Other { private int secret = 7; private static String ss = "ss"; int pkg; private Other() {} private void m() {} }
  record R(int x, String y) {}
  public static void main(String[] args) throws Throwable {
    Lookup l = MethodHandles.lookup();
    MethodType S = methodType(String.class);
    t("I.d on B", () -> (String) l.findVirtual(I.class, "d", S).invoke((I) new B()));
    t("A.a on B", () -> (String) l.findVirtual(A.class, "a", S).invoke((A) new B()));
    t("A.a on C", () -> (String) l.findVirtual(A.class, "a", S).invokeExact((A) new C()));
    t("A.d on B", () -> (String) l.findVirtual(A.class, "d", S).invokeExact((A) new B()));
    t("B.d on C", () -> (String) l.findVirtual(B.class, "d", S).invokeExact((B) new C()));
    t("B.fin", () -> (String) l.findVirtual(B.class, "fin", S).invokeExact(new B()));
    t("I.s", () -> (String) l.findStatic(I.class, "s", S).invokeExact());
    t("I.p", () -> (String) I.lk().findVirtual(I.class, "p", S).invoke((I) new B()));
    t("I.p2", () -> (String) I.lk().findSpecial(I.class, "p", S, I.class).invoke((I) new B()));
    t("special C->B.a", () -> (String) C.lk2().findSpecial(B.class, "a", S, C.class).invoke(new C()));
    t("special C->A.d", () -> (String) C.lk2().findSpecial(A.class, "d", S, C.class).invoke(new C()));
    t("special indirect", () -> (String) C.lk2().findSpecial(I.class, "d", S, C.class).invoke(new C()));
    t("B.prot", () -> (String) C.lk2().findVirtual(B.class, "prot", S).invoke(new C()));
    t("B.priv", () -> (String) l.findVirtual(B.class, "priv", S).invoke(new B()));
    t("nosuch", () -> l.findVirtual(B.class, "nosuch", S));
    t("nosuch static", () -> l.findStatic(B.class, "a", S));
    t("virtual static", () -> l.findVirtual(B.class, "lk", methodType(Lookup.class)));
    t("findStatic of interface inst", () -> l.findStatic(I.class, "a", S));
    t("ctor", () -> l.findConstructor(A.class, methodType(void.class)).invoke());
    t("ctor none", () -> l.findConstructor(B.class, methodType(void.class, int.class)));
    t("ctor ok", () -> l.findConstructor(StringBuilder.class, methodType(void.class, String.class)).invoke("q"));
    t("public priv", () -> MethodHandles.publicLookup().findVirtual(B.class, "priv", S));
    t("Object.clone", () -> l.findVirtual(Object.class, "clone", methodType(Object.class)));
    t("arr.clone", () -> ((int[]) l.findVirtual(int[].class, "clone", methodType(Object.class)).invoke(new int[]{4})).length);
    t("arr.length", () -> (int) MethodHandles.arrayLength(int[].class).invoke(new int[3]));
    t("getter", () -> { MemberNames m = new MemberNames(); m.f = 9; return (int) l.findGetter(MemberNames.class, "f", int.class).invokeExact(m); });
    t("setter final", () -> l.findSetter(MemberNames.class, "ff", int.class));
    t("static setter", () -> { l.findStaticSetter(MemberNames.class, "sf", int.class).invokeExact(77); return sf; });
    t("unreflect final", () -> { var f = MemberNames.class.getDeclaredField("ff"); f.setAccessible(true); MemberNames m = new MemberNames(); l.unreflectSetter(f).invoke(m, 8); return (int) l.unreflectGetter(f).invoke(m); });
    t("unreflect static final", () -> { var f = MemberNames.class.getDeclaredField("K"); f.setAccessible(true); l.unreflectSetter(f); return 0; });
    t("unreflect record", () -> { var f = R.class.getDeclaredField("x"); f.setAccessible(true); l.unreflectSetter(f); return 0; });
    t("nosuch field", () -> l.findGetter(MemberNames.class, "zz", int.class));
    t("field wrong type", () -> l.findGetter(MemberNames.class, "f", long.class));
    t("private in", () -> MethodHandles.privateLookupIn(Other.class, l).findGetter(Other.class, "secret", int.class).type());
    t("other lookup", () -> l.in(String.class).findVirtual(String.class, "isLatin1", methodType(boolean.class)));
    t("VH", () -> { VarHandle v = l.findVarHandle(MemberNames.class, "vl", long.class); MemberNames m = new MemberNames(); v.setVolatile(m, 4L); return v.getAndAdd(m, 5L) + " " + v.get(m) + " " + v.compareAndSet(m, 9L, 1L) + (long) v.getAcquire(m); });
    t("VH final set", () -> { VarHandle v = l.findVarHandle(MemberNames.class, "ff", int.class); v.set(new MemberNames(), 3); return 0; });
    t("VH wrong", () -> { VarHandle v = l.findVarHandle(MemberNames.class, "f", int.class); v.set(new MemberNames(), "x"); return 0; });
    t("VH null", () -> { VarHandle v = l.findVarHandle(MemberNames.class, "f", int.class); v.set((MemberNames) null, 1); return 0; });
    t("VH view", () -> { VarHandle v = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN); byte[] b = new byte[8]; v.set(b, 1, 0x01020304); return Arrays.toString(b) + v.get(b, 2); });
    t("VH view oob", () -> { VarHandle v = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN); v.get(new byte[3], 0); return 0; });
    t("VH arr", () -> { VarHandle v = MethodHandles.arrayElementVarHandle(String[].class); String[] s = {"a", null}; v.set(s, 1, "z"); return v.getAndSet(s, 0, "q") + s[0] + s[1]; });
    t("VH arr store", () -> { VarHandle v = MethodHandles.arrayElementVarHandle(Object[].class); Object[] s = new String[1]; v.set(s, 0, (Object) 5); return 0; });
    t("VH exact", () -> { VarHandle v = l.findVarHandle(MemberNames.class, "vl", long.class).withInvokeExactBehavior(); v.set(new MemberNames(), 1); return 0; });
    t("WMT", () -> (Object) l.findVirtual(B.class, "fin", S).invokeExact(new B()));
    t("WMT2", () -> l.findVirtual(B.class, "fin", S).invoke(1));
    t("CCE", () -> l.findVirtual(B.class, "fin", S).invoke((Object) "s"));
    t("npe recv", () -> l.findVirtual(B.class, "fin", S).invoke((B) null));
    t("npe recv virt", () -> l.findVirtual(I.class, "a", S).invoke((I) null));
    t("invokeWithArguments", () -> l.findStatic(String.class, "format", methodType(String.class, String.class, Object[].class)).invokeWithArguments("%s-%s-%d", 1, "b", 3));
    t("spread", () -> l.findVirtual(String.class, "concat", methodType(String.class, String.class)).asSpreader(Object[].class, 2).invoke(new Object[]{"a", "b"}));
    t("collect", () -> (List<?>) l.findStatic(Arrays.class, "asList", methodType(List.class, Object[].class)).asCollector(Object[].class, 4).invoke(1, 2, 3, 4));
    t("bind", () -> (String) l.bind("abc", "substring", methodType(String.class, int.class)).invokeExact(1));
    t("switchpoint", () -> { SwitchPoint sp = new SwitchPoint(); MethodHandle g = sp.guardWithTest(MethodHandles.constant(String.class, "on"), MethodHandles.constant(String.class, "off")); String r = (String) g.invokeExact(); SwitchPoint.invalidateAll(new SwitchPoint[]{sp}); return r + (String) g.invokeExact(); });
    t("mutable", () -> { MutableCallSite cs = new MutableCallSite(methodType(int.class)); MethodHandle d = cs.dynamicInvoker(); cs.setTarget(MethodHandles.constant(int.class, 1)); int a = (int) d.invokeExact(); cs.setTarget(MethodHandles.constant(int.class, 2)); return a + (int) d.invokeExact(); });
    t("volatile", () -> { VolatileCallSite cs = new VolatileCallSite(MethodHandles.constant(int.class, 1)); MethodHandle d = cs.dynamicInvoker(); int a = (int) d.invokeExact(); cs.setTarget(MethodHandles.constant(int.class, 2)); return a + (int) d.invokeExact(); });
    t("proxy", () -> MethodHandleProxies.asInterfaceInstance(Comparator.class, l.findStatic(Integer.class, "compare", methodType(int.class, int.class, int.class))).compare(1, 2));
    t("reveal", () -> { var i = l.revealDirect(l.findVirtual(B.class, "priv", S)); return i + " " + i.getReferenceKind() + i.reflectAs(java.lang.reflect.Method.class, l); });
    t("reveal2", () -> l.revealDirect(l.findVirtual(A.class, "d", S)).toString());
    t("reveal3", () -> l.revealDirect(l.findGetter(MemberNames.class, "f", int.class)).toString());
    t("reveal mh", () -> { MethodHandle mh = MethodHandles.exactInvoker(S); return l.revealDirect(l.findVirtual(MethodHandle.class, "invokeExact", methodType(String.class, B.class))).toString(); });
    t("toString", () -> l.findVirtual(A.class, "d", S).toString() + l.findStatic(I.class, "s", S).isVarargsCollector());
    t("unreflect invoke", () -> l.unreflect(MethodHandle.class.getMethod("invoke", Object[].class)).type());
    t("unreflect ctor", () -> l.unreflectConstructor(Other.class.getDeclaredConstructor()).invoke().getClass());
    t("unreflectSpecial", () -> C.lk2().unreflectSpecial(B.class.getMethod("a"), C.class).invoke(new C()));
    t("findClass", () -> l.findClass("MemberNames$Other") + " " + l.accessClass(Other.class));
    t("caller sensitive", () -> ((Class<?>) l.findStatic(Class.class, "forName", methodType(Class.class, String.class)).invoke("MemberNames$R")).getName());
    t("caller sensitive2", () -> ((Lookup) l.findStatic(MethodHandles.class, "lookup", methodType(Lookup.class)).invoke()).lookupClass().isHidden());
    t("many", () -> { MethodHandle mh = MethodHandles.identity(long.class); for (int i = 0; i < 100; i++) mh = MethodHandles.dropArguments(mh, 0, i % 3 == 0 ? double.class : i % 3 == 1 ? int.class : String.class); Object[] ar = new Object[101]; for (int i = 0; i < 100; i++) ar[99 - i] = i % 3 == 0 ? (Object) 1.0 : i % 3 == 1 ? (Object) 1 : "s"; ar[100] = 42L; return mh.invokeWithArguments(ar); });
    t("255", () -> { MethodHandle mh = MethodHandles.identity(int.class); return MethodHandles.dropArguments(mh, 0, Collections.nCopies(254, int.class)); });
    t("loop", () -> (int) MethodHandles.countedLoop(MethodHandles.constant(int.class, 10), MethodHandles.constant(int.class, 1), l.findStatic(MemberNames.class, "step", methodType(int.class, int.class, int.class))).invoke());
    t("throwEx", () -> MethodHandles.throwException(void.class, Exception.class).invoke(new Exception("thrown")));
    t("hidden", () -> { Runnable r = () -> { throw new RuntimeException("in lambda"); }; try { r.run(); } catch (RuntimeException e) { return e.getStackTrace().length + e.getStackTrace()[0].getMethodName(); } return 0; });
    t("indy enum", () -> switch (args.length) { case 0 -> "zero"; default -> "more"; });
    t("ser lambda", () -> { Runnable r = (Runnable & java.io.Serializable) () -> System.out.println("ran"); var bo = new java.io.ByteArrayOutputStream(); new java.io.ObjectOutputStream(bo).writeObject(r); ((Runnable) new java.io.ObjectInputStream(new java.io.ByteArrayInputStream(bo.toByteArray())).readObject()).run(); return "done"; });
    t("record", () -> new R(1, "z") + " " + new R(1, "z").equals(new R(1, "z")) + new R(3, "z").hashCode());
  }
  static int step(int acc, int i) { return acc * 2 + i; }
}
