//! The border between native code and the VM: every JNI and `JVM_*` function body runs inside
//! [`enter`] or one of its forms, which switch the thread's state and open a handle scope.

use gc::Handle;

use super::handles::JObject;
use crate::thread::{JResult, JavaThread, Scope};

/// The `JNIEnv*` that native code passes.
pub type Env = *mut std::ffi::c_void;

/// The thread that owns `env`.
///
/// # Safety
/// `env` must be the calling thread's `JNIEnv*`.
#[inline(always)]
pub unsafe fn thread_of<'a>(env: Env) -> &'a JavaThread {
    // SAFETY: a JNIEnv* is the address of the `jni_env` field of its JavaThread.
    unsafe { &*((env as usize - std::mem::offset_of!(JavaThread, jni_env)) as *const JavaThread) }
}

/// Runs `f` in state in-VM. Handles made in it end with it.
///
/// # Safety
/// `env` must be the calling thread's `JNIEnv*`, and the thread in native code.
#[inline]
pub unsafe fn enter<R>(env: Env, f: impl for<'s> FnOnce(&mut Scope<'s>) -> R) -> R {
    // SAFETY: by the caller's promise.
    let thread = unsafe { thread_of(env) };
    thread.native_to_vm();
    let r = {
        // SAFETY: the thread has just entered the VM; native code holds no token.
        let mut scope = unsafe { Scope::attach(thread) };
        f(&mut scope)
    };
    thread.vm_to_native();
    r
}

/// [`enter`] for what returns a value or throws; `failed` is returned when it throws.
///
/// # Safety
/// As for [`enter`].
#[inline]
pub unsafe fn enter_or<R>(env: Env, failed: R, f: impl for<'s> FnOnce(&mut Scope<'s>) -> JResult<R>) -> R {
    // SAFETY: by the caller's promise.
    unsafe { enter(env, |t| f(t).unwrap_or(failed)) }
}

/// [`enter`] for what returns an object, as a new local reference of the calling native frame, or
/// throws (null).
///
/// # Safety
/// As for [`enter`].
#[inline]
pub unsafe fn enter_object(
    env: Env,
    f: impl for<'s> FnOnce(&mut Scope<'s>) -> JResult<Option<Handle<'s>>>,
) -> JObject {
    // SAFETY: by the caller's promise.
    let thread = unsafe { thread_of(env) };
    thread.native_to_vm();
    let n = {
        // SAFETY: the thread has just entered the VM; native code holds no token.
        let mut scope = unsafe { Scope::attach(thread) };
        f(&mut scope).ok().flatten().map(Handle::narrow)
    };
    // pushed behind the scope's end: belongs to the native frame
    let r = match n {
        Some(n) => thread.handles.push(n).cast(),
        None => std::ptr::null_mut(),
    };
    thread.vm_to_native();
    r
}
