//! What `java.lang.invoke` asks of the VM: upcalls that link method handle calls and constants, and the
//! methods behind signature-polymorphic names. Natives of `MethodHandleNatives` are in
//! `native::lib::method_handle_natives`.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicPtr, AtomicU32, AtomicU64, AtomicUsize, Ordering};

use gc::Handle;
use parking_lot::Mutex;

use super::{alloc, exceptions, java_call, strings};
use crate::class::method::{Intrinsic, MethodCold, NONVIRTUAL, access, external_signature};
use crate::class::{BasicType, KlassRef, Method, MethodRef, Tag};
use crate::link::members;
use crate::link::resolve::{self, CallSite, InvokeKind, ResolvedCall};
use crate::loader::data::RefSlot;
use crate::loader::{boot, load, mirrors};
use crate::symbol::{FxMap, Symbol};
use crate::thread::{JResult, Scope, Value};
use crate::well_known::{Wk, f};

/// `REF_invokeVirtual`, see JVMS §5.4.3.5.
const REF_INVOKE_VIRTUAL: i32 = 5;

fn natives() -> KlassRef {
    Wk::MethodHandleNatives.klass()
}

/// The mirror of a field descriptor's type as seen from class `accessing`.
///
/// # Errors
/// What loading the class throws.
pub fn mirror_of_type<'s>(t: &mut Scope<'s>, desc: &[u8], accessing: KlassRef) -> JResult<Handle<'s>> {
    let ty = BasicType::from_descriptor(desc[0]).expect("a valid descriptor");
    let k = match ty {
        BasicType::Object => load::resolve_class(t, Symbol::new(&desc[1..desc.len() - 1]), accessing.loader)?,
        BasicType::Array => load::resolve_class(t, Symbol::new(desc), accessing.loader)?,
        primitive => return Ok(mirrors::primitive_mirror(t, primitive)),
    };
    Ok(t.handle(k.mirror(t)))
}

/// [`mirror_of_type`], with the access check of symbolic references: the types of descriptors of method types, method handles and
/// dynamic constants and call sites are resolved as if each were one (§5.4.3.5).
///
/// # Errors
/// What loading the class throws, IllegalAccessError.
pub fn accessible_mirror<'s>(t: &mut Scope<'s>, desc: &[u8], accessing: KlassRef) -> JResult<Handle<'s>> {
    let mirror = mirror_of_type(t, desc, accessing)?;
    if let Some(k) = KlassRef::from_mirror(mirror.get(t)) {
        resolve::check_class_access(t, accessing, k)?;
    }
    Ok(mirror)
}

/// Splits a method descriptor into its parameter types and return type.
pub fn split(desc: &[u8]) -> (Vec<&[u8]>, &[u8]) {
    let mut params = Vec::new();
    let mut i = 1;
    while desc[i] != b')' {
        let start = i;
        while desc[i] == b'[' {
            i += 1;
        }
        if desc[i] == b'L' {
            while desc[i] != b';' {
                i += 1;
            }
        }
        i += 1;
        params.push(&desc[start..i]);
    }
    (params, &desc[i + 1..])
}

/// Method types of descriptors, for classes of the boot loader; access is checked for the first one that asks only.
fn boot_types() -> &'static Mutex<FxMap<Symbol, RefSlot>> {
    static TYPES: OnceLock<Mutex<FxMap<Symbol, RefSlot>>> = OnceLock::new();
    TYPES.get_or_init(Default::default)
}

/// Upcall `MethodHandleNatives.findMethodHandleType`: the MethodType of a descriptor as seen by `accessing`.
///
/// # Errors
/// Linkage errors.
pub fn method_type<'s>(t: &mut Scope<'s>, desc: Symbol, accessing: KlassRef) -> JResult<Handle<'s>> {
    let is_boot = accessing.loader.is_boot();
    if is_boot && let Some(slot) = boot_types().lock().get(&desc).copied() {
        return Ok(t.handle(slot.get(t).expect("cached types are not null")));
    }
    let (params, ret) = split(desc.bytes());
    let found = t.scoped(|t| {
        let ptypes = alloc::new_object_array(t, Wk::Class.klass(), params.len() as i32)?;
        for (i, p) in params.iter().enumerate() {
            let mut n = t.nested();
            let m = accessible_mirror(&mut n, p, accessing)?;
            ptypes.get(&n).set_elem_ref(i, Some(m.get(&n)));
        }
        let rtype = accessible_mirror(t, ret, accessing)?;
        java_call::call_static_named(
            t,
            natives(),
            "findMethodHandleType",
            "(Ljava/lang/Class;[Ljava/lang/Class;)Ljava/lang/invoke/MethodType;",
            &[Value::Ref(Some(rtype)), Value::Ref(Some(ptypes))],
        )
        .map(Value::object)
    })?;
    let Some(found) = found else { return Err(t.throw_new("java/lang/LinkageError", "no method type")) };
    if is_boot {
        let slot = boot::loader().new_slot(Some(found.get(t)));
        boot_types().lock().insert(desc, slot);
    }
    Ok(found)
}

