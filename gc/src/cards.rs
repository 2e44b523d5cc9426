//! Scanning cards: the slots of old objects that may refer to regions which are being evacuated.

use std::sync::atomic::Ordering;

use crate::barrier::{self, CARD_SHIFT, CLEAN, DIRTY};
use crate::evacuate::{Evacuator, OLD};
use crate::object::TypeKind;
use crate::region::RegionKind;
use crate::scan::{self, filler_size, info_of, size_with};

impl Evacuator<'_> {
    pub fn cards(&mut self) {
        let shared = self.shared;
        loop {
            let region = shared.card_task.fetch_add(1, Ordering::Relaxed);
            if region >= shared.scan_top.len() {
                return;
            }
            let end = shared.scan_top[region];
            if end != 0 {
                // SAFETY: `scan_top` has old and large regions only.
                unsafe { self.region_cards(region, end) };
                self.drain_own();
            }
        }
    }

    /// Scans the cards that refer to old regions which are being evacuated.
    pub fn remembered_cards(&mut self) {
        const BATCH: usize = 64;
        let shared = self.shared;
        let heap = shared.heap;
        loop {
            let first = shared.remembered_task.fetch_add(BATCH, Ordering::Relaxed);
            if first >= shared.remembered_cards.len() {
                return;
            }
            for &card in &shared.remembered_cards[first..shared.remembered_cards.len().min(first + BATCH)] {
                let from = heap.base + ((card as usize) << CARD_SHIFT);
                let region = heap.region_index(from);
                let end = shared.scan_top[region];
                // SAFETY: `scan_top` has old and large regions only. Dirty cards are scanned with their region.
                unsafe {
                    if from < end && barrier::is_clean(from) {
                        self.scan_range(region, from, (from + (1 << CARD_SHIFT)).min(end));
                    }
                }
            }
            self.drain_own();
        }
    }

    /// Scans the dirty cards of a region up to `end`.
    ///
    /// # Safety
    /// The region must be old or large, with objects up to `end`.
    unsafe fn region_cards(&mut self, region: usize, end: usize) {
        let heap = self.shared.heap;
        let start = heap.region_start(region);
        let cards = barrier::card_of(start);
        let count = (end - start).div_ceil(1 << CARD_SHIFT);
        let mut i = 0;
        // SAFETY: the cards belong to this region, which only this worker looks at. Mutators are stopped; other
        // workers only dirty cards, of slots that they update.
        unsafe {
            while i < count {
                if *cards.add(i) != DIRTY {
                    // most are clean: look at 8 at a time
                    if i % 8 == 0 && i + 8 <= count && cards.add(i).cast::<u64>().read_unaligned() == u64::MAX
                    {
                        i += 8;
                    } else {
                        i += 1;
                    }
                    continue;
                }
                let first = i;
                while i < count && *cards.add(i) == DIRTY {
                    *cards.add(i) = CLEAN;
                    i += 1;
                }
                let from = start + (first << CARD_SHIFT);
                let to = (start + (i << CARD_SHIFT)).min(end);
                self.scan_range(region, from, to);
            }
        }
    }

    /// Scans the slots in `[from, to)` of a region.
    ///
    /// # Safety
    /// As for [`Self::region_cards`].
    unsafe fn scan_range(&mut self, region: usize, from: usize, to: usize) {
        let heap = self.shared.heap;
        // SAFETY: by the caller's promise objects and fillers lie there, and the offset table leads to them.
        unsafe {
            let mut at = match heap.regions[region].kind() {
                RegionKind::Large => heap.region_start(region),
                RegionKind::LargeRest => {
                    heap.region_start(heap.regions[region].first.load(Ordering::Relaxed) as usize)
                }
                _ => heap.offsets.object_start(from),
            };
            while at < to {
                if let Some(size) = filler_size(at) {
                    at += size;
                    continue;
                }
                let info = info_of(scan::read32(at));
                let size = size_with(at, info);
                if info.kind != TypeKind::PrimArray {
                    scan::for_each_slot_in(at, info, from, to, |slot| self.push::<OLD>(slot));
                    if info.kind == TypeKind::Reference {
                        self.scan_reference::<OLD>(at, info, from, to);
                    }
                }
                at += size;
            }
        }
    }
}
