//! Checking the heap: every object's header makes sense, every reference names an object, and cards tell the truth.

use std::cell::Cell;

use crate::barrier::{DIRTY, card_of};
use crate::client::{Client, Phase};
use crate::heap::Heap;
use crate::object::{FILLER_CLASS, FORWARDED, LOCK_MASK, NarrowRef, SHIFT, TypeKind};
use crate::region::{RegionKind, attr};
use crate::scan::{self, filler_size, info_of, read32, size_with};

/// Where objects start: a bit for each word.
pub struct Starts {
    bits: Vec<u64>,
}

impl Starts {
    /// Whether `n` names an object.
    pub fn has(&self, n: NarrowRef) -> bool {
        self.bits.get(n.0 as usize / 64).is_some_and(|b| b >> (n.0 % 64) & 1 != 0)
    }
}

impl Heap {
    /// Where objects start, for checks of references.
    ///
    /// # Panics
    /// With a description when the heap is not one object after the other.
    ///
    /// # Safety
    /// The mutators must be stopped, their buffers retired.
    pub unsafe fn starts(&self, when: &str) -> Starts {
        // SAFETY: by the caller's promise.
        unsafe { self.object_starts(self.collections(), when) }
    }

    /// Whether `n` points to what looks like the header of an object, in a region in use.
    pub fn has_header(&self, n: NarrowRef) -> bool {
        let at = n.address();
        if n.is_null() || !self.contains(at) || at >= self.regions[self.region_index(at)].top() {
            return false;
        }
        // SAFETY: memory of a region in use.
        unsafe { read32(at) > FILLER_CLASS && read32(at + 4) & LOCK_MASK != FORWARDED }
    }

    /// Checks everything.
    ///
    /// # Panics
    /// With a description when something is wrong.
    ///
    /// # Safety
    /// As for [`Heap::collect`].
    pub(crate) unsafe fn verify(&self, client: &dyn Client, when: &str) {
        let id = self.collections();
        // SAFETY: by the caller's promise.
        unsafe {
            let starts = self.object_starts(id, when);
            let layout = *self.layout.read();
            self.each_object(|addr| {
                let info = info_of(read32(addr));
                let mut check = |slot: scan::Slot| {
                    let n = *slot;
                    if n.is_null() {
                        return;
                    }
                    assert!(
                        starts.has(n),
                        "heap check {when} collection {id}: slot {slot:?} of object {addr:#x} (class {:#x}, {:?}, region {:?}) \
                         names {:#x} in region {:?}, where no object starts",
                        read32(addr),
                        info.kind,
                        self.regions[self.region_index(addr)].kind(),
                        n.address(),
                        self.regions[self.region_index(n.address())].kind()
                    );
                    let old = self.attrs[self.region_index(addr)].load(std::sync::atomic::Ordering::Relaxed)
                        & attr::YOUNG
                        == 0;
                    assert!(
                        !old || self.attr_of(n) & attr::YOUNG == 0 || *card_of(slot as usize) == DIRTY,
                        "heap check {when} collection {id}: slot {slot:?} of old object {addr:#x} ({:?}) names young {:#x} but its card is clean",
                        info.kind,
                        n.address()
                    );
                };
                scan::for_each_slot(addr, info, &mut check);
                if info.kind == TypeKind::Reference
                    && let Some(l) = &layout
                {
                    check((addr + l.referent) as scan::Slot);
                    check((addr + l.discovered) as scan::Slot);
                }
            });
            for task in 0..client.root_tasks(Phase::Adjust) {
                client.visit_roots(Phase::Adjust, task, &mut |slot: &Cell<NarrowRef>| {
                    let n = slot.get();
                    assert!(
                        n.is_null() || starts.has(n),
                        "heap check {when} collection {id}: root {slot:p} of task {task} names {:#x}, where no object starts",
                        n.address()
                    );
                });
            }
        }
    }

    /// # Safety
    /// As for [`Heap::verify`].
    unsafe fn object_starts(&self, id: u64, when: &str) -> Starts {
        let mut bits = vec![0u64; (self.regions.len() << self.region_shift) / 512];
        // SAFETY: by the caller's promise.
        unsafe {
            self.each_object(|addr| {
                let class = read32(addr);
                assert!(
                    class > FILLER_CLASS && read32(addr + 4) & LOCK_MASK != FORWARDED,
                    "heap check {when} collection {id}: {addr:#x} has the header {class:#x} {:#x}",
                    read32(addr + 4)
                );
                let word = (addr - self.base) >> SHIFT;
                bits[word / 64] |= 1 << (word % 64);
            });
        }
        Starts { bits }
    }

    /// Calls `f` with the address of every object; checks that regions are filled without gaps, and the offset table.
    ///
    /// # Safety
    /// As for [`Heap::verify`].
    unsafe fn each_object(&self, mut f: impl FnMut(usize)) {
        for (i, r) in self.regions.iter().enumerate() {
            let kind = r.kind();
            if !matches!(kind, RegionKind::Eden | RegionKind::Survivor | RegionKind::Old | RegionKind::Large)
            {
                continue;
            }
            let (mut at, top) = (self.region_start(i), r.top());
            while at < top {
                // SAFETY: by the caller's promise.
                let size = unsafe {
                    match filler_size(at) {
                        Some(size) => size,
                        None => {
                            f(at);
                            size_with(at, info_of(read32(at)))
                        }
                    }
                };
                assert!(
                    size > 0 && (kind == RegionKind::Large || at + size <= self.region_end(i)),
                    "object {at:#x} is too large"
                );
                if kind == RegionKind::Old {
                    let card = at.next_multiple_of(512);
                    assert!(
                        card >= at + size || self.offsets.object_start(card) == at,
                        "offset table of {card:#x}: {:#x} instead of {at:#x}",
                        self.offsets.object_start(card)
                    );
                }
                at += size;
            }
        }
    }
}
