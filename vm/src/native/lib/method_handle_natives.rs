//! Natives of `java.lang.invoke`: `MethodHandleNatives`, and what the signature-polymorphic methods do
//! when they are called by reflection.
//!
//! A resolved `MemberName` of a method has a `ResolvedMethodName` that holds the method's address and
//! keeps its class alive. Its `vmindex` says how a call finds the method: an index into the vtable or
//! itable, or [`DIRECT`]. That of a field has the field's offset.

use std::sync::atomic::{Ordering, fence};

use gc::{Handle, ObjRef, TypeKind};

use crate::class::method::{access, external_signature, flag};
use crate::class::{BasicType, Field, KlassRef, MethodRef, Tag, klass};
use crate::link::members::{self, Reference};
use crate::link::resolve::{self, InvokeKind, ResolvedCall};
use crate::link::{init, itable};
use crate::loader::mirrors;
use crate::native::builtin::{Args, Row};
use crate::runtime::{alloc, boxing, method_handles, reflect, strings};
use crate::symbol::Symbol;
use crate::thread::{JResult, Scope, Value};
use crate::well_known::{Wk, f};

type R<'s> = JResult<Value<'s>>;

const INTERNAL: &str = "java/lang/InternalError";

/// `vmindex` of a method that is called directly.
const DIRECT: i64 = -1;

/// Bits of `MemberName.flags` (`MethodHandleNatives.Constants`).
mod mn {
    pub const IS_METHOD: i32 = 0x0001_0000;
    pub const IS_CONSTRUCTOR: i32 = 0x0002_0000;
    pub const IS_FIELD: i32 = 0x0004_0000;
    pub const IS_TYPE: i32 = 0x0008_0000;
    pub const CALLER_SENSITIVE: i32 = 0x0010_0000;
    pub const TRUSTED_FINAL: i32 = 0x0020_0000;
    pub const ALL_KINDS: i32 = IS_METHOD | IS_CONSTRUCTOR | IS_FIELD | IS_TYPE;
    pub const REFERENCE_KIND_SHIFT: i32 = 24;
    pub const REFERENCE_KIND_MASK: i32 = 0x0f;
    /// For `getMembers` only.
    pub const SEARCH_SUPERCLASSES: i32 = 0x0010_0000;
    pub const SEARCH_INTERFACES: i32 = 0x0020_0000;
    /// Bit of a lookup's modes: public access to exported packages only.
    pub const UNCONDITIONAL_MODE: i32 = 0x20;
}

/// Reference kinds (JVMS §5.4.3.5).
mod kind {
    pub const GET_FIELD: i32 = 1;
    pub const GET_STATIC: i32 = 2;
    pub const PUT_FIELD: i32 = 3;
    pub const PUT_STATIC: i32 = 4;
    pub const INVOKE_VIRTUAL: i32 = 5;
    pub const INVOKE_STATIC: i32 = 6;
    pub const INVOKE_SPECIAL: i32 = 7;
    pub const INVOKE_INTERFACE: i32 = 9;
}

/// Modifiers that reflection shows of a method and of a field.
const METHOD_MODIFIERS: u16 = 0x1fff & !0x0200;
const FIELD_MODIFIERS: u16 = 0x50df;

fn reference_kind(flags: i32) -> i32 {
    (flags >> mn::REFERENCE_KIND_SHIFT) & mn::REFERENCE_KIND_MASK
}

fn void<'s>() -> R<'s> {
    Ok(Value::Void)
}

/// The MemberName in slot `i`.
fn member<'a>(t: &mut Scope<'_>, a: Args<'a>, i: usize) -> JResult<Handle<'a>> {
    match a.object(i) {
        Some(m) => Ok(m),
        None => Err(t.throw_new(INTERNAL, "mname is null")),
    }
}

// ---- filling in -----------------------------------------------------------------------------------

