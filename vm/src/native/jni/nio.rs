//! Direct buffers (JNI specification, chapter 4 "NIO Support").

use std::ffi::c_void;

use gc::Handle;

use super::{Ref, jni_fn};
use crate::class::KlassRef;
use crate::link::init;
use crate::loader::boot;
use crate::runtime::{alloc, java_call};
use crate::symbol::Symbol;
use crate::thread::{JResult, Scope, Value};
use crate::well_known::f;

fn boot_class(t: &mut Scope<'_>, name: &str) -> JResult<KlassRef> {
    let k = boot::load(t, Symbol::new(name.as_bytes()))?;
    init::ensure_initialized(t, k)?;
    Ok(k)
}

/// The buffer when it is a direct one.
fn direct<'s>(t: &mut Scope<'s>, buffer: Ref) -> JResult<Option<Handle<'s>>> {
    let k = boot_class(t, "sun/nio/ch/DirectBuffer")?;
    Ok(buffer.get(t).filter(|b| KlassRef::of(b.get(t)).is_subtype_of(k)))
}

jni_fn! {
    /// `NewDirectByteBuffer`.
    fn new_direct_byte_buffer(t, address: *mut c_void, capacity: i64) -> object {
        let k = boot_class(t, "java/nio/DirectByteBuffer")?;
        let buffer = alloc::new_instance(t, k)?;
        // the constructor takes an int capacity
        let arguments = [Value::Long(address as i64), Value::Int(capacity as i32)];
        java_call::construct(t, buffer, "(JI)V", &arguments)?;
        Ok(Some(buffer))
    }

    /// `GetDirectBufferAddress`: null for what is no direct buffer.
    fn get_direct_buffer_address(t, buffer: Ref) -> *mut c_void, else std::ptr::null_mut(); {
        let b = direct(t, buffer)?;
        Ok(b.map_or(0, |b| f::NioBuffer::address.get(b.get(t))) as *mut c_void)
    }

    /// `GetDirectBufferCapacity`: -1 for what is no direct buffer.
    fn get_direct_buffer_capacity(t, buffer: Ref) -> i64, else -1; {
        let b = direct(t, buffer)?;
        Ok(b.map_or(-1, |b| f::NioBuffer::capacity.get(b.get(t)).into()))
    }
}
