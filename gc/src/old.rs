//! Incremental collection of the old generation, for pauses that are to stay short (`-XX:MaxGCPauseMillis`).
//!
//! A *cycle* begins with a marking in the pause of a young collection: dead large objects and regions without
//! live objects are freed, dead objects elsewhere become fillers, and the regions with the least live data become
//! *candidates*. The following young collections are *mixed*: each evacuates as many candidates as its time allows.
//!
//! To evacuate a candidate one must find all references to it. They are in the client's roots, in young objects, which
//! are all visited anyway, and in old objects: these are remembered as cards, for candidates only. The cards are found in a
//! walk over all live old objects when candidates are chosen; stores by mutators dirty cards, which the next young collection scans, and
//! objects that become old are scanned when they are copied, so the young collection keeps the sets complete.

use std::sync::atomic::{AtomicUsize, Ordering};

use parking_lot::Mutex;
use rustc_hash::FxHashMap;

use crate::barrier::CARD_SHIFT;
use crate::client::Client;
use crate::collect::Phases;
use crate::heap::Heap;
use crate::mark::Marked;
use crate::object::{NarrowRef, SHIFT, TypeKind};
use crate::reference::SoftPolicy;
use crate::region::{RegionKind, attr};
use crate::scan::{self, info_of, read32};

/// Regions with more live data than this percentage are not worth the copying.
const MOST_LIVE: usize = 65;
/// A cycle begins when old objects take more than this percentage of the heap's maximum ...
const START: usize = 45;
/// ... and this percentage of the maximum more than after the last full look.
const GROWTH: usize = 5;

/// The running cycle.
#[derive(Default)]
pub(crate) struct Cycle {
    /// Candidates with their live bytes; the best last.
    candidates: Vec<(usize, usize)>,
    /// Cards with references to each candidate.
    remembered: FxHashMap<usize, Vec<u32>>,
}

/// Cards that one worker has seen to refer to candidates.
#[derive(Default)]
pub(crate) struct Remembered {
    entries: Vec<(u32, u32)>,
}

impl Remembered {
    /// The slot, of an old object, refers to the candidate region.
    #[inline]
    pub fn add(&mut self, heap: &Heap, slot: usize, region: usize) {
        let entry = (region as u32, ((slot - heap.base) >> CARD_SHIFT) as u32);
        if self.entries.last() != Some(&entry) {
            self.entries.push(entry);
        }
    }
}

impl Cycle {
    /// Takes over what a worker has seen.
    pub fn merge(&mut self, new: &mut Remembered) {
        for (region, card) in new.entries.drain(..) {
            if let Some(cards) = self.remembered.get_mut(&(region as usize))
                && cards.last() != Some(&card)
            {
                cards.push(card);
            }
        }
    }

    pub fn has_candidates(&self) -> bool {
        !self.candidates.is_empty()
    }
}

impl Heap {
    /// Whether a young collection should begin a cycle.
    pub(crate) fn cycle_is_due(&self, live_at_last_look: usize) -> bool {
        let old = self.old_used.load(Ordering::Relaxed);
        let percent = |p: usize| self.max_bytes() / 100 * p;
        self.config.max_pause_millis.is_some()
            && !self.cycle.lock().has_candidates()
            && old > percent(START)
            && old > live_at_last_look + percent(GROWTH)
    }

    /// Ends the cycle: a full collection has moved everything.
    pub(crate) fn drop_cycle(&self) {
        let cycle = std::mem::take(&mut *self.cycle.lock());
        for (region, _) in cycle.candidates {
            self.attrs[region].fetch_and(!attr::CANDIDATE, Ordering::Relaxed);
        }
    }

    /// Begins a cycle.
    ///
    /// # Safety
    /// As for [`Heap::collect`].
    pub(crate) unsafe fn begin_cycle(
        &self,
        client: &dyn Client,
        soft: SoftPolicy,
        times: &mut Phases,
    ) -> Marked {
        // SAFETY: by the caller's promise.
        let marked = unsafe { self.mark_all(client, soft, times) };
        self.sweep_large();
        let candidates = self.choose_candidates();
        let mut cycle = Cycle::default();
        for &(region, _) in &candidates {
            self.attrs[region].fetch_or(attr::CANDIDATE, Ordering::Relaxed);
            cycle.remembered.insert(region, Vec::new());
        }
        cycle.candidates = candidates;
        let cycle = Mutex::new(cycle);
        let next = AtomicUsize::new(1);
        self.workers.run(self.workers.start(), &|_| {
            let mut seen = Remembered::default();
            loop {
                let region = next.fetch_add(1, Ordering::Relaxed);
                if region >= self.regions.len() {
                    break;
                }
                // SAFETY: marking is over, each region is taken once.
                unsafe { self.sweep_region(region, &mut seen) };
            }
            cycle.lock().merge(&mut seen);
        });
        *self.cycle.lock() = cycle.into_inner();
        self.count_old();
        times.end("Sweep");
        marked
    }

