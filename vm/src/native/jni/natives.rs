//! Registering native methods (JNI specification, chapter 4 "Registering Native Methods").

use std::ffi::c_void;

use super::{JNI_OK, Ref, Text, jni_fn};
use crate::class::method::external_signature;
use crate::class::{KlassRef, MethodRef};
use crate::native::link;
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

jni_fn! {
    /// `RegisterNatives`.
    fn register_natives(t, class: Ref, methods: *const NativeMethod, count: i32) -> i32, else -1; {
        let Some(k) = class.klass(t)? else { return Ok(JNI_OK) };
        for i in 0..usize::try_from(count).unwrap_or(0) {
            // SAFETY: native code gives so many rows (see `native::jni`).
            let row = unsafe { methods.add(i).read() };
            let m = native_method(t, k, row)?;
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
