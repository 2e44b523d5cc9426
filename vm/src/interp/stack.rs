//! The interpreter stack of a thread: its reserve for reporting an overflow.

use crate::thread::Scope;

/// Opens the reserve at the end of the interpreter stack, so that an overflow can be reported;
/// returns whether this call opened it.
pub fn open_reserve(t: &Scope<'_>) -> bool {
    t.open_stack_reserve()
}

/// Closes the reserve again when `opened`.
pub fn close_reserve(t: &Scope<'_>, opened: bool) {
    if opened {
        t.close_stack_reserve();
    }
}
