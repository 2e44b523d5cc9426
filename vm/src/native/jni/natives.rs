//! Registering native methods (JNI specification, chapter 4 "Registering Native Methods").

use std::ffi::c_void;

use super::{JNI_OK, Ref, Text, jni_fn};
use crate::class::method::external_signature;
use crate::class::{KlassRef, MethodRef};
use crate::loader::modules;
use crate::native::link;
use crate::stack;
use crate::symbol::Symbol;
use crate::thread::{JResult, Scope};

/// `JNINativeMethod`.
#[derive(Clone, Copy)]
#[repr(C)]
pub(super) struct NativeMethod {
    name: Text,
    desc: Text,
    function: *const c_void,
}

const NO_SUCH_METHOD: &str = "java/lang/NoSuchMethodError";

fn native_method(t: &mut Scope<'_>, k: KlassRef, row: NativeMethod) -> JResult<MethodRef> {
    let symbol = |s: Text| s.bytes().and_then(Symbol::find);
    let (Some(name), Some(desc)) = (symbol(row.name), symbol(row.desc)) else {
        let message =
            format!("Method {}.{}{} not found", k.external_name(), row.name.lossy(), row.desc.lossy());
        return Err(t.throw_new(NO_SUCH_METHOD, &message));
    };
    let found = k.supers().find_map(|s| s.declared_method(name, desc));
    let problem = match found {
        Some(m) if m.is_native() => return Ok(m),
        Some(_) => "is not declared as native",
        None => "name or signature does not match",
    };
    let message = format!("Method '{}' {problem}", external_signature(k, name, desc));
    Err(t.throw_new(NO_SUCH_METHOD, &message))
}

/// Whether code of another loader than the class's registers natives of a platform class.
fn is_foreign(t: &Scope<'_>, k: KlassRef) -> bool {
    if !k.is_instance() || !stack::is_platform_or_boot(t, k) || !modules::module_of(k).is_named() {
        return false;
    }
    let caller =
        stack::frames(t).map(|f| f.method).filter(|m| !stack::is_ignored_by_security_walk(*m)).nth(1);
    caller.is_none_or(|m| !std::ptr::eq(m.holder.loader, k.loader))
}

jni_fn! {
    /// `RegisterNatives`. Natives that the VM implements itself stay as they are.
    fn register_natives(t, class: Ref, methods: *const NativeMethod, count: i32) -> i32, else -1; {
        let Some(k) = class.klass(t)? else { return Ok(JNI_OK) };
        let foreign = is_foreign(t, k);
        for i in 0..usize::try_from(count).unwrap_or(0) {
            // SAFETY: native code gives so many rows (see `native::jni`).
            let row = unsafe { methods.add(i).read() };
            let m = native_method(t, k, row)?;
            if foreign {
                crate::log!(
                    warning,
                    [jni, resolve],
                    "Re-registering of platform native method: {}.{}{} from code in a different classloader",
                    k.external_name(),
                    m.name,
                    m.desc
                );
            }
            link::register(m, row.function);
        }
        Ok(JNI_OK)
    }

    /// `UnregisterNatives`.
    fn unregister_natives(t, class: Ref) -> i32, else -1; {
        if let Some(k) = class.klass(t)? {
            k.methods.get().iter().filter(|m| m.is_native()).for_each(|m| link::register(*m, std::ptr::null()));
        }
        Ok(JNI_OK)
    }
}