/// Makes `name` a resolved name of a method; `through` is the class or interface it was found in. False
/// when the method cannot be called so.
///
/// # Errors
/// OutOfMemoryError.
pub(in crate::native) fn set_method(
    t: &mut Scope<'_>,
    name: Handle<'_>,
    call: ResolvedCall,
    through: KlassRef,
) -> JResult<bool> {
    let (m, bits, kind, index) = match call {
        ResolvedCall::Interface(m) => (m, mn::IS_METHOD, kind::INVOKE_INTERFACE, m.vtable_index.get().into()),
        ResolvedCall::Virtual(m, index) => (m, mn::IS_METHOD, kind::INVOKE_VIRTUAL, index.into()),
        ResolvedCall::Direct(m) | ResolvedCall::Handle { adapter: m, .. } => match () {
            () if m.is_static() => (m, mn::IS_METHOD, kind::INVOKE_STATIC, DIRECT),
            () if m.is_constructor() => (m, mn::IS_CONSTRUCTOR, kind::INVOKE_SPECIAL, DIRECT),
            () => (m, mn::IS_METHOD, kind::INVOKE_SPECIAL, DIRECT),
        },
    };
    let is_inherited = kind == kind::INVOKE_VIRTUAL && m.holder.is_interface();
    if is_inherited && !m.is_public() {
        return Ok(false);
    }
    let clazz = if is_inherited { through } else { m.holder };
    let mut flags = i32::from(m.access() & METHOD_MODIFIERS);
    flags |= bits | kind << mn::REFERENCE_KIND_SHIFT;
    if m.has(flag::CALLER_SENSITIVE) {
        flags |= mn::CALLER_SENSITIVE;
    }
    let mut n = t.nested();
    let target = resolved_method_name(&mut n, m)?;
    let o = name.get(&n);
    f::MemberName::flags.set(o, flags);
    f::MemberName::method.set(o, Some(target.get(&n)));
    f::MemberName::vmindex.set(o, index);
    f::MemberName::clazz.set(o, Some(clazz.mirror(&n)));
    Ok(true)
}

/// A `ResolvedMethodName` for a method.
///
/// # Errors
/// OutOfMemoryError.
pub fn resolved_method_name<'s>(t: &mut Scope<'s>, m: MethodRef) -> JResult<Handle<'s>> {
    let k = Wk::ResolvedMethodName.klass();
    init::ensure_initialized(t, k)?;
    let target = alloc::new_instance(t, k)?;
    f::ResolvedMethodName::vmholder.set(target.get(t), Some(m.holder.mirror(t)));
    f::ResolvedMethodName::vmtarget.set(target.get(t), std::ptr::from_ref(m.0) as u64);
    Ok(target)
}

/// Makes `name` a resolved name of a field.
fn set_field(t: &Scope<'_>, name: Handle<'_>, field: &Field, is_setter: bool) {
    let mut flags = i32::from(field.access & FIELD_MODIFIERS) | mn::IS_FIELD;
    let kind = match (field.is_static(), is_setter) {
        (false, false) => kind::GET_FIELD,
        (true, false) => kind::GET_STATIC,
        (false, true) => kind::PUT_FIELD,
        (true, true) => kind::PUT_STATIC,
    };
    flags |= kind << mn::REFERENCE_KIND_SHIFT;
    let holder = field.holder;
    if field.is_final() && (field.is_static() || holder.is_hidden() || holder.has_flag(klass::flag::RECORD)) {
        flags |= mn::TRUSTED_FINAL;
    }
    let o = name.get(t);
    f::MemberName::flags.set(o, flags);
    f::MemberName::method.set(o, None);
    f::MemberName::vmindex.set(o, field.offset.into());
    f::MemberName::clazz.set(o, Some(field.holder.mirror(t)));
    if let Some(ty) = common_type(t, field.desc) {
        f::MemberName::type_.set(o, Some(ty.get(t)));
    }
}

/// The mirror of a field's type when no class need be loaded for it.
fn common_type<'s>(t: &Scope<'s>, desc: Symbol) -> Option<Handle<'s>> {
    let k = match desc.bytes() {
        [c] => return Some(mirrors::primitive_mirror(t, BasicType::from_descriptor(*c)?)),
        b"Ljava/lang/Object;" => Wk::Object,
        b"Ljava/lang/Class;" => Wk::Class,
        b"Ljava/lang/String;" => Wk::String,
        _ => return None,
    };
    Some(t.handle(k.klass().mirror(t)))
}

