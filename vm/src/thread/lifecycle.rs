//! Attaching threads to the VM and detaching them.

use super::{JavaThread, Scope, ThreadState, registry};

/// Attaches the calling thread without a `java.lang.Thread`, in state native.
///
/// # Errors
/// The kernel's error when the thread's stack cannot be reserved.
pub fn attach_bare(stack_size: usize, daemon: bool) -> std::io::Result<&'static JavaThread> {
    let mut list = registry::lock_unattached();
    let thread = list.create(stack_size)?;
    thread.bind();
    // Relaxed: published by the list's lock.
    thread.state.store(ThreadState::InNative as u32, std::sync::atomic::Ordering::Relaxed);
    list.register(thread, daemon);
    Ok(thread)
}

/// Detaches the calling thread, which is in state native and whose `java.lang.Thread`, if it has one,
/// has been told.
pub fn detach_bare(thread: &'static JavaThread) {
    debug_assert!(thread.state() == ThreadState::InNative);
    thread.unbind();
    registry::lock_unattached().unregister(thread);
}

/// Runs `f` with the token of the calling thread, which is in state native.
pub fn in_vm<R>(thread: &'static JavaThread, f: impl for<'s> FnOnce(&mut Scope<'s>) -> R) -> R {
    debug_assert!(std::ptr::eq(JavaThread::current(), thread) && thread.state() == ThreadState::InNative);
    thread.native_to_vm();
    let r = {
        // SAFETY: the calling thread's, which has just entered the VM; native code holds no token.
        let mut scope = unsafe { Scope::attach(thread) };
        f(&mut scope)
    };
    thread.vm_to_native();
    r
}
