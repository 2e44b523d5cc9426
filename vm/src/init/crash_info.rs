//! What the crash report says of threads, Java frames and heap. It runs in the handler of a fatal
//! signal: nothing here allocates or waits for a lock, and a fault in it only ends its own section.

use std::fmt::{self, Write};
use std::sync::atomic::Ordering;

use crate::diag::crash::{Printers, set_printers};
use crate::stack;
use crate::thread::{JavaThread, registry};
use crate::vm;

/// Most frames that are shown.
const MAX_FRAMES: usize = 200;

/// Names the functions below to the crash report.
pub fn install() {
    set_printers(Printers { current_thread, java_stack, threads, heap });
}

fn line(w: &mut dyn Write, t: &JavaThread) -> fmt::Result {
    let (low, high) = t.native_stack();
    writeln!(
        w,
        "{:#018x} JavaThread #{} [{:?}, id={}, stack({low:#018x},{high:#018x})]{}",
        std::ptr::from_ref(t) as usize,
        t.id(),
        t.state(),
        // Relaxed: a number by itself.
        t.os_tid.load(Ordering::Relaxed),
        if t.is_daemon() { " daemon" } else { "" },
    )
}

fn current_thread(w: &mut dyn Write) -> fmt::Result {
    match JavaThread::try_current() {
        Some(t) => line(w, t),
        None => writeln!(w, "not a thread that is attached to the VM"),
    }
}

fn java_stack(w: &mut dyn Write) -> fmt::Result {
    let Some(t) = JavaThread::try_current() else { return Ok(()) };
    for f in stack::frames(t).take(MAX_FRAMES) {
        write!(w, "j  {}.{}{}", f.method.holder.name, f.method.name, f.method.desc)?;
        match f.bci {
            Some(bci) => writeln!(w, "+{bci}")?,
            None => writeln!(w, "+0 (native)")?,
        }
    }
    Ok(())
}

fn threads(w: &mut dyn Write) -> fmt::Result {
    let Some(list) = registry::try_lock() else {
        return writeln!(w, "(the list of threads is locked)");
    };
    let current = JavaThread::try_current();
    for t in list.all() {
        let own = current.is_some_and(|c| std::ptr::eq(c, *t));
        w.write_str(if own { "=>" } else { "  " })?;
        line(w, t)?;
    }
    Ok(())
}

fn heap(w: &mut dyn Write) -> fmt::Result {
    match vm::try_vm() {
        Some(vm) => writeln!(
            w,
            "{} bytes used of at most {}, base {:#018x}",
            vm.heap.used_bytes(),
            vm.heap.max_bytes(),
            gc::object::heap_base()
        ),
        None => writeln!(w, "not created"),
    }
}