/// A MethodType for a method descriptor, a Class for a field descriptor.
fn type_object<'s>(t: &mut Scope<'s>, desc: Symbol, accessing: KlassRef) -> JResult<Handle<'s>> {
    if desc.bytes()[0] == b'(' {
        method_type(t, desc, accessing)
    } else {
        accessible_mirror(t, desc.bytes(), accessing)
    }
}

/// The member of a CONSTANT_MethodHandle is resolved before the types of its descriptor (§5.4.3.5).
fn check_constant(t: &mut Scope<'_>, holder: KlassRef, index: u16, callee: KlassRef) -> JResult<()> {
    let cp = holder.constants();
    let (kind, member) = cp.method_handle(index);
    let (name, desc) = cp.member_name_and_type(member);
    if cp.tag(member) == Tag::Fieldref {
        return members::field(t, holder, callee, name, desc).map(|_| ());
    }
    let is_interface_ref = cp.tag(member) == Tag::InterfaceMethodref;
    if callee.is_interface() != is_interface_ref {
        let full = external_signature(callee, name, desc);
        let method = full.replacen(&format!("{}.", callee.external_name()), "", 1);
        let tag =
            |interface: bool| if interface { "CONSTANT_InterfaceMethodRef" } else { "CONSTANT_MethodRef" };
        let text = format!(
            "Inconsistent constant pool data in classfile for class {}. Method '{method}' at index {member} is {} and \
             should be {}",
            callee.name,
            tag(is_interface_ref),
            tag(callee.is_interface())
        );
        return Err(t.throw_new("java/lang/IncompatibleClassChangeError", &text));
    }
    let is_polymorphic = Wk::MethodHandle.klass() == callee || Wk::VarHandle.klass() == callee;
    let invoke = match kind {
        5 if is_polymorphic => return Ok(()),
        5 => InvokeKind::Virtual,
        6 => InvokeKind::Static,
        9 => InvokeKind::Interface,
        _ => InvokeKind::Special,
    };
    let reference = members::Reference {
        from: Some(holder),
        resolved: callee,
        name,
        desc,
        is_interface_ref: Some(is_interface_ref),
        check_loaders: true,
    };
    members::resolve_call(t, &reference, invoke).map(|_| ())
}

/// Upcall `linkMethodHandleConstant`: a CONSTANT_MethodHandle of `holder`'s pool.
///
/// # Errors
/// Linkage errors.
pub fn method_handle_constant<'s>(t: &mut Scope<'s>, holder: KlassRef, index: u16) -> JResult<Handle<'s>> {
    let cp = holder.constants();
    let (kind, member) = cp.method_handle(index);
    let (name, desc) = cp.member_name_and_type(member);
    let class_index = cp.member_ref(member).0;
    let made = t.scoped(|t| {
        let callee = resolve::class_at(t, holder, class_index)?;
        check_constant(t, holder, index, callee)?;
        let name = strings::intern_mutf8(t, name.bytes())?;
        let ty = type_object(t, desc, holder)?;
        let caller = t.handle(holder.mirror(t));
        let callee = t.handle(callee.mirror(t));
        java_call::call_static_named(
            t,
            natives(),
            "linkMethodHandleConstant",
            "(Ljava/lang/Class;ILjava/lang/Class;Ljava/lang/String;Ljava/lang/Object;)Ljava/lang/invoke/MethodHandle;",
            &[
                Value::Ref(Some(caller)),
                Value::Int(kind.into()),
                Value::Ref(Some(callee)),
                Value::Ref(Some(name)),
                Value::Ref(Some(ty)),
            ],
        )
        .map(Value::object)
    })?;
    match made {
        Some(h) => Ok(h),
        None => Err(t.throw_new("java/lang/LinkageError", "no method handle")),
    }
}

