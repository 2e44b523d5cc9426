//! Core reflection: `java.lang.reflect` objects for members, and invocation through them.
//!
//! A reflected member remembers its class and its `slot`: the index among the declared fields or
//! methods.

use gc::{Handle, ObjRef};

use super::{alloc, boxing, java_call, strings};
use crate::class::klass::{self, RecordComponent};
use crate::class::{BasicType, Field, KlassRef, MethodRef};
use crate::link;
use crate::loader::{boot, load, mirrors};
use crate::symbol::Symbol;
use crate::thread::{JResult, Scope, Thrown, Value};
use crate::well_known::{Wk, f};
use classfile::descriptor::{FieldType, MethodDescriptor, ReturnType};

/// Modifiers of methods that reflection shows (JVMS table 4.6-A).
pub const METHOD_MODIFIERS: u16 = 0x1dff;
/// Modifiers of fields that reflection shows (JVMS table 4.5-A).
pub const FIELD_MODIFIERS: u16 = 0x50df;

const ILLEGAL_ARGUMENT: &str = "java/lang/IllegalArgumentException";
const TYPE_MISMATCH: &str = "argument type mismatch";

// ---- types --------------------------------------------------------------------------------------

/// The `java.lang.Class` of a field type in `accessing`'s descriptors.
///
/// # Errors
/// NoClassDefFoundError, and what loading throws.
pub fn mirror_of_type<'s>(t: &mut Scope<'s>, ty: FieldType<'_>, accessing: KlassRef) -> JResult<Handle<'s>> {
    match ty.class_name() {
        Some(name) => {
            let k = load::resolve_class(t, Symbol::new(name), accessing.loader)?;
            Ok(t.handle(k.mirror(t)))
        }
        None => {
            let basic = BasicType::from_descriptor(ty.descriptor_char()).expect("a primitive type");
            Ok(mirrors::primitive_mirror(t, basic))
        }
    }
}

/// The `java.lang.Class` of a field descriptor of `accessing`.
///
/// # Errors
/// NoClassDefFoundError, and what loading throws.
pub fn mirror_of_descriptor<'s>(t: &mut Scope<'s>, desc: Symbol, accessing: KlassRef) -> JResult<Handle<'s>> {
    match FieldType::parse(desc.bytes()) {
        Some(ty) => mirror_of_type(t, ty, accessing),
        None => Err(t.throw_new("java/lang/ClassFormatError", &format!("bad field descriptor {desc}"))),
    }
}

fn parse(t: &mut Scope<'_>, m: MethodRef) -> JResult<MethodDescriptor<'static>> {
    match MethodDescriptor::parse(m.desc.bytes()) {
        Some(d) => Ok(d),
        None => Err(t.throw_new("java/lang/ClassFormatError", &format!("bad method descriptor {}", m.desc))),
    }
}

fn parameter_types<'s>(t: &mut Scope<'s>, m: MethodRef, d: MethodDescriptor<'_>) -> JResult<Handle<'s>> {
    let types = alloc::new_object_array(t, Wk::Class.klass(), d.parameter_count() as i32)?;
    for (i, ty) in d.parameters().enumerate() {
        let mut n = t.nested();
        let mirror = mirror_of_type(&mut n, ty, m.holder)?;
        types.get(&n).set_elem_ref(i, Some(mirror.get(&n)));
    }
    Ok(types)
}

fn return_type<'s>(t: &mut Scope<'s>, m: MethodRef, d: MethodDescriptor<'_>) -> JResult<Handle<'s>> {
    match d.return_type() {
        ReturnType::Void => Ok(mirrors::primitive_mirror(t, BasicType::Void)),
        ReturnType::Value(ty) => mirror_of_type(t, ty, m.holder),
    }
}

fn exception_types<'s>(t: &mut Scope<'s>, m: MethodRef) -> JResult<Handle<'s>> {
    let indices = m.cold.checked_exceptions;
    let types = alloc::new_object_array(t, Wk::Class.klass(), indices.len() as i32)?;
    for (i, &index) in indices.iter().enumerate() {
        let k = link::resolve::class_at(t, m.holder, index)?;
        if crate::log_enabled!(warning, [exceptions])
            && !k.supers().any(|s| s.has_flag(klass::flag::THROWABLE))
        {
            crate::log!(
                warning,
                [exceptions],
                "Class {} in throws clause of method {} is not a subtype of class java.lang.Throwable",
                k.external_name(),
                m.external_name()
            );
        }
        types.get(t).set_elem_ref(i, Some(k.mirror(t)));
    }
    Ok(types)
}

