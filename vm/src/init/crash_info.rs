//! What the crash report says of threads, Java frames and heap. It runs in the handler of a fatal
//! signal: nothing here allocates or waits for a lock, and a fault in it only ends its own section.

use std::fmt::{self, Write};
use std::sync::atomic::Ordering;

use crate::class::MethodRef;
use crate::code::{self, Blob};
use crate::diag::compile_task::{self, Dotted};
use crate::diag::crash::{Printers, set_printers};
use crate::loader::modules;
use crate::os::context::Context;
use crate::stack::crash::{self, Shown};
use crate::thread::{JavaThread, registry};
use crate::vm;

/// Most frames that are shown.
const MAX_FRAMES: usize = 200;

/// Names the functions below to the crash report.
pub fn install() {
    set_printers(Printers {
        current_thread,
        java_stack,
        code,
        compile_task: compile_task::print,
        threads,
        heap,
    });
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

fn java_stack(w: &mut dyn Write, context: Option<&Context>) -> fmt::Result {
    let Some(t) = JavaThread::try_current() else { return Ok(()) };
    let mut left = MAX_FRAMES;
    let mut result = Ok(());
    crash::for_each(t, context, |frame| {
        result = java_frame(w, &frame);
        left -= 1;
        result.is_ok() && left > 0
    });
    result
}

fn java_frame(w: &mut dyn Write, frame: &Shown) -> fmt::Result {
    match *frame {
        Shown::Interpreted(m, bci) => {
            write!(w, "j  {}.{}{}+{}", Dotted(&m.holder.name.text()), m.name, m.desc, bci.unwrap_or(0))?;
            module(w, m)?;
            writeln!(w, "{}", if bci.is_none() { " (native)" } else { "" })
        }
        Shown::Code(blob, pc) => code_line(w, blob, pc),
        Shown::Entry => writeln!(w, "v  ~entry of the interpreter"),
        Shown::Lost(pc) => writeln!(w, "?  {pc:#018x}"),
    }
}

/// `J 12% c1 pkg.Class.method()V java.base@17.0.1 (34 bytes) @ 0x... [0x...+0x...]`
fn code_line(w: &mut dyn Write, blob: &Blob, pc: usize) -> fmt::Result {
    let Some(m) = blob.method() else { return writeln!(w, "v  ~{blob}") };
    let osr = if blob.osr_bci().is_some() { "%" } else { "" };
    write!(
        w,
        "J {}{osr} {} {}.{}{}",
        blob.id,
        compiler(blob.level()),
        Dotted(&m.holder.name.text()),
        m.name,
        m.desc
    )?;
    module(w, m)?;
    writeln!(
        w,
        " ({} bytes) @ {pc:#018x} [{:#018x}+{:#018x}]",
        m.cold.bytecode.len(),
        blob.start,
        pc.wrapping_sub(blob.start)
    )
}

/// What HotSpot calls the compiler of a tier.
fn compiler(level: u8) -> &'static str {
    if level < 4 { "c1" } else { "c2" }
}

fn module(w: &mut dyn Write, m: MethodRef) -> fmt::Result {
    let module = modules::module_of(m.holder);
    if !module.is_named() {
        return Ok(());
    }
    write!(w, " {}", module.text())?;
    module.version().map_or(Ok(()), |v| write!(w, "@{v}"))
}

fn code(w: &mut dyn Write, pc: usize) -> Result<bool, fmt::Error> {
    let Some(blob) = code::find(pc) else { return Ok(false) };
    code_line(w, blob, pc).map(|()| true)
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
