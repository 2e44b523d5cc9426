//! Members of classes as objects, and calls through them; see `runtime::reflect`.

use gc::Handle;

use super::class::instance_klass;
use super::jvm_export;
use crate::class::method::flag;
use crate::class::{Field, MethodRef};
use crate::link;
use crate::runtime::{alloc, reflect};
use crate::thread::{JResult, Scope};
use crate::well_known::{FIELDS, Wk};

const ACC_PUBLIC: u16 = 0x0001;

/// An array of `component` with an object for each of `members`.
fn member_array<'s, M: Copy>(
    t: &mut Scope<'s>,
    component: Wk,
    members: &[M],
    make: impl for<'n> Fn(&mut Scope<'n>, M) -> JResult<Handle<'n>>,
) -> JResult<Option<Handle<'s>>> {
    let a = alloc::new_object_array(t, component.klass(), members.len() as i32)?;
    for (i, &m) in members.iter().enumerate() {
        let mut n = t.nested();
        let o = make(&mut n, m)?;
        a.get(&n).set_elem_ref(i, Some(o.get(&n)));
    }
    Ok(Some(a))
}

/// The declared methods of a class that `wanted` selects, after linking it.
fn declared(
    t: &mut Scope<'_>,
    cls: Handle<'_>,
    public_only: u8,
    wanted: impl Fn(MethodRef) -> bool,
) -> JResult<Vec<MethodRef>> {
    let Some(k) = instance_klass(t, cls) else { return Ok(Vec::new()) };
    link::init::ensure_linked(t, k)?;
    let methods = k.methods.get().iter().copied();
    Ok(methods.filter(|&m| wanted(m) && (public_only == 0 || m.is_public())).collect())
}

/// Whether the VM added the field to its class.
fn is_injected(field: &Field) -> bool {
    FIELDS.iter().any(|r| r.injected && r.class.try_klass() == Some(field.holder) && field.name == r.name)
}

jvm_export! {
    /// `Class.getDeclaredMethods0`
    fn JVM_GetClassDeclaredMethods(t, cls: Handle<'_>, public_only: u8) -> object {
        let methods = declared(t, cls, public_only, |m| {
            !m.is_constructor() && !m.is_class_initializer() && !m.has(flag::OVERPASS)
        })?;
        member_array(t, Wk::Method, &methods, reflect::new_method)
    }

    /// `Class.getDeclaredConstructors0`
    fn JVM_GetClassDeclaredConstructors(t, cls: Handle<'_>, public_only: u8) -> object {
        let constructors = declared(t, cls, public_only, MethodRef::is_constructor)?;
        member_array(t, Wk::Constructor, &constructors, reflect::new_constructor)
    }

    /// `Class.getDeclaredFields0`
    fn JVM_GetClassDeclaredFields(t, cls: Handle<'_>, public_only: u8) -> object {
        let mut fields = Vec::new();
        if let Some(k) = instance_klass(t, cls) {
            link::init::ensure_linked(t, k)?;
            fields.extend(k.fields.get().iter().filter(|f| public_only == 0 || f.access & ACC_PUBLIC != 0));
        }
        fields.retain(|f| !is_injected(f));
        member_array(t, Wk::Field, &fields, reflect::new_field)
    }

    /// `Executable.getParameters0`: null without a MethodParameters attribute (JVMS §4.7.24).
    fn JVM_GetMethodParameters(t, method: Handle<'_>) -> object {
        let Some(m) = reflect::method_of(method.get(t)) else { return Ok(None) };
        let Some(rows) = m.cold.parameters else { return Ok(None) };
        let cp = m.holder.constants();
        for &[name, _] in rows {
            super::pool::check_bounds(t, cp, name.into())?;
            if name != 0 && cp.tag(name) != crate::class::Tag::Utf8 {
                return Err(super::pool::wrong_type(t));
            }
        }
        let numbered: Vec<_> = rows.iter().enumerate().collect();
        member_array(t, Wk::Parameter, &numbered, |t, (i, &[name, flags])| {
            let name = if name == 0 { None } else { Some(cp.symbol(name)) };
            reflect::new_parameter(t, method, i, name, flags)
        })
    }

    /// `Executable.getTypeAnnotationBytes0`
    fn JVM_GetMethodTypeAnnotations(t, method: Handle<'_>) -> object {
        let a = reflect::method_of(method.get(t)).and_then(|m| m.cold.type_annotations);
        reflect::byte_array(t, a)
    }

    /// `Field.getTypeAnnotationBytes0`
    fn JVM_GetFieldTypeAnnotations(t, field: Handle<'_>) -> object {
        let a = reflect::field_of(field.get(t)).and_then(|f| f.type_annotations);
        reflect::byte_array(t, a)
    }

    /// `NativeMethodAccessorImpl.invoke0`
    fn JVM_InvokeMethod(t, method: Handle<'_>, object: Option<Handle<'_>>, args: Option<Handle<'_>>) -> object {
        reflect::invoke_method(t, method, object, args)
    }

    /// `NativeConstructorAccessorImpl.newInstance0`
    fn JVM_NewInstanceFromConstructor(t, constructor: Handle<'_>, args: Option<Handle<'_>>) -> object {
        reflect::invoke_constructor(t, constructor, args).map(Some)
    }
}