    /// Frees empty old regions and chooses among the others.
    fn choose_candidates(&self) -> Vec<(usize, usize)> {
        let mut candidates = Vec::new();
        let mut state = self.state.lock();
        for i in 1..self.regions.len() {
            let r = &self.regions[i];
            if r.kind() != RegionKind::Old || i == state.old_region {
                continue;
            }
            let blocks = |addr: usize| (addr - self.base) >> 9;
            let live: usize = (blocks(self.region_start(i))..blocks(r.top() + 511))
                .map(|b| (self.marks.block(b).load(Ordering::Relaxed) as usize) << SHIFT)
                .sum();
            r.live.store(live, Ordering::Relaxed);
            if live == 0 {
                self.release_region(&mut state, i);
            } else if live * 100 < self.region_bytes() * MOST_LIVE {
                candidates.push((i, live));
            }
        }
        candidates.sort_unstable_by_key(|&(_, live)| std::cmp::Reverse(live));
        candidates
    }

    /// Makes the dead of a region fillers, so that nobody meets what they referred to, and remembers references to
    /// candidates.
    ///
    /// # Safety
    /// Between marking and the next use of the heap; each region once.
    unsafe fn sweep_region(&self, region: usize, seen: &mut Remembered) {
        let r = &self.regions[region];
        // SAFETY: by the caller's promise.
        unsafe {
            match r.kind() {
                RegionKind::Large => self.remember(self.region_start(region), region, seen),
                RegionKind::Old | RegionKind::Eden | RegionKind::Survivor => {
                    let is_old = r.kind() == RegionKind::Old;
                    let mut free_from = self.region_start(region);
                    let fill = |from: usize, to: usize| {
                        self.fill(from, to);
                        if is_old && from < to {
                            self.offsets.record(from, to);
                        }
                    };
                    self.for_each_live(region, |addr, size| {
                        fill(free_from, addr);
                        if is_old {
                            self.offsets.record(addr, addr + size);
                            self.remember(addr, region, seen);
                        }
                        free_from = addr + size;
                    });
                    fill(free_from, r.top());
                }
                RegionKind::LargeRest | RegionKind::Free | RegionKind::Guard => {}
            }
        }
    }

    /// Remembers the references of an old object to candidates other than its own region.
    ///
    /// # Safety
    /// A live object must be at `addr`.
    unsafe fn remember(&self, addr: usize, region: usize, seen: &mut Remembered) {
        // SAFETY: by the caller's promise.
        unsafe {
            let info = info_of(read32(addr));
            let mut look = |slot: scan::Slot| {
                let n = *slot;
                if !n.is_null() && self.attr_of(n) & attr::CANDIDATE != 0 {
                    let target = self.region_index(n.address());
                    if target != region {
                        seen.add(self, slot as usize, target);
                    }
                }
            };
            scan::for_each_slot(addr, info, &mut look);
            if info.kind == TypeKind::Reference
                && let Some(l) = &*self.layout.read()
            {
                look((addr + l.referent) as scan::Slot);
                look((addr + l.discovered) as scan::Slot);
            }
        }
    }

    /// Takes candidates with up to `bytes` of live data out of the cycle, at least one if there is any: the regions, and
    /// the cards with references to them.
    pub(crate) fn take_candidates(&self, bytes: usize) -> (Vec<usize>, Vec<u32>) {
        let mut cycle = self.cycle.lock();
        let (mut regions, mut cards) = (Vec::new(), Vec::new());
        let mut sum = 0;
        while let Some(&(region, live)) = cycle.candidates.last() {
            if !regions.is_empty() && sum + live > bytes {
                break;
            }
            cycle.candidates.pop();
            sum += live;
            cards.append(&mut cycle.remembered.remove(&region).unwrap_or_default());
            regions.push(region);
            self.attrs[region].fetch_and(!attr::CANDIDATE, Ordering::Relaxed);
        }
        cards.sort_unstable();
        cards.dedup();
        (regions, cards)
    }

    /// The place of a marked object, as a fate.
    pub(crate) fn marked_fate(&self, n: NarrowRef) -> Option<NarrowRef> {
        if self.marks.is_marked(n) { Some(n) } else { None }
    }
}
