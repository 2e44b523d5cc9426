//! Slots of metadata - mirrors, class loaders' objects, [`RefSlot`](crate::loader::data::RefSlot)s - that refer to young objects.
//!
//! A young collection visits these alone, so that its cost does not depend on how many classes there are. A slot is
//! noted when a young object is stored to it, and forgotten when its object has become old.

use std::cell::Cell;

use gc::NarrowRef;
use parking_lot::Mutex;

use crate::loader::data;
use crate::vm::try_vm;

struct Slot(*const Cell<NarrowRef>);

// SAFETY: only the collector reads and writes through it, while all mutators are stopped.
unsafe impl Send for Slot {}

static SLOTS: Mutex<Vec<Slot>> = Mutex::new(Vec::new());

fn is_young(n: NarrowRef) -> bool {
    // a test without a virtual machine has no collections either
    !n.is_null() && try_vm().is_some_and(|vm| vm.heap.is_young(n))
}

/// Notes that `slot` has been written. It must live until the next marking at least.
#[inline]
pub fn note(slot: &'static Cell<NarrowRef>) {
    if is_young(slot.get()) {
        SLOTS.lock().push(Slot(slot));
    }
}

/// For a young collection: visits the noted slots, each once, and keeps those whose object still is young.
pub fn visit(visit: &mut dyn FnMut(&Cell<NarrowRef>)) {
    let mut slots = SLOTS.lock();
    slots.sort_unstable_by_key(|s| s.0);
    slots.dedup_by_key(|s| s.0);
    slots.retain(|s| {
        // SAFETY: slots are noted by those who have made them, and live until `rebuild`.
        let slot = unsafe { &*s.0 };
        // it may have been written again, with another object or with null
        if !slot.get().is_null() {
            visit(slot);
        }
        is_young(slot.get())
    });
}

/// After marking, when classes may have been unloaded, and after a full collection: finds the slots afresh.
pub fn rebuild() {
    let mut slots = SLOTS.lock();
    slots.clear();
    data::for_each_data(|d| {
        d.visit_slots(&mut |slot| {
            if is_young(slot.get()) {
                slots.push(Slot(slot));
            }
        });
    });
}