// ---- members as objects -------------------------------------------------------------------------

/// The bytes of an attribute as a `byte[]`; null when it is absent.
///
/// # Errors
/// OutOfMemoryError.
pub fn byte_array<'s>(t: &mut Scope<'s>, bytes: Option<&[u8]>) -> JResult<Option<Handle<'s>>> {
    let Some(bytes) = bytes else { return Ok(None) };
    let a = alloc::new_prim_array(t, BasicType::Byte, bytes.len() as i32)?;
    a.get(t).write_array(0, bytes);
    Ok(Some(a))
}

/// A symbol's text as a string; null when there is none.
///
/// # Errors
/// OutOfMemoryError.
pub fn string_of<'s>(t: &mut Scope<'s>, s: Option<Symbol>) -> JResult<Option<Handle<'s>>> {
    match s {
        Some(s) => strings::new_from_mutf8(t, s.bytes()).map(Some),
        None => Ok(None),
    }
}

fn new_object<'s>(t: &mut Scope<'s>, class: Wk) -> JResult<Handle<'s>> {
    let k = class.klass();
    link::init::ensure_initialized(t, k)?;
    alloc::new_instance(t, k)
}

/// A `java.lang.reflect.Method` for `m` (also for `<clinit>`, as constant pool access shows it).
///
/// # Errors
/// NoClassDefFoundError and others from loading the types in its descriptor, OutOfMemoryError.
pub fn new_method<'s>(t: &mut Scope<'s>, m: MethodRef) -> JResult<Handle<'s>> {
    t.scoped(|t| {
        let d = parse(t, m)?;
        let parameters = parameter_types(t, m, d)?;
        let result = return_type(t, m, d)?;
        let exceptions = exception_types(t, m)?;
        let name = strings::intern_mutf8(t, m.name.bytes())?;
        let signature = string_of(t, m.cold.signature)?;
        let annotations = byte_array(t, m.cold.annotations)?;
        let parameter_annotations = byte_array(t, m.cold.parameter_annotations)?;
        let default = byte_array(t, m.cold.annotation_default)?;
        let object = new_object(t, Wk::Method)?;
        let o = object.get(t);
        f::Method::clazz.set(o, Some(m.holder.mirror(t)));
        f::Method::slot.set(o, m.index.into());
        f::Method::name.set(o, Some(name.get(t)));
        f::Method::return_type.set(o, Some(result.get(t)));
        f::Method::parameter_types.set(o, Some(parameters.get(t)));
        f::Method::exception_types.set(o, Some(exceptions.get(t)));
        f::Method::modifiers.set(o, (m.access() & METHOD_MODIFIERS).into());
        f::Method::signature.set(o, signature.map(|h| h.get(t)));
        f::Method::annotations.set(o, annotations.map(|h| h.get(t)));
        f::Method::parameter_annotations.set(o, parameter_annotations.map(|h| h.get(t)));
        f::Method::annotation_default.set(o, default.map(|h| h.get(t)));
        Ok(Some(object))
    })
    .map(|o| o.expect("a method object"))
}