/// `init(MemberName self, Object ref)`: from a `Field`, `Method` or `Constructor`.
fn init<'s>(t: &mut Scope<'s>, a: Args<'_>) -> R<'s> {
    let name = member(t, a, 0)?;
    let Some(target) = a.object(1) else { return Err(t.throw_new(INTERNAL, "target is null")) };
    let k = KlassRef::of(target.get(t));
    if k == Wk::Field.klass() {
        let Some(field) = reflect::field_of(target.get(t)) else { return void() };
        set_field(t, name, field, false);
        let (o, source) = (name.get(t), target.get(t));
        if f::MemberName::name.get(o).is_none() {
            f::MemberName::name.set(o, f::Field::name.get(source));
        }
        if f::MemberName::type_.get(o).is_none() {
            f::MemberName::type_.set(o, f::Field::type_.get(source));
        }
    } else if k == Wk::Method.klass() || k == Wk::Constructor.klass() {
        let Some(m) = reflect::method_of(target.get(t)) else { return void() };
        // a signature-polymorphic method is not resolved without a concrete descriptor
        if !m.has(flag::SIGNATURE_POLYMORPHIC) {
            set_method(t, name, members::dispatched(m), m.holder)?;
        }
    }
    void()
}

// ---- resolve --------------------------------------------------------------------------------------

/// Appends the descriptor of a mirror's type.
fn append_descriptor(t: &Scope<'_>, mirror: ObjRef<'_>, out: &mut Vec<u8>) {
    match KlassRef::from_mirror(mirror) {
        Some(k) if k.is_array() => out.extend_from_slice(k.name.bytes()),
        Some(k) => {
            out.push(b'L');
            out.extend_from_slice(k.name.bytes());
            out.push(b';');
        }
        None => {
            let ty = mirrors::primitive_type_of(t, t.handle(mirror)).unwrap_or(BasicType::Void);
            out.push(ty.descriptor());
        }
    }
}

/// Descriptor of a `MethodType`, `Class` or `String`; `None` when it is too long for a member to have it.
fn descriptor(t: &mut Scope<'_>, ty: Handle<'_>) -> JResult<Option<Symbol>> {
    let o = ty.get(t);
    let k = KlassRef::of(o);
    let mut out = Vec::with_capacity(64);
    if k == Wk::MethodType.klass() {
        out.push(b'(');
        if let Some(params) = f::MethodType::ptypes.get(o) {
            for p in (0..params.length()).filter_map(|i| params.elem_ref(i)) {
                append_descriptor(t, p, &mut out);
            }
        }
        out.push(b')');
        if let Some(r) = f::MethodType::rtype.get(o) {
            append_descriptor(t, r, &mut out);
        }
    } else if o.type_info().kind == TypeKind::Mirror {
        append_descriptor(t, o, &mut out);
    } else if k == Wk::String.klass() {
        out = strings::mutf8(o);
    } else {
        return Err(t.throw_new(INTERNAL, "unrecognized type"));
    }
    Ok((out.len() <= usize::from(u16::MAX)).then(|| Symbol::new(&out)))
}

/// The signature-polymorphic method that a reference of this kind means, if any.
fn polymorphic_target(class: KlassRef, name: Symbol, flags: i32) -> Option<MethodRef> {
    let k = reference_kind(flags);
    let applies = flags & mn::ALL_KINDS == mn::IS_METHOD
        && (class == Wk::MethodHandle.klass() || class == Wk::VarHandle.klass())
        && matches!(k, kind::INVOKE_VIRTUAL | kind::INVOKE_SPECIAL | kind::INVOKE_STATIC);
    if !applies {
        return None;
    }
    class.methods.get().iter().copied().find(|m| {
        m.name == name && m.has(flag::SIGNATURE_POLYMORPHIC) && m.is_static() == (k == kind::INVOKE_STATIC)
    })
}

