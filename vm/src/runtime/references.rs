//! The list of references that the collector has cleared or found finalizable, for the
//! `Reference Handler` thread (`java.lang.ref.Reference`, chained by `discovered`).

use std::cell::Cell;

use gc::{Handle, NarrowRef};
use parking_lot::{Condvar, Mutex};

use crate::thread::Scope;

struct Head(Cell<NarrowRef>);

// SAFETY: used only under the mutex, and by the collector while all threads are stopped.
unsafe impl Send for Head {}

static PENDING: Mutex<Head> = Mutex::new(Head(Cell::new(NarrowRef::NULL)));
static ADDED: Condvar = Condvar::new();

/// Takes the whole list: its first reference, null when there is none.
pub fn take_pending<'s>(t: &Scope<'s>) -> Option<Handle<'s>> {
    let head = PENDING.lock();
    // SAFETY: the head is a root, read in state in-VM.
    unsafe { t.handle_from(head.0.replace(NarrowRef::NULL)) }
}

/// Whether the list has references.
pub fn has_pending() -> bool {
    !PENDING.lock().0.get().is_null()
}

/// Waits until the list has references. The calling thread must be in native code or blocked.
pub fn wait_pending() {
    let mut head = PENDING.lock();
    while head.0.get().is_null() {
        ADDED.wait(&mut head);
    }
}

/// Calls `f` with the list's head: a root.
pub fn visit(f: &mut dyn FnMut(&Cell<NarrowRef>)) {
    f(&PENDING.lock().0);
}

/// Puts a chain of references in front of the list: `f` gets the present head, which the chain must
/// end in, and gives the new one. Called by the collector.
pub fn update(f: impl FnOnce(NarrowRef) -> NarrowRef) {
    let head = PENDING.lock();
    head.0.set(f(head.0.get()));
    ADDED.notify_all();
}