/// A `java.lang.reflect.Constructor` for `m`, an `<init>` method.
///
/// # Errors
/// As for [`new_method`].
pub fn new_constructor<'s>(t: &mut Scope<'s>, m: MethodRef) -> JResult<Handle<'s>> {
    t.scoped(|t| {
        let d = parse(t, m)?;
        let parameters = parameter_types(t, m, d)?;
        let exceptions = exception_types(t, m)?;
        let signature = string_of(t, m.cold.signature)?;
        let annotations = byte_array(t, m.cold.annotations)?;
        let parameter_annotations = byte_array(t, m.cold.parameter_annotations)?;
        let object = new_object(t, Wk::Constructor)?;
        let o = object.get(t);
        f::Constructor::clazz.set(o, Some(m.holder.mirror(t)));
        f::Constructor::slot.set(o, m.index.into());
        f::Constructor::parameter_types.set(o, Some(parameters.get(t)));
        f::Constructor::exception_types.set(o, Some(exceptions.get(t)));
        f::Constructor::modifiers.set(o, (m.access() & METHOD_MODIFIERS).into());
        f::Constructor::signature.set(o, signature.map(|h| h.get(t)));
        f::Constructor::annotations.set(o, annotations.map(|h| h.get(t)));
        f::Constructor::parameter_annotations.set(o, parameter_annotations.map(|h| h.get(t)));
        Ok(Some(object))
    })
    .map(|o| o.expect("a constructor object"))
}

/// [`new_constructor`] for `<init>`, [`new_method`] for every other method.
///
/// # Errors
/// As for [`new_method`].
pub fn new_executable<'s>(t: &mut Scope<'s>, m: MethodRef) -> JResult<Handle<'s>> {
    if m.is_constructor() { new_constructor(t, m) } else { new_method(t, m) }
}

/// A `java.lang.reflect.Field` for `field`.
///
/// # Errors
/// NoClassDefFoundError and others from loading its type, OutOfMemoryError.
pub fn new_field<'s>(t: &mut Scope<'s>, field: &'static Field) -> JResult<Handle<'s>> {
    t.scoped(|t| {
        let name = strings::intern_mutf8(t, field.name.bytes())?;
        let ty = mirror_of_descriptor(t, field.desc, field.holder)?;
        let signature = string_of(t, field.signature)?;
        let annotations = byte_array(t, field.annotations)?;
        let object = new_object(t, Wk::Field)?;
        let o = object.get(t);
        f::Field::clazz.set(o, Some(field.holder.mirror(t)));
        f::Field::slot.set(o, field.index.into());
        f::Field::name.set(o, Some(name.get(t)));
        f::Field::type_.set(o, Some(ty.get(t)));
        f::Field::trusted_final.set(o, field.trusted_final);
        f::Field::modifiers.set(o, (field.access & FIELD_MODIFIERS).into());
        f::Field::signature.set(o, signature.map(|h| h.get(t)));
        f::Field::annotations.set(o, annotations.map(|h| h.get(t)));
        Ok(Some(object))
    })
    .map(|o| o.expect("a field object"))
}

/// A `java.lang.reflect.Parameter`, number `index` of a method or constructor object.
///
/// # Errors
/// OutOfMemoryError.
pub fn new_parameter<'s>(
    t: &mut Scope<'s>,
    executable: Handle<'_>,
    index: usize,
    name: Option<Symbol>,
    modifiers: u16,
) -> JResult<Handle<'s>> {
    t.scoped(|t| {
        let name = string_of(t, name)?;
        let object = new_object(t, Wk::Parameter)?;
        let o = object.get(t);
        f::Parameter::name.set(o, name.map(|h| h.get(t)));
        f::Parameter::modifiers.set(o, modifiers.into());
        f::Parameter::index.set(o, index as i32);
        f::Parameter::executable.set(o, Some(executable.get(t)));
        Ok(Some(object))
    })
    .map(|o| o.expect("a parameter object"))
}

