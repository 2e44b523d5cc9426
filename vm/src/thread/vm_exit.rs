//! Ending the VM: `System.exit`, `Runtime.halt`, and the return from the last non-daemon thread.

use std::sync::atomic::{AtomicBool, Ordering};

use super::{JavaThread, Scope, lifecycle, registry, safepoint};
use crate::code;
use crate::diag::{attach, gc_log, perf_data};
use crate::loader::boot;
use crate::native::jvmti;
use crate::runtime::java_call;
use crate::symbol::Symbol;
use crate::vm::vm;

static BEFORE_EXIT: AtomicBool = AtomicBool::new(false);

/// What is done once before the VM ends, with all threads still running.
pub fn before_exit() {
    // SeqCst for simplicity: once in a process.
    if BEFORE_EXIT.swap(true, Ordering::SeqCst) {
        return;
    }
    gc_log::exiting();
    crate::tiering::report::exiting();
    code::exiting();
    remove_files();
    flush();
}

/// Removes the files by which tools find this process.
fn remove_files() {
    attach::remove_file();
    perf_data::remove_file();
}

fn flush() {
    use std::io::Write;
    let _ = std::io::stdout().flush();
    let _ = std::io::stderr().flush();
}

/// Ends the process with `status`: stops all other threads where they are, then calls the embedder's
/// exit function, if it gave one, or the C library's.
pub fn exit(t: Option<&mut Scope<'_>>, status: i32) -> ! {
    safepoint::stop_forever(t);
    remove_files();
    flush();
    let hook = vm().options.hooks.exit;
    if hook != 0 {
        // SAFETY: the embedder gave this address as a `void (*)(jint)` (JNI, "exit" option).
        let hook: extern "C" fn(i32) = unsafe { std::mem::transmute(hook) };
        hook(status);
    }
    // SAFETY: ends the process; exit handlers are the process's own.
    unsafe { libc::exit(status) }
}

/// Ends the process after a failure at start: no Java code runs any more. The status is 1.
pub fn abort_start() -> ! {
    remove_files();
    flush();
    let hook = crate::vm::try_vm().map_or(0, |vm| vm.options.hooks.abort);
    if hook != 0 {
        // SAFETY: the embedder gave this address as a `void (*)(void)` (JNI, "abort" option).
        let hook: extern "C" fn() = unsafe { std::mem::transmute(hook) };
        hook();
    }
    // SAFETY: ends the process.
    unsafe { libc::exit(1) }
}

/// `DestroyJavaVM`: waits until the calling thread, which is in state native, is the last non-daemon
/// one, runs the shutdown hooks, and stops all others for good. The calling thread is detached.
pub fn destroy(thread: &'static JavaThread) {
    let own = usize::from(!thread.is_daemon());
    registry::lock_unattached().wait_for_non_daemons(own);
    lifecycle::in_vm(thread, |t| {
        run_shutdown_hooks(t);
        jvmti::vm_death(t);
        before_exit();
        lifecycle::exit(t, true);
        safepoint::stop_forever(Some(t));
    });
    thread.unbind();
    flush();
}

/// Calls `java.lang.Shutdown.shutdown()`.
fn run_shutdown_hooks(t: &mut Scope<'_>) {
    let mut n = t.nested();
    let done = boot::load(&mut n, Symbol::new(b"java/lang/Shutdown"))
        .and_then(|k| java_call::call_static_named(&mut n, k, "shutdown", "()V", &[]));
    if let Err(thrown) = done {
        n.catch(thrown);
    }
}