/// Resolves `name`; false when it cannot be and the caller words the error.
fn resolve_member(
    t: &mut Scope<'_>,
    name: Handle<'_>,
    caller: Option<KlassRef>,
    modes: i32,
) -> JResult<bool> {
    let o = name.get(t);
    if f::MemberName::method.get(o).is_some_and(|m| f::ResolvedMethodName::vmtarget.get(m) != 0) {
        return Ok(true);
    }
    let flags = f::MemberName::flags.get(o);
    let ref_kind = reference_kind(flags);
    if !(kind::GET_FIELD..=kind::INVOKE_INTERFACE).contains(&ref_kind) {
        return Err(t.throw_new(INTERNAL, "obsolete MemberName format"));
    }
    let (Some(class), Some(text), Some(ty)) =
        (f::MemberName::clazz.get(o), f::MemberName::name.get(o), f::MemberName::type_.get(o))
    else {
        return Err(t.throw_new("java/lang/IllegalArgumentException", "nothing to resolve"));
    };
    let class = match KlassRef::from_mirror(class) {
        None => return Ok(false),
        Some(k) if k.is_array() => Wk::Object.klass(),
        Some(k) => k,
    };
    let text = strings::mutf8(text);
    let ty = t.handle(ty);
    init::ensure_linked(t, class)?;
    if text.len() > usize::from(u16::MAX) || text == b"<clinit>" {
        return Ok(false);
    }
    let symbol = Symbol::new(&text);
    let polymorphic = polymorphic_target(class, symbol, flags);
    let Some(desc) = descriptor(t, ty)? else { return Ok(false) };
    let check_loaders = caller.is_some() && modes & mn::UNCONDITIONAL_MODE == 0;
    let r = Reference {
        from: caller,
        resolved: class,
        name: symbol,
        desc,
        is_interface_ref: None,
        check_loaders,
    };
    match flags & mn::ALL_KINDS {
        mn::IS_METHOD => {
            let kind = match ref_kind {
                kind::INVOKE_STATIC => InvokeKind::Static,
                kind::INVOKE_INTERFACE => InvokeKind::Interface,
                _ if polymorphic.is_some() => return resolve_polymorphic(t, name, &r, polymorphic),
                kind::INVOKE_SPECIAL => InvokeKind::Special,
                kind::INVOKE_VIRTUAL => InvokeKind::Virtual,
                _ => return Ok(false),
            };
            let call = members::resolve_call(t, &r, kind)?;
            if kind == InvokeKind::Interface {
                check_implementable(t, &r)?;
            }
            set_method(t, name, call, class)
        }
        mn::IS_CONSTRUCTOR if symbol == "<init>" => {
            let call = members::resolve_call(t, &r, InvokeKind::Special)?;
            set_method(t, name, call, class)
        }
        mn::IS_FIELD => {
            // no access check: `Lookup` has made it
            let Some(field) = resolve::lookup_field(class, symbol, desc) else {
                return Err(t.throw_new("java/lang/NoSuchFieldError", &symbol.text()));
            };
            if let Some(from) = caller.filter(|from| check_loaders && *from != field.holder) {
                members::check_field_constraints(t, from, field)?;
            }
            let is_setter = matches!(ref_kind, kind::PUT_FIELD | kind::PUT_STATIC);
            set_field(t, name, field, is_setter);
            Ok(true)
        }
        _ => Err(t.throw_new(INTERNAL, "unrecognized MemberName format")),
    }
}

/// An interface may declare a method that `Object` has with less access, which no class can implement.
fn check_implementable(t: &mut Scope<'_>, r: &Reference) -> JResult<()> {
    match itable::find_in_classes(r.resolved, r.name, r.desc) {
        Some(m) if !m.is_public() => {
            let text = format!("'{}'", external_signature(r.resolved, r.name, r.desc));
            Err(t.throw_new("java/lang/IllegalAccessError", &text))
        }
        _ => Ok(()),
    }
}

/// `invokeBasic`, and generic invokers, which may not need an appendix here.
fn resolve_polymorphic(
    t: &mut Scope<'_>,
    name: Handle<'_>,
    r: &Reference,
    target: Option<MethodRef>,
) -> JResult<bool> {
    let Some(target) = target else { return Ok(false) };
    let call = method_handles::link_polymorphic(t, r.from.unwrap_or(r.resolved), target, r.desc)?;
    if let ResolvedCall::Handle { appendix: Some(_), .. } = call {
        return Err(t.throw_new(INTERNAL, "appendix"));
    }
    set_method(t, name, call, r.resolved)
}