/// A `java.lang.reflect.RecordComponent` of record class `k`.
///
/// # Errors
/// NoClassDefFoundError and others from loading its type, OutOfMemoryError.
pub fn new_record_component<'s>(t: &mut Scope<'s>, k: KlassRef, c: &RecordComponent) -> JResult<Handle<'s>> {
    t.scoped(|t| {
        let name = strings::intern_mutf8(t, c.name.bytes())?;
        let ty = mirror_of_descriptor(t, c.descriptor, k)?;
        let accessor_desc = Symbol::new(&[b"()", c.descriptor.bytes()].concat());
        let accessor = match k.declared_method(c.name, accessor_desc).filter(|m| !m.is_static()) {
            Some(m) => Some(new_method(t, m)?),
            None => None,
        };
        let signature = match c.signature {
            Some(s) => Some(strings::intern_mutf8(t, s.bytes())?),
            None => None,
        };
        let annotations = byte_array(t, c.annotations)?;
        let type_annotations = byte_array(t, c.type_annotations)?;
        let object = new_object(t, Wk::RecordComponent)?;
        let o = object.get(t);
        f::RecordComponent::clazz.set(o, Some(k.mirror(t)));
        f::RecordComponent::name.set(o, Some(name.get(t)));
        f::RecordComponent::type_.set(o, Some(ty.get(t)));
        f::RecordComponent::accessor.set(o, accessor.map(|h| h.get(t)));
        f::RecordComponent::signature.set(o, signature.map(|h| h.get(t)));
        f::RecordComponent::annotations.set(o, annotations.map(|h| h.get(t)));
        f::RecordComponent::type_annotations.set(o, type_annotations.map(|h| h.get(t)));
        Ok(Some(object))
    })
    .map(|o| o.expect("a record component object"))
}

// ---- objects as members -------------------------------------------------------------------------

fn declared_in(class: Option<ObjRef<'_>>) -> Option<KlassRef> {
    KlassRef::from_mirror(class?)
}

/// The method behind a `Method` or `Constructor` object.
pub fn method_of(o: ObjRef<'_>) -> Option<MethodRef> {
    let (class, slot) = if KlassRef::of(o) == Wk::Constructor.klass() {
        (f::Constructor::clazz.get(o), f::Constructor::slot.get(o))
    } else {
        (f::Method::clazz.get(o), f::Method::slot.get(o))
    };
    declared_in(class)?.methods.get().get(usize::try_from(slot).ok()?).copied()
}

/// The field behind a `Field` object.
pub fn field_of(o: ObjRef<'_>) -> Option<&'static Field> {
    let k = declared_in(f::Field::clazz.get(o))?;
    k.fields.get().get(usize::try_from(f::Field::slot.get(o)).ok()?)
}

// ---- invocation ---------------------------------------------------------------------------------

/// `Method.invoke` without access checks: the result is boxed, null for `void`.
///
/// # Errors
/// InvocationTargetException around what the method throws; IllegalArgumentException,
/// NullPointerException; what initialising its class throws.
pub fn invoke_method<'s>(
    t: &mut Scope<'s>,
    method: Handle<'_>,
    receiver: Option<Handle<'_>>,
    args: Option<Handle<'_>>,
) -> JResult<Option<Handle<'s>>> {
    let Some(m) = method_of(method.get(t)) else {
        return Err(t.throw_new("java/lang/InternalError", "invoke"));
    };
    t.scoped(|t| {
        let types = t.handle_opt(f::Method::parameter_types.get(method.get(t)));
        let value = invoke(t, m, receiver, types, args)?;
        boxing::box_value(t, m.return_type, value)
    })
}

/// `Constructor.newInstance` without access checks.
///
/// # Errors
/// InstantiationException; else as for [`invoke_method`].
pub fn invoke_constructor<'s>(
    t: &mut Scope<'s>,
    constructor: Handle<'_>,
    args: Option<Handle<'_>>,
) -> JResult<Handle<'s>> {
    let Some(m) = method_of(constructor.get(t)) else {
        return Err(t.throw_new("java/lang/InternalError", "invoke"));
    };
    let k = m.holder;
    link::init::ensure_initialized(t, k)?;
    if k.is_interface() || k.is_abstract() {
        return Err(t.throw_new("java/lang/InstantiationException", &k.external_name()));
    }
    if k == Wk::Class.klass() {
        return Err(t.throw_new("java/lang/IllegalAccessException", &k.external_name()));
    }
    let object = alloc::new_instance(t, k)?;
    let mut n = t.nested();
    let types = n.handle_opt(f::Constructor::parameter_types.get(constructor.get(&n)));
    invoke(&mut n, m, Some(object), types, args)?;
    Ok(object)
}

