//! The interpreter stack of a thread.

use crate::thread::Scope;

/// Opens the reserve at the end of the interpreter stack, so that an overflow can be reported;
/// returns whether this call opened it.
pub fn open_reserve(_t: &Scope<'_>) -> bool {
    todo!()
}

/// Closes the reserve again when `opened`.
pub fn close_reserve(_t: &Scope<'_>, _opened: bool) {
    todo!()
}
