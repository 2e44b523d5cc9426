//! What a thread is compiling, for the crash report.

use std::cell::Cell;
use std::fmt::{self, Write};

use crate::class::MethodRef;

/// A compilation.
#[derive(Clone, Copy)]
pub struct Task {
    pub id: u32,
    pub level: u8,
    pub method: MethodRef,
    /// Bytecode index of OSR code's entry.
    pub osr_bci: Option<u32>,
}

thread_local! {
    static CURRENT: Cell<Option<Task>> = const { Cell::new(None) };
}

/// Runs `f`, which does this compilation.
pub fn during<R>(task: Task, f: impl FnOnce() -> R) -> R {
    struct Restore(Option<Task>);
    impl Drop for Restore {
        fn drop(&mut self) {
            CURRENT.set(self.0);
        }
    }
    // also when the compiler panics
    let _restore = Restore(CURRENT.replace(Some(task)));
    f()
}

/// Writes a line about the calling thread's compilation, if there is one.
///
/// # Errors
/// The writer's.
pub fn print(w: &mut dyn Write) -> fmt::Result {
    let Some(task) = CURRENT.get() else { return Ok(()) };
    let m = task.method;
    let uptime = crate::log::uptime().as_millis();
    let osr = if task.osr_bci.is_some() { '%' } else { ' ' };
    let synchronized = if m.is_synchronized() { 's' } else { ' ' };
    let handlers = if m.cold.exceptions.is_empty() { ' ' } else { '!' };
    write!(
        w,
        "C{}:{uptime:7} {:4} {osr}{synchronized}{handlers}   ",
        if task.level < 4 { 1 } else { 2 },
        task.id
    )?;
    write!(w, "{}       {}::{}", task.level, Dotted(&m.holder.name.text()), m.name)?;
    if let Some(bci) = task.osr_bci {
        write!(w, " @ {bci}")?;
    }
    writeln!(w, " ({} bytes)", m.cold.bytecode.len())
}

/// A class's internal name with dots.
pub struct Dotted<'a>(pub &'a str);

impl fmt::Display for Dotted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, part) in self.0.split('/').enumerate() {
            if i > 0 {
                f.write_char('.')?;
            }
            f.write_str(part)?;
        }
        Ok(())
    }
}