fn invoke<'s>(
    t: &mut Scope<'s>,
    m: MethodRef,
    receiver: Option<Handle<'_>>,
    types: Option<Handle<'_>>,
    args: Option<Handle<'_>>,
) -> JResult<Value<'s>> {
    link::init::ensure_initialized(t, m.holder)?;
    let mut values = Vec::new();
    if !m.is_static() {
        let Some(r) = receiver else { return Err(t.throw_npe()) };
        if !KlassRef::of(r.get(t)).is_subtype_of(m.holder) {
            return Err(t.throw_new(ILLEGAL_ARGUMENT, "object is not an instance of declaring class"));
        }
        values.push(Value::Ref(Some(r)));
    }
    let count = |h: Option<Handle<'_>>| h.map_or(0, |h| h.get(t).length());
    let n = count(types);
    if n != count(args) {
        return Err(t.throw_new(ILLEGAL_ARGUMENT, "wrong number of arguments"));
    }
    if let (Some(types), Some(args)) = (types, args) {
        for i in 0..n {
            values.push(argument(t, types, args, i)?);
        }
    }
    let called = if m.is_static() || m.is_private() || m.is_constructor() {
        java_call::call(t, m, &values)
    } else {
        java_call::call_virtual(t, m, &values)
    };
    called.map_err(|thrown| wrap(t, thrown))
}

/// Argument `i` converted to its parameter's type: unboxed and widened when that is primitive.
fn argument<'s>(t: &mut Scope<'s>, types: Handle<'_>, args: Handle<'_>, i: usize) -> JResult<Value<'s>> {
    let arg = t.handle_opt(args.get(t).elem_ref(i));
    let Some(ty) = t.handle_opt(types.get(t).elem_ref(i)) else { return Err(t.throw_npe()) };
    let value = match KlassRef::from_mirror(ty.get(t)) {
        Some(k) => match arg {
            Some(a) if !KlassRef::of(a.get(t)).is_subtype_of(k) => None,
            a => Some(Value::Ref(a)),
        },
        None => {
            let Some(a) = arg else { return Err(t.throw_bare(ILLEGAL_ARGUMENT)) };
            let Some(to) = mirrors::primitive_type_of(t, ty) else { return Err(t.throw_npe()) };
            boxing::unbox(a.get(t)).and_then(|(from, v)| boxing::widen(v, from, to))
        }
    };
    value.ok_or_else(|| t.throw_new(ILLEGAL_ARGUMENT, TYPE_MISMATCH))
}

/// Wraps what the invoked method threw into an InvocationTargetException.
fn wrap(t: &mut Scope<'_>, thrown: Thrown) -> Thrown {
    let mut n = t.nested();
    let target = n.catch(thrown);
    match invocation_target_exception(&mut n, target) {
        Ok(e) => n.throw(e),
        Err(failed) => failed,
    }
}

fn invocation_target_exception<'s>(t: &mut Scope<'s>, target: Handle<'_>) -> JResult<Handle<'s>> {
    let k = boot::load(t, Symbol::new(b"java/lang/reflect/InvocationTargetException"))?;
    link::init::ensure_initialized(t, k)?;
    let e = alloc::new_instance(t, k)?;
    java_call::construct(t, e, "(Ljava/lang/Throwable;)V", &[Value::Ref(Some(target))])?;
    Ok(e)
}

/// Swallows an exception where linkage failures do not matter; a `VirtualMachineError` stays pending.
///
/// # Errors
/// The `VirtualMachineError`.
pub fn keep_only_vm_errors(t: &mut Scope<'_>, thrown: Thrown) -> JResult<()> {
    let n = t.nested();
    let e = n.catch(thrown);
    if link::errors::is_virtual_machine_error(&n, e) { Err(n.throw(e)) } else { Ok(()) }
}