/// `resolve(MemberName self, Class<?> caller, int lookupMode, boolean speculativeResolve)`.
fn resolve<'s>(t: &mut Scope<'s>, a: Args<'_>) -> R<'s> {
    let name = member(t, a, 0)?;
    let caller = a.object(1).and_then(|c| KlassRef::from_mirror(c.get(t)));
    let (modes, speculative) = (a.int(2), a.bool(3));
    let resolved = {
        let mut n = t.nested();
        resolve_member(&mut n, name, caller, modes)
    };
    match resolved {
        Ok(true) => return Ok(Value::Ref(Some(t.handle(name.get(t))))),
        Ok(false) => {}
        Err(thrown) => {
            if !speculative {
                return Err(thrown);
            }
            let n = t.nested();
            n.catch(thrown);
        }
    }
    if speculative {
        return Ok(Value::Ref(None));
    }
    let (class, text) = match f::MemberName::flags.get(name.get(t)) & mn::ALL_KINDS {
        mn::IS_FIELD => ("java/lang/NoSuchFieldError", "field resolution failed"),
        mn::IS_METHOD | mn::IS_CONSTRUCTOR => ("java/lang/NoSuchMethodError", "method resolution failed"),
        _ => ("java/lang/LinkageError", "resolution failed"),
    };
    Err(t.throw_new(class, text))
}

// ---- expand ---------------------------------------------------------------------------------------

/// `expand(MemberName self)`: fills in class, name and type of a resolved name where they are missing.
fn expand<'s>(t: &mut Scope<'s>, a: Args<'_>) -> R<'s> {
    let name = member(t, a, 0)?;
    let o = name.get(t);
    let complete = f::MemberName::clazz.get(o).is_some()
        && f::MemberName::name.get(o).is_some()
        && f::MemberName::type_.get(o).is_some();
    if complete {
        return void();
    }
    let flags = f::MemberName::flags.get(o);
    match flags & mn::ALL_KINDS {
        mn::IS_METHOD | mn::IS_CONSTRUCTOR => {
            if f::MemberName::method.get(o).is_none() {
                return Err(t.throw_new("java/lang/IllegalArgumentException", "nothing to expand"));
            }
            // SAFETY: a resolved name's target is a method whose class it keeps alive.
            let m = MethodRef(unsafe { &*method_handles::member_target(o) });
            if f::MemberName::clazz.get(o).is_none() {
                f::MemberName::clazz.set(o, Some(m.holder.mirror(t)));
            }
            expand_name_and_type(t, name, m.name, m.desc)?;
        }
        mn::IS_FIELD => {
            let Some(class) = f::MemberName::clazz.get(o) else {
                let text = "nothing to expand (as field)";
                return Err(t.throw_new("java/lang/IllegalArgumentException", text));
            };
            let offset = f::MemberName::vmindex.get(o);
            let is_static = flags & access::STATIC as i32 != 0;
            let field = KlassRef::from_mirror(class).and_then(|k| {
                k.supers().flat_map(|k| k.fields.get().iter()).find(|x| {
                    x.is_static() == is_static
                        && i64::from(x.offset) == offset
                        && (!is_static || x.holder == k)
                })
            });
            let Some(field) = field else {
                return Err(t.throw_new(INTERNAL, "unrecognized MemberName format"));
            };
            expand_name_and_type(t, name, field.name, field.desc)?;
        }
        _ => return Err(t.throw_new(INTERNAL, "unrecognized MemberName format")),
    }
    void()
}

fn expand_name_and_type(t: &mut Scope<'_>, member: Handle<'_>, name: Symbol, desc: Symbol) -> JResult<()> {
    let mut n = t.nested();
    if f::MemberName::name.get(member.get(&n)).is_none() {
        let s = strings::intern_mutf8(&mut n, name.bytes())?;
        f::MemberName::name.set(member.get(&n), Some(s.get(&n)));
    }
    if f::MemberName::type_.get(member.get(&n)).is_none() {
        let ty = match common_type(&n, desc) {
            Some(ty) => ty,
            None => strings::new_from_mutf8(&mut n, desc.bytes())?,
        };
        f::MemberName::type_.set(member.get(&n), Some(ty.get(&n)));
    }
    Ok(())
}

// ---- getMembers -----------------------------------------------------------------------------------

/// The class and, as `flags` say, its superclasses and all their superinterfaces.
fn searched(k: KlassRef, flags: i32) -> Vec<KlassRef> {
    let mut all = vec![k];
    if flags & (mn::SEARCH_SUPERCLASSES | mn::SEARCH_INTERFACES) != 0 {
        all.extend(k.supers().skip(1));
    }
    if flags & mn::SEARCH_INTERFACES != 0 {
        all.extend(k.secondaries.get().iter().copied().filter(|i| i.is_interface()));
    }
    all
}