/// A loadable constant as an object: primitives boxed.
///
/// # Errors
/// Linkage errors.
pub fn constant_object<'s>(t: &mut Scope<'s>, holder: KlassRef, index: u16) -> JResult<Option<Handle<'s>>> {
    let cp = holder.constants();
    match cp.tag(index) {
        Tag::Class => {
            let k = resolve::class_at(t, holder, index)?;
            Ok(Some(t.handle(k.mirror(t))))
        }
        Tag::Integer => {
            let o = alloc::new_instance(t, Wk::Integer.klass())?;
            f::Integer::value.set(o.get(t), cp.int(index));
            Ok(Some(o))
        }
        Tag::Float => {
            let o = alloc::new_instance(t, Wk::Float.klass())?;
            f::Float::value.set(o.get(t), cp.float(index));
            Ok(Some(o))
        }
        Tag::Long => {
            let o = alloc::new_instance(t, Wk::Long.klass())?;
            f::Long::value.set(o.get(t), cp.long(index));
            Ok(Some(o))
        }
        Tag::Double => {
            let o = alloc::new_instance(t, Wk::Double.klass())?;
            f::Double::value.set(o.get(t), cp.double(index));
            Ok(Some(o))
        }
        _ => {
            let slot = resolve::constant_at(t, holder, index)?;
            Ok(t.handle_opt(slot.get(t)))
        }
    }
}

/// What a Dynamic or InvokeDynamic entry passes to its bootstrap upcall: caller, bootstrap method handle,
/// name, type, static arguments (null, the one, or an array).
struct Bootstrap<'s> {
    caller: Handle<'s>,
    method: Handle<'s>,
    name: Handle<'s>,
    ty: Handle<'s>,
    arguments: Option<Handle<'s>>,
}

fn bootstrap<'s>(t: &mut Scope<'s>, holder: KlassRef, index: u16) -> JResult<Bootstrap<'s>> {
    // static arguments may be dynamic constants that lead back here (§5.4.3.6)
    if !t.has_native_stack() {
        return Err(exceptions::throw_stack_overflow(t));
    }
    let cp = holder.constants();
    let (row, nat) = cp.dynamic(index);
    let (name, desc) = cp.name_and_type(nat);
    let rows = holder.cold.bootstrap_methods.get();
    let Some((handle_index, args)) = rows.and_then(|r| r.get(row as usize)) else {
        return Err(t.throw_new("java/lang/ClassFormatError", "Missing BootstrapMethods attribute"));
    };
    let slot = resolve::constant_at(t, holder, *handle_index)?;
    let method = t.handle_opt(slot.get(t));
    let Some(method) = method else { return Err(t.throw_npe()) };
    let arguments = match args.len() {
        0 => None,
        1 => constant_object(t, holder, args[0])?,
        n => {
            let array = alloc::new_object_array(t, Wk::Object.klass(), n as i32)?;
            for (i, a) in args.iter().enumerate() {
                let mut s = t.nested();
                let v = constant_object(&mut s, holder, *a)?;
                array.get(&s).set_elem_ref(i, v.map(|v| v.get(&s)));
            }
            Some(array)
        }
    };
    let name = strings::intern_mutf8(t, name.bytes())?;
    let ty = type_object(t, desc, holder)?;
    let caller = t.handle(holder.mirror(t));
    Ok(Bootstrap { caller, method, name, ty, arguments })
}

/// Wraps what is no `Error` in a BootstrapMethodError (JVMS §5.4.3.6).
fn wrap_dynamic<T>(t: &mut Scope<'_>, r: JResult<T>) -> JResult<T> {
    let thrown = match r {
        Ok(v) => return Ok(v),
        Err(thrown) => thrown,
    };
    let mut n = t.nested();
    let e = n.catch(thrown);
    if KlassRef::of(e.get(&n)).is_subtype_of(Wk::Error.klass()) {
        return Err(n.throw(e));
    }
    let k = Wk::BootstrapMethodError.klass();
    crate::link::init::ensure_initialized(&mut n, k)?;
    let wrapper = alloc::new_instance(&mut n, k)?;
    java_call::construct(&mut n, wrapper, "(Ljava/lang/Throwable;)V", &[Value::Ref(Some(e))])?;
    Err(n.throw(wrapper))
}

