//! The border between native code and the VM: every JNI and `JVM_*` function body runs inside
//! [`enter`] or one of its forms, which switch the thread's state and open a handle scope.
//!
//! Native code may call with an exception pending. It is put aside while the body runs, so that VM
//! and Java code never see it, and is pending again afterwards unless the body threw another one.
//! Only [`enter_with_pending`] leaves it alone.

use gc::{Handle, NarrowRef};

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

/// [`enter`] with a pending exception left pending: for what asks about exceptions, and for bodies
/// that neither throw nor run Java code.
///
/// # Safety
/// `env` must be the calling thread's `JNIEnv*`, and the thread in native code.
#[inline]
pub unsafe fn enter_with_pending<R>(env: Env, f: impl for<'s> FnOnce(&mut Scope<'s>) -> R) -> R {
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

/// Runs `f` in state in-VM. Handles made in it end with it.
///
/// # Safety
/// `env` must be the calling thread's `JNIEnv*`, and the thread in native code.
#[inline]
pub unsafe fn enter<R>(env: Env, f: impl for<'s> FnOnce(&mut Scope<'s>) -> R) -> R {
    // SAFETY: by the caller's promise.
    unsafe { enter_with_pending(env, |t| aside(t, f)) }
}

/// Runs `f` with the pending exception put aside.
#[inline(always)]
fn aside<R>(t: &mut Scope<'_>, f: impl for<'s> FnOnce(&mut Scope<'s>) -> R) -> R {
    if t.has_pending() { aside_slow(t, f) } else { f(t) }
}

#[cold]
fn aside_slow<R>(t: &mut Scope<'_>, f: impl for<'s> FnOnce(&mut Scope<'s>) -> R) -> R {
    let before = t.take_pending();
    let r = f(t);
    if let Some(e) = before
        && !t.has_pending()
    {
        let _ = t.throw(e);
    }
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
        aside(&mut scope, |t| f(t).ok().flatten().map_or(NarrowRef::NULL, Handle::narrow))
    };
    // made behind the scope's end: belongs to the native frame
    let r = new_local(thread, n);
    thread.vm_to_native();
    r
}

/// A new local reference of the newest native frame of the calling thread, which is in the VM and
/// has closed every scope that was opened since; null for null.
#[inline]
pub(super) fn new_local(thread: &JavaThread, n: NarrowRef) -> JObject {
    if n.is_null() { std::ptr::null_mut() } else { thread.locals.new_ref(&thread.handles, n).cast() }
}
