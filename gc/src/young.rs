//! Young collection: survivors of eden and of the survivor regions are copied, all else in them is dead.
//!
//! Roots are the client's slots and the dirty cards of old and large regions ([`crate::cards`]). Each worker copies into
//! buffers of its own and keeps a stack of slots to update ([`crate::evacuate`]), which it shares with idle ones
//! ([`crate::work`]). An object that finds no room stays where it is (*evacuation failure*), and its region becomes old.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use parking_lot::Mutex;

use crate::barrier::{self, CARD_SHIFT};
use crate::client::{Client, Phase, ReferenceCounts};
use crate::collect::Phases;
use crate::evacuate::{Evacuation, Evacuator};
use crate::forwarding::{STAYED, header, mark_of};
use crate::heap::Heap;
use crate::object::{FORWARDED, LOCK_MASK, NarrowRef, UNLOCKED};
use crate::reference::{self, SoftPolicy};
use crate::region::{RegionKind, attr};
use crate::scan::{self, filler_size, info_of, size_with};
use crate::work::Pool;

/// Bytes that one worker copies in less time than another takes to help.
const LITTLE: usize = 256 << 10;

/// What a young collection found out.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    pub promoted: usize,
    pub survived: usize,
    pub failed: bool,
    pub workers: usize,
    pub ages: [usize; 17],
    pub discovered: ReferenceCounts,
    pub enqueued: ReferenceCounts,
}

impl Heap {
    /// Memory for copies: `want` bytes, at least `min`, of a survivor or old region; `None` when there is no region.
    pub(crate) fn take_for_copy(&self, kind: RegionKind, min: usize, want: usize) -> Option<(usize, usize)> {
        let mut state = self.state.lock();
        let current = match kind {
            RegionKind::Survivor => state.survivor_region,
            _ => state.old_region,
        };
        if current != 0 {
            let r = &self.regions[current];
            let (top, end) = (r.top(), self.region_end(current));
            if end - top >= min {
                let got = want.min(end - top);
                r.top.store(top + got, Ordering::Release);
                return Some((top, got));
            }
            if kind == RegionKind::Old && top < end {
                self.fill(top, end);
                self.offsets.record(top, end);
                r.top.store(end, Ordering::Release);
            }
        }
        let index = match self.take_free(&mut state) {
            Some(i) => i,
            None => {
                let capacity = state.capacity;
                if capacity + 1 >= self.regions.len() {
                    return None;
                }
                state.capacity += 1;
                self.take_free(&mut state)?
            }
        };
        self.regions[index].set_kind(kind);
        let start = self.region_start(index);
        if kind == RegionKind::Survivor {
            self.attrs[index].store(attr::YOUNG, Ordering::Relaxed);
            state.survivor += 1;
            state.survivor_region = index;
        } else {
            self.attrs[index].store(0, Ordering::Relaxed);
            barrier::clean_range(start, self.region_bytes());
            state.old_region = index;
        }
        let got = want.min(self.region_bytes());
        self.regions[index].top.store(start + got, Ordering::Release);
        Some((start, got))
    }

    /// Takes back the rest of a buffer: true when it was the last one handed out of its region. Otherwise it is filled.
    pub(crate) fn give_back(&self, top: usize, end: usize) -> bool {
        if top == end {
            return true;
        }
        let _state = self.state.lock();
        // the end of a full region is the start of the next one
        let r = &self.regions[self.region_index(end - 1)];
        if r.top() == end {
            r.top.store(top, Ordering::Release);
            true
        } else {
            self.fill(top, end);
            false
        }
    }