/// Upcall `linkDynamicConstant` for a CONSTANT_Dynamic; the value is boxed when primitive.
///
/// # Errors
/// BootstrapMethodError, linkage errors.
pub fn dynamic_constant<'s>(t: &mut Scope<'s>, holder: KlassRef, index: u16) -> JResult<Option<Handle<'s>>> {
    let r = t.scoped(|t| {
        let b = bootstrap(t, holder, index)?;
        java_call::call_static_named(
            t,
            natives(),
            "linkDynamicConstant",
            "(Ljava/lang/Object;ILjava/lang/Object;Ljava/lang/Object;Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;",
            &[
                Value::Ref(Some(b.caller)),
                Value::Int(index.into()),
                Value::Ref(Some(b.method)),
                Value::Ref(Some(b.name)),
                Value::Ref(Some(b.ty)),
                Value::Ref(b.arguments),
            ],
        )
        .map(Value::object)
    });
    wrap_dynamic(t, r)
}

/// The adapter and appendix that a link upcall answered with.
fn linked(
    t: &mut Scope<'_>,
    member: Option<Handle<'_>>,
    appendix: Handle<'_>,
    holder: KlassRef,
) -> JResult<CallSite> {
    let Some(member) = member else {
        return Err(t.throw_new("java/lang/LinkageError", "linkage upcall gave no adapter"));
    };
    if f::MemberName::method.get(member.get(t)).is_none() {
        return Err(t.throw_new("java/lang/LinkageError", "linkage upcall gave an unresolved adapter"));
    }
    // SAFETY: a resolved MemberName names a live method.
    let adapter = MethodRef(unsafe { &*member_target(member.get(t)) });
    let appendix = appendix.get(t).elem_ref(0).map(|o| holder.data.new_slot(Some(o)));
    // the adapter's class must live as long as the call site
    holder.data.new_slot(Some(adapter.holder.mirror(t)));
    Ok(CallSite { adapter, appendix })
}

/// Upcall `linkCallSite` for an invokedynamic instruction.
///
/// # Errors
/// BootstrapMethodError, linkage errors.
pub fn link_call_site(t: &mut Scope<'_>, method: MethodRef, bci: u32, index: u16) -> JResult<CallSite> {
    let holder = method.holder;
    let r = (|| {
        let mut t = t.nested();
        let t = &mut t;
        let b = bootstrap(t, holder, index)?;
        let appendix = alloc::new_object_array(t, Wk::Object.klass(), 1)?;
        let member = java_call::call_static_named(
            t,
            natives(),
            "linkCallSite",
            "(Ljava/lang/Object;ILjava/lang/Object;Ljava/lang/Object;Ljava/lang/Object;Ljava/lang/Object;[Ljava/lang/Object;)Ljava/lang/invoke/MemberName;",
            &[
                Value::Ref(Some(b.caller)),
                Value::Int(bci as i32),
                Value::Ref(Some(b.method)),
                Value::Ref(Some(b.name)),
                Value::Ref(Some(b.ty)),
                Value::Ref(b.arguments),
                Value::Ref(Some(appendix)),
            ],
        )?
        .object();
        linked(t, member, appendix, holder)
    })();
    wrap_dynamic(t, r)
}

/// Upcall `linkMethod` for a signature-polymorphic call (`MethodHandle.invokeExact` ...) from
/// `accessing`; for the VM's intrinsics (`invokeBasic`, `linkTo*`) [`ResolvedCall::Direct`].
///
/// # Errors
/// Linkage errors.
pub fn link_polymorphic(
    t: &mut Scope<'_>,
    accessing: KlassRef,
    target: MethodRef,
    desc: Symbol,
) -> JResult<ResolvedCall> {
    if !matches!(target.intrinsic, Intrinsic::InvokeGeneric) {
        return Ok(ResolvedCall::Direct(polymorphic(target, desc)));
    }
    let mut t = t.nested();
    let t = &mut t;
    let ty = method_type(t, desc, accessing)?;
    let name = strings::intern_mutf8(t, target.name.bytes())?;
    let appendix = alloc::new_object_array(t, Wk::Object.klass(), 1)?;
    let caller = t.handle(accessing.mirror(t));
    let definer = t.handle(target.holder.mirror(t));
    let member = java_call::call_static_named(
        t,
        natives(),
        "linkMethod",
        "(Ljava/lang/Class;ILjava/lang/Class;Ljava/lang/String;Ljava/lang/Object;[Ljava/lang/Object;)Ljava/lang/invoke/MemberName;",
        &[
            Value::Ref(Some(caller)),
            Value::Int(REF_INVOKE_VIRTUAL),
            Value::Ref(Some(definer)),
            Value::Ref(Some(name)),
            Value::Ref(Some(ty)),
            Value::Ref(Some(appendix)),
        ],
    )?
    .object();
    let site = linked(t, member, appendix, accessing)?;
    Ok(ResolvedCall::Handle { adapter: site.adapter, appendix: site.appendix })
}

