//! Exceptions (JNI specification, chapter 4 "Exceptions").

use std::sync::atomic::Ordering;

use super::{JNI_ERR, JNI_OK, Ref, Text, jni_fn};
use crate::class::KlassRef;
use crate::native::entry::{self, Env};
use crate::native::handles::JObject;
use crate::runtime::{exceptions, java_call, strings};
use crate::stack::trace;
use crate::thread::{Scope, safepoint};
use crate::well_known::{Wk, f};

jni_fn! {
    /// `Throw`.
    fn throw(t, exception: Ref) -> i32, else JNI_OK; {
        match exception.get(t) {
            Some(e) => Err(t.throw(e)),
            None => Ok(JNI_ERR),
        }
    }

    /// `ThrowNew`: with the message, or without one when it is null.
    fn throw_new(t, class: Ref, message: Text) -> i32, else JNI_OK; {
        let Some(k) = class.klass(t)? else { return Ok(JNI_ERR) };
        let message = match message.bytes() {
            Some(m) => Some(strings::new_from_mutf8(t, m)?),
            None => None,
        };
        let e = exceptions::new_exception_of(t, k, message, None)?;
        Err(t.throw(e))
    }

    /// `ExceptionDescribe`: prints the pending exception, which is no longer pending afterwards.
    with_pending fn exception_describe(t) -> () {
        let Some(e) = t.take_pending() else { return };
        let k = KlassRef::of(e.get(t));
        if k.is_subtype_of(Wk::ThreadDeath.klass()) {
            return;
        }
        eprint!("Exception {}", thread_phrase(t));
        if java_call::call_virtual_named(t, e, "printStackTrace", "()V", &[]).is_err() {
            // nobody could do anything about it
            t.take_pending();
        }
    }

    /// `ExceptionClear`.
    with_pending fn exception_clear(t) -> () {
        t.take_pending();
    }

    /// `FatalError`.
    with_pending fn fatal_error(t, message: Text) -> () {
        println!("FATAL ERROR in native method: {}", message.lossy());
        for element in trace::of_thread(t, usize::MAX) {
            println!("\tat {}", trace::describe(element));
        }
        std::process::abort();
    }
}

/// `in thread "name" `, empty while the thread has no object.
fn thread_phrase(t: &Scope<'_>) -> String {
    // SAFETY: the thread's object is a root.
    let thread = unsafe { t.object.get().decode() };
    match thread.and_then(|o| f::Thread::name.get(o)) {
        Some(name) => format!("in thread \"{}\" ", strings::text(name)),
        None => String::new(),
    }
}

/// Takes an exception that another thread has sent (`Thread.stop`), unless one is pending.
fn take_async(t: &mut Scope<'_>) {
    if !t.has_pending() {
        // throwing makes it pending
        let _ = safepoint::poll(t);
    }
}

/// `ExceptionOccurred`.
pub(super) unsafe extern "C" fn exception_occurred(env: Env) -> JObject {
    // SAFETY: native code passes the JNIEnv* of its thread.
    let thread = unsafe { entry::thread_of(env) };
    thread.native_to_vm();
    {
        // SAFETY: the thread has just entered the VM; native code holds no token.
        let mut scope = unsafe { Scope::attach(thread) };
        take_async(&mut scope);
    }
    let r = entry::new_local(thread, gc::NarrowRef(thread.ctx.pending.get()));
    thread.vm_to_native();
    r
}

/// `ExceptionCheck`. The usual answers need no state transition: whether there is a reference does
/// not change under it.
pub(super) unsafe extern "C" fn exception_check(env: Env) -> u8 {
    // SAFETY: native code passes the JNIEnv* of its thread.
    let thread = unsafe { entry::thread_of(env) };
    // Relaxed: a hint; `safepoint::poll` orders.
    if thread.ctx.pending.get() == 0 && thread.ctx.poll.load(Ordering::Relaxed) != 0 {
        // SAFETY: as above.
        unsafe { entry::enter_with_pending(env, take_async) };
    }
    (thread.ctx.pending.get() != 0).into()
}