    /// Evacuates the young generation and `old_regions`, to which `remembered_cards` refer. The regions are free afterwards, but
    /// for those in which objects stayed.
    ///
    /// # Safety
    /// As for [`Heap::collect`].
    pub(crate) unsafe fn collect_young(
        &self,
        client: &dyn Client,
        threshold: u32,
        soft: SoftPolicy,
        old_regions: &[usize],
        remembered_cards: &[u32],
        times: &mut Phases,
    ) -> Outcome {
        let mut from: Vec<usize> = self.young_region_indices();
        let survivor_limit = {
            let mut state = self.state.lock();
            state.survivor_region = 0;
            state.survivor = 0;
            self.align_old_region(&state);
            for &i in &from {
                self.attrs[i].store(attr::EVACUATED | attr::YOUNG, Ordering::Relaxed);
            }
            for &i in old_regions {
                self.attrs[i].store(attr::EVACUATED, Ordering::Relaxed);
            }
            ((state.eden_target << self.region_shift) / self.config.survivor_ratio).max(self.region_bytes())
        };
        let scan_top = self
            .regions
            .iter()
            .zip(&self.attrs)
            .map(|(r, a)| match r.kind() {
                RegionKind::Old | RegionKind::Large | RegionKind::LargeRest
                    if a.load(Ordering::Relaxed) & attr::EVACUATED == 0 =>
                {
                    r.top()
                }
                _ => 0,
            })
            .collect();
        from.extend_from_slice(old_regions);
        let phase = if old_regions.is_empty() { Phase::Young } else { Phase::Mixed };
        let n = self.young_workers();
        let shared = Evacuation {
            heap: self,
            client,
            layout: *self.layout.read(),
            soft,
            threshold,
            survivor_limit,
            survivor_bytes: AtomicUsize::new(0),
            pool: Pool::new(n),
            root_task: AtomicUsize::new(0),
            root_tasks: client.root_tasks(phase),
            card_task: AtomicUsize::new(0),
            scan_top,
            phase,
            remembered_cards,
            remembered_task: AtomicUsize::new(0),
            failed: AtomicBool::new(false),
            results: Mutex::default(),
        };
        let mut first = Evacuator::new(&shared, 0);
        // SAFETY: pinned objects are live objects.
        unsafe { first.keep_pinned() };
        times.end("Prepare");
        {
            let first = Mutex::new(&mut first);
            self.workers.run(n, &|id| {
                let work = |e: &mut Evacuator<'_>| {
                    e.roots();
                    e.remembered_cards();
                    e.cards();
                    e.run();
                };
                if id == 0 {
                    work(&mut first.lock());
                } else {
                    let mut e = Evacuator::new(&shared, id);
                    work(&mut e);
                    e.finish();
                }
            });
        }
        times.end("Evacuate");
        first.finish();
        // from here on alone
        let mut pending = Vec::new();
        let mut counts = ([0; 4], [0; 4]);
        if let Some(layout) = &shared.layout {
            counts = reference::process(&mut first, layout, &mut pending);
            first.finish();
            reference::enqueue(self, client, layout, &pending);
        }
        times.end("Reference Processing");
        client.process_weak(phase, &|n| shared.fate(n));
        times.end("Weak Roots");
        let failed = shared.failed.load(Ordering::Relaxed);
        let mut results = std::mem::take(&mut *shared.results.lock());
        drop(first);
        drop(shared);
        // SAFETY: all that lives has been evacuated or stayed.
        unsafe { self.free_young(&from, failed || self.any_pinned(&from), &results.preserved) };
        times.end("Free Regions");
        results.outcome.failed = failed;
        results.outcome.workers = n;
        (results.outcome.discovered, results.outcome.enqueued) = counts;
        results.outcome.survived = results.outcome.ages.iter().sum();
        results.outcome
    }

    /// Workers for a young collection: waking another one costs more than copying little.
    fn young_workers(&self) -> usize {
        let usual = self.history.lock().copied;
        // nothing is known before the first
        if usual != 0 && usual < LITTLE { 1 } else { self.workers.start() }
    }

    /// Lets copies into the open old region start at a card of their own: its cards up to there are scanned and cleaned
    /// while others are being dirtied.
    fn align_old_region(&self, state: &crate::heap::State) {
        if state.old_region != 0 {
            let r = &self.regions[state.old_region];
            let top = r.top();
            let aligned = top.next_multiple_of(1 << CARD_SHIFT);
            if top < aligned {
                self.fill(top, aligned);
                self.offsets.record(top, aligned);
                r.top.store(aligned, Ordering::Release);
            }
        }
    }

    fn any_pinned(&self, from: &[usize]) -> bool {
        from.iter().any(|&i| self.attrs[i].load(Ordering::Relaxed) & attr::PINNED != 0)
    }

    fn young_region_indices(&self) -> Vec<usize> {
        let is_young = |i: &usize| matches!(self.regions[*i].kind(), RegionKind::Eden | RegionKind::Survivor);
        (1..self.regions.len()).filter(is_young).collect()
    }

    /// Frees the evacuated regions; those with objects that stayed become old.
    ///
    /// # Safety
    /// Evacuation must be over.
    unsafe fn free_young(&self, from: &[usize], any_stayed: bool, preserved: &[(usize, u32)]) {
        let mut kept = Vec::new();
        if any_stayed {
            for &i in from {
                // SAFETY: by the caller's promise.
                if unsafe { self.has_stayed(i) } {
                    kept.push(i);
                }
            }
            kept.sort_unstable();
            for &i in &kept {
                // SAFETY: by the caller's promise.
                unsafe { self.keep_region(i) };
            }
            for &(addr, mark) in preserved {
                // SAFETY: the object stayed; its lock bits are put back.
                unsafe { ((addr + 4) as *mut u32).write(mark) };
            }
        }
        let mut state = self.state.lock();
        for &i in from {
            if kept.binary_search(&i).is_err() {
                self.release_region(&mut state, i);
            }
        }
        state.eden = 0;
    }

    /// Whether an object of the region stayed.
    ///
    /// # Safety
    /// As for [`Heap::free_young`].
    unsafe fn has_stayed(&self, region: usize) -> bool {
        let mut found = false;
        // SAFETY: by the caller's promise.
        unsafe { self.for_each_evacuated(region, |_, _, stayed| found |= stayed) };
        found
    }

    /// Calls `f` with address, size, and whether it stayed, of each object of an evacuated region.
    ///
    /// # Safety
    /// As for [`Heap::free_young`].
    unsafe fn for_each_evacuated(&self, region: usize, mut f: impl FnMut(usize, usize, bool)) {
        let (mut at, top) = (self.region_start(region), self.regions[region].top());
        while at < top {
            // SAFETY: objects, forwarded or not, and fillers lie one behind the other.
            unsafe {
                let h = header(at).load(Ordering::Relaxed);
                let mark = mark_of(h);
                // no reference is as small as a filler's class id
                if let Some(size) = filler_size(at) {
                    at += size;
                    continue;
                }
                let size = if mark & LOCK_MASK == FORWARDED && mark & STAYED != STAYED {
                    let copy = NarrowRef(h as u32).address();
                    size_with(copy, info_of(scan::read32(copy)))
                } else {
                    size_with(at, info_of(h as u32))
                };
                f(at, size, mark & STAYED == STAYED);
                at += size;
            }
        }
    }

    /// Makes an evacuated region old, with the objects that stayed and nothing else in it.
    ///
    /// # Safety
    /// As for [`Heap::free_young`].
    unsafe fn keep_region(&self, region: usize) {
        let mut free_from = self.region_start(region);
        let mut used = 0;
        let mut live = Vec::new();
        // SAFETY: by the caller's promise.
        unsafe {
            self.for_each_evacuated(region, |at, size, stayed| {
                if stayed {
                    live.push((at, size));
                }
            });
            for (at, size) in live {
                self.fill(free_from, at);
                if free_from < at {
                    self.offsets.record(free_from, at);
                }
                let mark = (at + 4) as *mut u32;
                *mark = (*mark & !STAYED) | UNLOCKED;
                self.offsets.record(at, at + size);
                used += size;
                free_from = at + size;
            }
        }
        let end = self.region_end(region);
        self.fill(free_from, end);
        if free_from < end {
            self.offsets.record(free_from, end);
        }
        let r = &self.regions[region];
        r.top.store(end, Ordering::Release);
        r.set_kind(RegionKind::Old);
        self.attrs[region].store(0, Ordering::Relaxed);
        self.old_used.fetch_add(used, Ordering::Relaxed);
    }
}