/// The basic form of a descriptor: references as Object, small ints as int.
fn basic_descriptor(desc: Symbol) -> Symbol {
    fn basic(ty: &[u8]) -> &[u8] {
        match ty[0] {
            b'L' | b'[' => b"Ljava/lang/Object;",
            b'Z' | b'B' | b'C' | b'S' => b"I",
            _ => ty,
        }
    }
    let (params, ret) = split(desc.bytes());
    let mut out = vec![b'('];
    params.iter().for_each(|p| out.extend_from_slice(basic(p)));
    out.push(b')');
    out.extend_from_slice(basic(ret));
    Symbol::new(&out)
}

/// The method for an intrinsic (`invokeBasic`, `linkTo*`) with a given descriptor: one for each basic
/// descriptor, made when first asked for. `declared` is the method in the class file.
pub fn polymorphic(declared: MethodRef, desc: Symbol) -> MethodRef {
    type Table = FxMap<(Symbol, Symbol), MethodRef>;
    static TABLE: OnceLock<Mutex<Table>> = OnceLock::new();
    let basic = basic_descriptor(desc);
    let mut table = TABLE.get_or_init(Default::default).lock();
    *table.entry((declared.name, basic)).or_insert_with(|| {
        let (params, ret) = split(basic.bytes());
        let slots: usize = params.iter().map(|p| if matches!(p[0], b'J' | b'D') { 2 } else { 1 }).sum();
        let slots = slots + usize::from(!declared.is_static());
        let arena = &boot::loader().data.arena;
        let m = arena.alloc(Method {
            entry: AtomicUsize::new(0),
            code: AtomicPtr::new(std::ptr::null_mut()),
            max_locals: slots as u16,
            max_stack: 0,
            arg_slots: slots as u16,
            return_type: BasicType::from_descriptor(ret[0]).expect("a valid descriptor"),
            intrinsic: declared.intrinsic,
            flags: AtomicU32::new(declared.flags.load(Ordering::Relaxed) | access::NATIVE),
            vtable_index: std::cell::Cell::new(NONVIRTUAL),
            holder: declared.holder,
            invocations: AtomicU32::new(0),
            back_edges: AtomicU32::new(0),
            compiled_entry: AtomicUsize::new(crate::compiled::interpret_entry()),
            adapter: AtomicUsize::new(0),
            blob: AtomicUsize::new(0),
            passing: AtomicU64::new(0),
            native: AtomicUsize::new(0),
            leaf: AtomicUsize::new(0),
            name: declared.name,
            desc: basic,
            cold: Box::leak(Box::new(MethodCold::default())),
            index: declared.index,
        });
        m.entry.store(crate::interp::entry_for(m), Ordering::Release);
        MethodRef(m)
    })
}

/// The method that `MethodHandle.invokeBasic` runs: `form.vmentry`'s target.
#[inline]
pub fn invoke_basic_target(handle: gc::ObjRef<'_>) -> *const Method {
    let form = f::MethodHandle::form.get(handle).expect("a method handle has a form");
    let entry = f::LambdaForm::vmentry.get(form).expect("a prepared form has an entry");
    member_target(entry)
}

/// The method that a resolved MemberName names.
#[inline]
pub fn member_target(member: gc::ObjRef<'_>) -> *const Method {
    let method = f::MemberName::method.get(member).expect("a resolved MemberName");
    f::ResolvedMethodName::vmtarget.get(method) as usize as *const Method
}
