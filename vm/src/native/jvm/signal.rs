//! `jdk.internal.misc.Signal`.

use std::ffi::{CStr, c_char, c_void};

use crate::signals;

/// `Signal.findSignal0`: the number of a signal, -1 if it is not known.
///
/// # Safety
/// `name` must be a C string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn JVM_FindSignal(name: *const c_char) -> i32 {
    // SAFETY: by the caller's promise.
    unsafe { CStr::from_ptr(name) }.to_str().map_or(-1, signals::find)
}

/// `Signal.handle0`
#[unsafe(no_mangle)]
pub extern "C" fn JVM_RegisterSignal(signal: i32, handler: *mut c_void) -> *mut c_void {
    signals::register(signal, handler as usize) as *mut c_void
}

/// `Signal.raise0`
#[unsafe(no_mangle)]
pub extern "C" fn JVM_RaiseSignal(signal: i32) -> u8 {
    u8::from(signals::raise(signal))
}
