//! `java.lang.ref` references: found while tracing, decided upon when all strong objects are known.
//!
//! A reference is *active* while its `next` is null and its referent is not. An active one whose referent has not been
//! found alive is *discovered*: its referent is not traced. Afterwards, strength by strength (`java.lang.ref` package
//! documentation), referents that are still not alive are cleared, or kept for finalisation, and their references
//! are put on the pending list, linked by `discovered`, with `next` pointing to themselves.

use crate::barrier;
use crate::client::{Client, ReferenceCounts};
use crate::config::ReferenceLayout;
use crate::heap::Heap;
use crate::object::{NarrowRef, SHIFT, Strength};
use crate::scan::Slot;

/// References that a worker has discovered, by strength: addresses.
#[derive(Default, Debug)]
pub(crate) struct Discovered {
    pub lists: [Vec<usize>; 4],
}

impl Discovered {
    pub fn append(&mut self, other: &mut Discovered) {
        for (own, new) in self.lists.iter_mut().zip(&mut other.lists) {
            own.append(new);
        }
    }
}

/// What processing needs of a tracing collection.
pub(crate) trait Tracer {
    /// Where the object is now; `None` when it has not been found alive.
    fn fate(&self, n: NarrowRef) -> Option<NarrowRef>;
    /// Makes the object that `slot` holds alive and updates the slot.
    fn keep_alive(&mut self, slot: Slot);
    /// Traces everything that was kept alive.
    fn drain(&mut self);
    /// Moves what has been discovered since the last call to `to`.
    fn take_discovered(&mut self, to: &mut Discovered);
}

/// When soft references are cleared: after so many milliseconds without use.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SoftPolicy {
    pub clock: i64,
    pub max_idle: i64,
}

/// A reference's fields.
///
/// # Safety
/// `addr` must be a reference object.
#[inline(always)]
unsafe fn field(addr: usize, offset: usize) -> Slot {
    (addr + offset) as Slot
}

/// What tracing does with the reference at `addr`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Treatment {
    /// Inactive, or its referent is alive: trace `referent` and `discovered` as other fields.
    Strong,
    /// Leave `referent` alone for now.
    Discover,
}

/// Decides it.
///
/// # Safety
/// `addr` must be a reference object of this strength.
pub(crate) unsafe fn treatment(
    addr: usize,
    strength: Strength,
    layout: &ReferenceLayout,
    soft: &SoftPolicy,
    alive: impl FnOnce(NarrowRef) -> bool,
) -> Treatment {
    // SAFETY: by the caller's promise.
    unsafe {
        let referent = *field(addr, layout.referent);
        if referent.is_null() || !(*field(addr, layout.next)).is_null() || alive(referent) {
            return Treatment::Strong;
        }
        if strength == Strength::Soft {
            let timestamp = ((addr + layout.timestamp) as *const i64).read_unaligned();
            if soft.clock.saturating_sub(timestamp) <= soft.max_idle {
                return Treatment::Strong;
            }
        }
    }
    Treatment::Discover
}

/// Decides upon all discovered references, also those that are only discovered behind finalizable objects. Returns how
/// many were found, and how many enqueued.
pub(crate) fn process(
    tracer: &mut impl Tracer,
    layout: &ReferenceLayout,
    pending: &mut Vec<usize>,
) -> (ReferenceCounts, ReferenceCounts) {
    const BEFORE_PHANTOM: [Strength; 3] = [Strength::Soft, Strength::Weak, Strength::Final];
    let mut discovered = Discovered::default();
    let (mut found, mut enqueued) = ([0; 4], [0; 4]);
    let mut list = |tracer: &mut _, strength: Strength, list: Vec<usize>| {
        found[strength as usize] += list.len();
        let before = pending.len();
        process_list(tracer, layout, strength, list, pending);
        enqueued[strength as usize] += pending.len() - before;
    };
    tracer.take_discovered(&mut discovered);
    while BEFORE_PHANTOM.iter().any(|&s| !discovered.lists[s as usize].is_empty()) {
        for s in BEFORE_PHANTOM {
            list(tracer, s, std::mem::take(&mut discovered.lists[s as usize]));
        }
        tracer.take_discovered(&mut discovered);
    }
    // what finalization brings back is alive by now
    list(tracer, Strength::Phantom, std::mem::take(&mut discovered.lists[Strength::Phantom as usize]));
    (found, enqueued)
}

fn process_list(
    tracer: &mut impl Tracer,
    layout: &ReferenceLayout,
    strength: Strength,
    mut list: Vec<usize>,
    pending: &mut Vec<usize>,
) {
    list.retain(|&r| {
        // SAFETY: references in the lists are live objects at their present place.
        unsafe {
            let slot = field(r, layout.referent);
            let referent = *slot;
            if referent.is_null() {
                return false; // met twice
            }
            if let Some(now) = tracer.fate(referent) {
                *slot = now;
                barrier::post_write(slot as usize);
                return false;
            }
            if strength != Strength::Final {
                *slot = NarrowRef::NULL;
            }
        }
        true
    });
    if strength == Strength::Final {
        // a card may have been scanned twice
        list.sort_unstable();
        list.dedup();
        for &r in &list {
            // SAFETY: as above.
            let slot = unsafe { field(r, layout.referent) };
            tracer.keep_alive(slot);
            barrier::post_write(slot as usize);
        }
        tracer.drain();
    }
    pending.append(&mut list);
}

/// Puts references on the pending list.
pub(crate) fn enqueue(heap: &Heap, client: &dyn Client, layout: &ReferenceLayout, pending: &[usize]) {
    if pending.is_empty() {
        return;
    }
    client.add_pending(&mut |head| {
        let mut next = head;
        for &r in pending {
            let n = NarrowRef(((r - heap.base) >> SHIFT) as u32);
            // SAFETY: live reference objects; inactive ones are not discovered again.
            unsafe {
                *field(r, layout.discovered) = next;
                *field(r, layout.next) = n;
            }
            barrier::post_write(r + layout.discovered);
            barrier::post_write(r + layout.next);
            next = n;
        }
        next
    });
}
