//! Method ids (JNI specification, chapter 4 "Calling Instance Methods", "Calling Static Methods").

use super::{MethodId, Ref, Text, jni_fn};
use crate::class::{BasicType, KlassRef, MethodRef};
use crate::link::{init, resolve};
use crate::loader::mirrors;
use crate::symbol::Symbol;
use crate::thread::{JResult, Scope};

/// The method `name desc` of `k` as JNI finds it: declared, inherited, or of a superinterface.
/// Constructors and class initialisers are not inherited.
fn lookup(k: KlassRef, name: Symbol, desc: Symbol) -> Option<MethodRef> {
    if name == "<init>" || name == "<clinit>" {
        return k.declared_method(name, desc);
    }
    k.supers().find_map(|s| s.declared_method(name, desc)).or_else(|| {
        let found = if k.is_interface() {
            resolve::lookup_interface_method(k, name, desc)
        } else {
            resolve::lookup_method(k, name, desc)
        };
        // a signature-polymorphic method is found only by its own descriptor
        found.filter(|m| m.desc == desc)
    })
}

/// Descriptor of the type that a mirror stands for.
fn descriptor(t: &mut Scope<'_>, class: Ref) -> JResult<String> {
    Ok(match class.klass(t)? {
        Some(k) if k.is_array() => k.name.text().into_owned(),
        Some(k) => format!("L{};", k.name),
        None => {
            let mirror = class.non_null(t)?;
            let ty = mirrors::primitive_type_of(t, mirror).unwrap_or(BasicType::Void);
            char::from(ty.descriptor()).into()
        }
    })
}

fn method_id(t: &mut Scope<'_>, class: Ref, name: Text, desc: Text, is_static: bool) -> JResult<MethodId> {
    const ERROR: &str = "java/lang/NoSuchMethodError";
    let klass = class.klass(t)?;
    let name_bytes = name.bytes().unwrap_or(b"<init>");
    let (Some(name_symbol), Some(desc_symbol)) =
        (Symbol::find(name_bytes), desc.bytes().and_then(Symbol::find))
    else {
        // a name that no class file has used
        return Err(t.throw_new(ERROR, &String::from_utf8_lossy(name_bytes)));
    };
    let found = match klass {
        None => None,
        Some(k) => {
            init::ensure_initialized(t, k)?;
            lookup(k, name_symbol, desc_symbol).filter(|m| m.is_static() == is_static)
        }
    };
    match found {
        Some(m) => Ok(MethodId::of(m)),
        None => {
            let kind = if is_static { "static " } else { "" };
            let message = format!("{kind}{}.{name_symbol}{desc_symbol}", descriptor(t, class)?);
            Err(t.throw_new(ERROR, &message))
        }
    }
}

jni_fn! {
    /// `GetMethodID`. Initialises the class.
    fn get_method_id(t, class: Ref, name: Text, desc: Text) -> MethodId, else MethodId::NULL; {
        method_id(t, class, name, desc, false)
    }

    /// `GetStaticMethodID`. Initialises the class.
    fn get_static_method_id(t, class: Ref, name: Text, desc: Text) -> MethodId, else MethodId::NULL; {
        method_id(t, class, name, desc, true)
    }
}