/// `getMembers(Class<?> defc, String matchName, String matchSig, int matchFlags, Class<?> caller, int skip,
/// MemberName[] results)`: number of matches, of which as many are filled in as there is room.
fn get_members<'s>(t: &mut Scope<'s>, a: Args<'_>) -> R<'s> {
    const NOT_A_MEMBER_NAME: i32 = -99;
    let failed = Ok(Value::Int(-1));
    let (Some(class), Some(results)) = (a.object(0), a.object(6)) else { return failed };
    let Some(k) = KlassRef::from_mirror(class.get(t)).filter(|k| k.is_instance()) else { return failed };
    let symbol = |t: &Scope<'_>, i: usize| a.object(i).map(|s| Symbol::find(&strings::mutf8(s.get(t))));
    let (name, desc) = (symbol(t, 1), symbol(t, 2));
    if name == Some(None) || desc == Some(None) {
        return Ok(Value::Int(0)); // no member can have a name or type that the VM has never seen
    }
    let (name, desc) = (name.flatten(), desc.flatten());
    let flags = a.int(3);
    let matches = |n: Symbol, d: Symbol| name.is_none_or(|x| x == n) && desc.is_none_or(|x| x == d);
    let mut skip = a.int(5);
    let mut found: Vec<Member> = Vec::new();
    let mut add = |m: Member| {
        if skip > 0 {
            skip -= 1;
        } else {
            found.push(m);
        }
    };
    let classes = searched(k, flags);
    let is_method_desc = desc.map(|d| d.bytes().first() == Some(&b'('));
    if flags & mn::IS_FIELD != 0 && is_method_desc != Some(true) {
        for x in classes.iter().flat_map(|k| k.fields.get()).filter(|x| matches(x.name, x.desc)) {
            add(Member::Field(x));
        }
    }
    if is_method_desc != Some(false) {
        for &m in classes.iter().flat_map(|k| k.methods.get()).filter(|m| matches(m.name, m.desc)) {
            let wanted = if m.is_constructor() { mn::IS_CONSTRUCTOR } else { mn::IS_METHOD };
            if flags & wanted != 0 && !m.is_class_initializer() {
                add(Member::Method(m));
            }
        }
    }
    let room = results.get(t).length();
    for (i, m) in found.iter().enumerate().take(room) {
        let mut n = t.nested();
        let slot = results.get(&n).elem_ref(i).filter(|o| KlassRef::of(*o) == Wk::MemberName.klass());
        let Some(slot) = slot else { return Ok(Value::Int(NOT_A_MEMBER_NAME)) };
        let slot = n.handle(slot);
        let saved = match *m {
            Member::Field(x) => {
                set_field(&n, slot, x, false);
                true
            }
            Member::Method(m) => set_method(&mut n, slot, members::dispatched(m), m.holder)?,
        };
        if !saved {
            results.get(&n).set_elem_ref(i, None);
        }
    }
    Ok(Value::Int(found.len() as i32))
}

