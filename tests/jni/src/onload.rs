//! JNI_OnLoad and the invocation interface's pointer, kept for threads that Java does not know.

use crate::call;
use crate::table::*;
use std::ffi::c_void;
use std::ptr::null_mut;
use std::sync::atomic::{AtomicI32, AtomicPtr, Ordering};

static VM: AtomicPtr<*const InvokeTable> = AtomicPtr::new(null_mut());
static LOADS: AtomicI32 = AtomicI32::new(0);

/// JNI version 10.
pub const VERSION: jint = 0x000a_0000;

/// The virtual machine that loaded the library.
pub fn vm() -> Vm {
    VM.load(Ordering::SeqCst)
}

/// How many times JNI_OnLoad ran.
pub fn loads() -> jint {
    LOADS.load(Ordering::SeqCst)
}

/// The environment of the current thread, or GetEnv's error.
pub fn env(version: jint) -> Result<Env, jint> {
    let mut env: Env = null_mut();
    // SAFETY: the virtual machine lives as long as the process, and env has room for the answer.
    match unsafe { ((**vm()).GetEnv)(vm(), &mut env, version) } {
        0 => Ok(env),
        error => Err(error),
    }
}

// SAFETY: the invocation API's name and signature.
#[unsafe(no_mangle)]
extern "system" fn JNI_OnLoad(vm: Vm, _reserved: *mut c_void) -> jint {
    VM.store(vm, Ordering::SeqCst);
    LOADS.fetch_add(1, Ordering::SeqCst);
    match env(VERSION) {
        Ok(env) if call!(env, ExceptionCheck) == 0 => VERSION,
        _ => -1,
    }
}

// SAFETY: the invocation API's name and signature.
#[unsafe(no_mangle)]
extern "system" fn JNI_OnUnload(_vm: Vm, _reserved: *mut c_void) {
    LOADS.store(-1, Ordering::SeqCst);
}
