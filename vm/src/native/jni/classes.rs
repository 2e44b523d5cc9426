//! Class operations, module operations, and the reflection support of classes' members (JNI
//! specification, chapter 4 "Class Operations", "Module Operations", "Reflection Support").

use gc::{Handle, TypeKind};

use super::{FieldId, MethodId, Ref, Text, jni_fn};
use crate::class::KlassRef;
use crate::link::init;
use crate::loader::data::Loader;
use crate::loader::define::{self, DefineOptions};
use crate::loader::load;
use crate::runtime::{java_call, reflect};
use crate::stack;
use crate::symbol::Symbol;
use crate::thread::{JResult, Scope};
use crate::well_known::{Wk, f};

/// Symbol of a class name given by native code.
///
/// # Errors
/// NoClassDefFoundError when there is no name, or it cannot be one.
fn class_name(t: &mut Scope<'_>, name: Text) -> JResult<Symbol> {
    const MAX: usize = u16::MAX as usize;
    match name.bytes() {
        None => Err(t.throw_new("java/lang/NoClassDefFoundError", "No class name given")),
        Some(n) if n.len() > MAX => {
            let message = format!("Class name exceeds maximum length of {MAX}: {}", name.lossy());
            Err(t.throw_new("java/lang/NoClassDefFoundError", &message))
        }
        Some(n) => Ok(Symbol::new(n)),
    }
}

fn mirror<'s>(t: &Scope<'s>, k: KlassRef) -> Handle<'s> {
    t.handle(k.mirror(t))
}

/// The class whose native method runs; `None` in a thread without Java frames.
fn calling_class(t: &Scope<'_>) -> Option<KlassRef> {
    stack::frames(t).map(|f| f.method).find(|m| !stack::is_ignored_by_security_walk(*m)).map(|m| m.holder)
}

/// The loader that `FindClass` asks: that of the class whose native method runs; for `JNI_OnLoad` the
/// one of the class that loads the library; the system loader when no Java code runs.
fn context_loader(t: &mut Scope<'_>) -> JResult<&'static Loader> {
    let Some(k) = calling_class(t) else { return system_loader(t) };
    if !k.loader.is_boot() || k.name != "jdk/internal/loader/NativeLibraries" {
        return Ok(k.loader);
    }
    let from = java_call::call_static_named(t, k, "getFromClass", "()Ljava/lang/Class;", &[])?.object();
    match from.and_then(|m| KlassRef::from_mirror(m.get(t))) {
        Some(from) => Ok(from.loader),
        None => system_loader(t),
    }
}

fn system_loader(t: &mut Scope<'_>) -> JResult<&'static Loader> {
    let k = Wk::ClassLoader.klass();
    let loader =
        java_call::call_static_named(t, k, "getSystemClassLoader", "()Ljava/lang/ClassLoader;", &[])?;
    Ok(load::of_object(t, loader.object()))
}

jni_fn! {
    /// `DefineClass`.
    fn define_class(t, name: Text, loader: Ref, bytes: *const u8, length: i32) -> object {
        let name = match name.bytes() {
            Some(_) => Some(class_name(t, name)?),
            None => None,
        };
        let loader = loader.get(t);
        let loader = load::of_object(t, loader);
        let bytes: &[u8] = if bytes.is_null() || length <= 0 {
            &[]
        } else {
            // SAFETY: native code gives so many bytes (see `native::jni`).
            unsafe { std::slice::from_raw_parts(bytes, length as usize) }
        };
        let k = define::define_class(t, loader, bytes, &DefineOptions { name: name.map(Symbol::bytes), ..DefineOptions::default() })?;
        Ok(Some(mirror(t, k)))
    }

    /// `FindClass`: initialises the class.
    fn find_class(t, name: Text) -> object {
        let name = class_name(t, name)?;
        // HotSpot accepts a class's descriptor as well
        let name = match name.bytes() {
            [b'L', inner @ .., b';'] => Symbol::new(inner),
            _ => name,
        };
        let loader = context_loader(t)?;
        let k = load::resolve_class(t, name, loader)?;
        if k.is_instance() {
            init::ensure_initialized(t, k)?;
        }
        Ok(Some(mirror(t, k)))
    }

    /// `GetSuperclass`: null for `Object`, interfaces and primitive types.
    fn get_superclass(t, class: Ref) -> object {
        let Some(k) = class.klass(t)? else { return Ok(None) };
        let superclass = if k.is_interface() {
            None
        } else if k.is_array() {
            Some(Wk::Object.klass())
        } else {
            k.superclass.get()
        };
        Ok(superclass.map(|s| mirror(t, s)))
    }

    /// `IsAssignableFrom`.
    fn is_assignable_from(t, from: Ref, to: Ref) -> u8, else 0; {
        let answer = match (from.klass(t)?, to.klass(t)?) {
            (Some(a), Some(b)) => a.is_subtype_of(b),
            _ => same(t, from, to),
        };
        Ok(answer.into())
    }

    /// `GetModule`.
    fn get_module(t, class: Ref) -> object {
        if class.0.is_null() {
            return Err(t.throw_new("java/lang/NullPointerException", "class is null"));
        }
        let Some(mirror) = class.get(t) else { return Ok(None) };
        if mirror.get(t).type_info().kind != TypeKind::Mirror {
            return Err(t.throw_new("java/lang/IllegalArgumentException", "Invalid class"));
        }
        Ok(t.handle_opt(f::Class::module.get(mirror.get(t))))
    }

    /// `FromReflectedMethod`: of a `Method` or `Constructor`. Initialises the class.
    fn from_reflected_method(t, method: Ref) -> MethodId, else MethodId::NULL; {
        let reflected = method.non_null(t)?;
        let Some(m) = reflect::method_of(reflected.get(t)) else { return Ok(MethodId::NULL) };
        init::ensure_initialized(t, m.holder)?;
        Ok(MethodId::of(m))
    }

    /// `FromReflectedField`. Initialises the class.
    fn from_reflected_field(t, field: Ref) -> FieldId, else FieldId::NULL; {
        let reflected = field.non_null(t)?;
        let Some(field) = reflect::field_of(reflected.get(t)) else { return Ok(FieldId::NULL) };
        init::ensure_initialized(t, field.holder)?;
        Ok(FieldId::of(field))
    }

    /// `ToReflectedMethod`: a `Constructor` for `<init>`, else a `Method`.
    fn to_reflected_method(t, _class: Ref, method: MethodId, _is_static: u8) -> object {
        let m = method.method();
        let reflected = if m.is_constructor() || m.is_class_initializer() {
            reflect::new_constructor(t, m)?
        } else {
            reflect::new_method(t, m)?
        };
        Ok(Some(reflected))
    }

    /// `ToReflectedField`.
    fn to_reflected_field(t, _class: Ref, field: FieldId, _is_static: u8) -> object {
        reflect::new_field(t, field.field()).map(Some)
    }
}

/// Whether both references name the same object, or null.
pub(super) fn same(t: &Scope<'_>, a: Ref, b: Ref) -> bool {
    a.get(t).map(Handle::narrow) == b.get(t).map(Handle::narrow)
}