enum Member {
    Field(&'static Field),
    Method(MethodRef),
}

// ---- fields and VM information --------------------------------------------------------------------

fn field_offset(t: &mut Scope<'_>, a: Args<'_>, is_static: bool) -> JResult<i64> {
    let resolved = a.object(0).filter(|m| f::MemberName::clazz.get(m.get(t)).is_some());
    let Some(name) = resolved else { return Err(t.throw_new(INTERNAL, "mname not resolved")) };
    let flags = f::MemberName::flags.get(name.get(t));
    if flags & mn::IS_FIELD != 0 && (flags & access::STATIC as i32 != 0) == is_static {
        return Ok(f::MemberName::vmindex.get(name.get(t)));
    }
    let text = if is_static { "static field required" } else { "non-static field required" };
    Err(t.throw_new(INTERNAL, text))
}
fn object_field_offset<'s>(t: &mut Scope<'s>, a: Args<'_>) -> R<'s> {
    field_offset(t, a, false).map(Value::Long)
}
fn static_field_offset<'s>(t: &mut Scope<'s>, a: Args<'_>) -> R<'s> {
    field_offset(t, a, true).map(Value::Long)
}
fn static_field_base<'s>(t: &mut Scope<'s>, a: Args<'_>) -> R<'s> {
    field_offset(t, a, true)?;
    let class = a.object(0).and_then(|m| f::MemberName::clazz.get(m.get(t)));
    Ok(Value::Ref(t.handle_opt(class)))
}

/// `getMemberVMInfo(MemberName self)`: index and target.
fn get_member_vm_info<'s>(t: &mut Scope<'s>, a: Args<'_>) -> R<'s> {
    let Some(name) = a.object(0) else { return Ok(Value::Ref(None)) };
    let result = alloc::new_object_array(t, Wk::Object.klass(), 2)?;
    let index = f::MemberName::vmindex.get(name.get(t));
    let boxed = boxing::box_value(t, BasicType::Long, Value::Long(index))?;
    result.get(t).set_elem_ref(0, boxed.map(|b| b.get(t)));
    let o = name.get(t);
    let target =
        if f::MemberName::flags.get(o) & mn::IS_FIELD != 0 { f::MemberName::clazz.get(o) } else { Some(o) };
    result.get(t).set_elem_ref(1, target);
    Ok(Value::Ref(Some(result)))
}

/// `getNamedCon`: there are no constants to be checked in a product build.
fn get_named_con<'s>(_: &mut Scope<'s>, _: Args<'_>) -> R<'s> {
    Ok(Value::Int(0))
}

// ---- call sites -------------------------------------------------------------------------------------

fn set_call_site_target_normal<'s>(t: &mut Scope<'s>, a: Args<'_>) -> R<'s> {
    let (site, target) = (a.non_null(t, 0)?, a.non_null(t, 1)?);
    f::CallSite::target.set(site.get(t), Some(target.get(t)));
    void()
}
fn set_call_site_target_volatile<'s>(t: &mut Scope<'s>, a: Args<'_>) -> R<'s> {
    let (site, target) = (a.non_null(t, 0)?, a.non_null(t, 1)?);
    fence(Ordering::Release);
    f::CallSite::target.set(site.get(t), Some(target.get(t)));
    fence(Ordering::SeqCst);
    void()
}
/// `clearCallSiteContext`: no compiled code depends on call sites.
fn clear_call_site_context<'s>(_: &mut Scope<'s>, _: Args<'_>) -> R<'s> {
    void()
}

/// `copyOutBootstrapArguments(Class<?> caller, int[] indexInfo, int start, int end, Object[] buf, int pos,
/// boolean resolve, Object ifNotAvailable)`: static arguments of a bootstrap method; negative positions
/// stand for the method itself (-4), the name, the type and the number of arguments (-1).
fn copy_out_bootstrap_arguments<'s>(t: &mut Scope<'s>, a: Args<'_>) -> R<'s> {
    let caller = a.object(0).and_then(|c| KlassRef::from_mirror(c.get(t))).filter(|k| k.is_instance());
    let Some(caller) = caller else { return Err(t.throw_new(INTERNAL, "bad caller")) };
    let info = a.object(1).filter(|i| i.get(t).length() >= 2);
    let Some(info) = info else { return Err(t.throw_new(INTERNAL, "bad index info (0)")) };
    let (argc, index) = (info.get(t).elem::<i32>(0), info.get(t).elem::<i32>(1));
    let cp = caller.constants();
    let row = u16::try_from(index)
        .ok()
        .filter(|&i| matches!(cp.tag(i), Tag::Dynamic | Tag::InvokeDynamic))
        .and_then(|i| Some((i, caller.cold.bootstrap_methods.get()?.get(usize::from(cp.dynamic(i).0))?)));
    let Some((index, (method, arguments))) = row.filter(|r| r.1.1.len() == argc as usize) else {
        return Err(t.throw_new(INTERNAL, "bad index info (1)"));
    };
    let (mut start, end, mut pos, must_resolve) = (a.int(2), a.int(3), a.int(5), a.bool(6));
    let buf = a.non_null(t, 4)?;
    let length = buf.get(t).length() as i32;
    while (-4..0).contains(&start) && start < end && (0..length).contains(&pos) {
        let mut n = t.nested();
        let (name, desc) = cp.member_name_and_type(index);
        let v = match start {
            -4 => method_handles::constant_object(&mut n, caller, *method)?,
            -3 => Some(strings::new_from_mutf8(&mut n, name.bytes())?),
            -2 if desc.bytes()[0] == b'(' => Some(method_handles::method_type(&mut n, desc, caller)?),
            -2 => Some(method_handles::accessible_mirror(&mut n, desc.bytes(), caller)?),
            _ => boxing::box_value(&mut n, BasicType::Int, Value::Int(argc))?,
        };
        buf.get(&n).set_elem_ref(pos as usize, v.map(|v| v.get(&n)));
        pos += 1;
        start += 1;
    }
    let limit = i64::from(pos) + i64::from(end) - i64::from(start);
    if start < 0
        || start > end
        || end > argc
        || pos < 0
        || i64::from(pos) > limit
        || limit > i64::from(length)
    {
        return Err(t.throw_new("java/lang/LinkageError", "bad BSM argument access"));
    }
    for i in start..end {
        let mut n = t.nested();
        let entry = arguments[i as usize];
        let v = if must_resolve || is_available(caller, entry) {
            method_handles::constant_object(&mut n, caller, entry)?
        } else {
            a.object(7)
        };
        buf.get(&n).set_elem_ref((pos + i - start) as usize, v.map(|v| v.get(&n)));
    }
    void()
}

/// Whether a loadable constant is there without resolving anything.
fn is_available(k: KlassRef, index: u16) -> bool {
    let cp = k.constants();
    match cp.tag(index) {
        Tag::Integer | Tag::Float | Tag::Long | Tag::Double => true,
        _ => cp.resolved(index) != 0,
    }
}

/// `registerNatives`: binding is by these tables.
fn register_natives<'s>(_: &mut Scope<'s>, _: Args<'_>) -> R<'s> {
    void()
}

// ---- reflective calls of signature-polymorphic methods --------------------------------------------------

fn invoke_reflectively<'s>(t: &mut Scope<'s>, a: Args<'_>) -> R<'s> {
    let text = format!("MethodHandle.{} cannot be invoked reflectively", a.method().name);
    Err(t.throw_new("java/lang/UnsupportedOperationException", &text))
}

rows! {
    "java/lang/invoke/MethodHandleNatives" {
        "registerNatives" "()V" register_natives;
        "init" "(Ljava/lang/invoke/MemberName;Ljava/lang/Object;)V" init;
        "expand" "(Ljava/lang/invoke/MemberName;)V" expand;
        "resolve" "(Ljava/lang/invoke/MemberName;Ljava/lang/Class;IZ)Ljava/lang/invoke/MemberName;" resolve;
        "getNamedCon" "(I[Ljava/lang/Object;)I" get_named_con;
        "getMembers" "(Ljava/lang/Class;Ljava/lang/String;Ljava/lang/String;ILjava/lang/Class;I[Ljava/lang/invoke/MemberName;)I" get_members;
        "objectFieldOffset" "(Ljava/lang/invoke/MemberName;)J" object_field_offset;
        "staticFieldOffset" "(Ljava/lang/invoke/MemberName;)J" static_field_offset;
        "staticFieldBase" "(Ljava/lang/invoke/MemberName;)Ljava/lang/Object;" static_field_base;
        "getMemberVMInfo" "(Ljava/lang/invoke/MemberName;)Ljava/lang/Object;" get_member_vm_info;
        "setCallSiteTargetNormal" "(Ljava/lang/invoke/CallSite;Ljava/lang/invoke/MethodHandle;)V" set_call_site_target_normal;
        "setCallSiteTargetVolatile" "(Ljava/lang/invoke/CallSite;Ljava/lang/invoke/MethodHandle;)V" set_call_site_target_volatile;
        "copyOutBootstrapArguments" "(Ljava/lang/Class;[III[Ljava/lang/Object;IZLjava/lang/Object;)V" copy_out_bootstrap_arguments;
        "clearCallSiteContext" "(Ljava/lang/invoke/MethodHandleNatives$CallSiteContext;)V" clear_call_site_context;
    }
    "java/lang/invoke/MethodHandle" {
        "invoke" "([Ljava/lang/Object;)Ljava/lang/Object;" invoke_reflectively;
        "invokeExact" "([Ljava/lang/Object;)Ljava/lang/Object;" invoke_reflectively;
    }
}
