//! Full compaction: slides everything that is marked to the lower end of the heap, in the memory there is.
//!
//! The plan is made from the block table alone ([`crate::mark`]): a block's entry becomes the place of the first word
//! that its objects would have, so that the new place of any object is its block's entry plus the number of marked words
//! before it in the block: a table entry, a bit count, and no look at the object. (The idea is that of Kermany and Petrank,
//! "The Compressor", 2006.) Objects must not cross the end of a region, so a block whose objects do not fit in the rest of
//! a region goes to the next one as a whole.
//!
//! Workers then take regions in ascending order, update the slots of their live objects and move them. Before they write
//! to a lower region, they wait until that has been emptied; regions are taken in order, so the lowest never waits.
//! Regions with pinned objects stay where they are, and large objects too, unless the compaction is a *defragmenting*
//! one: it moves them as the units that they are, for when another one has found no room.

use std::cell::Cell;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use rustc_hash::FxHashMap;

use crate::barrier;
use crate::client::{Client, Phase};
use crate::collect::Phases;
use crate::heap::Heap;
use crate::mark::BLOCK_SHIFT;
use crate::object::{NarrowRef, SHIFT, TypeKind};
use crate::region::{RegionKind, attr};
use crate::scan::{self, info_of, read32, size_with};

const BLOCK_WORDS: usize = 1 << BLOCK_SHIFT;

/// Where everything goes.
struct Plan {
    /// Regions that are emptied, in ascending order: also the order in which they are filled.
    moving: Vec<usize>,
    /// How many of them are filled, the end of what is put into each, and what they become.
    tops: Vec<(usize, RegionKind)>,
    /// Large objects that move: for the index of the first region, that of the region that it moves to, and its size.
    large: FxHashMap<usize, (usize, usize)>,
}

impl Heap {
    /// New place of a live object, whose slots may hold the old one.
    #[inline(always)]
    fn new_place(&self, n: NarrowRef) -> NarrowRef {
        if self.attr_of(n) & attr::EVACUATED == 0 {
            return n;
        }
        let word = n.0 as usize;
        let b = word >> BLOCK_SHIFT;
        let before = self.marks.bits(b).load(Ordering::Relaxed) & ((1u64 << (word & 63)) - 1);
        NarrowRef(self.marks.block(b).load(Ordering::Relaxed).wrapping_add(before.count_ones()))
    }

    /// Compacts after marking.
    ///
    /// # Safety
    /// As for [`Heap::collect`]; [`Heap::mark_all`] has just run.
    pub(crate) unsafe fn compact(&self, client: &dyn Client, defragment: bool, times: &mut Phases) {
        let (pinned, pinned_large) = self.pin_regions(client);
        let mut large = self.sweep_large();
        let plan = if defragment && pinned.is_empty() && !pinned_large {
            large.clear();
            self.plan((1..self.regions.len()).collect())
        } else {
            self.plan(self.small_object_regions())
        };
        times.end("Plan");
        let n = self.workers.start();
        let tasks = client.root_tasks(Phase::Adjust);
        let (next_root, next_large, next_region) =
            (AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0));
        let emptied: Vec<AtomicBool> = plan.moving.iter().map(|_| AtomicBool::new(false)).collect();
        self.workers.run(n, &|_| {
            loop {
                let task = next_root.fetch_add(1, Ordering::Relaxed);
                if task >= tasks {
                    break;
                }
                client.visit_roots(Phase::Adjust, task, &mut |slot: &Cell<NarrowRef>| {
                    if !slot.get().is_null() {
                        slot.set(self.new_place(slot.get()));
                    }
                });
            }
            let stay = large.iter().chain(&pinned);
            loop {
                let i = next_large.fetch_add(1, Ordering::Relaxed);
                match stay.clone().nth(i) {
                    // SAFETY: live objects, which no other worker takes.
                    Some(&region) => unsafe { self.adjust_in_place(region) },
                    None => break,
                }
            }
            loop {
                let i = next_region.fetch_add(1, Ordering::Relaxed);
                if i >= plan.moving.len() {
                    break;
                }
                // SAFETY: regions are taken in order, each once.
                let count = unsafe { self.empty(&plan, i, &emptied) };
                // Release: whoever fills the regions sees that their objects have been read.
                emptied[i..i + count].iter().for_each(|e| e.store(true, Ordering::Release));
            }
        });
        times.end("Adjust and Move");
        self.settle(&plan, &pinned);
        times.end("Free Regions");
    }

    /// Regions of small objects with pinned ones: they stay, and become old. And whether a large object is pinned.
    fn pin_regions(&self, client: &dyn Client) -> (Vec<usize>, bool) {
        let (mut pinned, mut large) = (Vec::new(), false);
        client.visit_pinned(&mut |n| {
            let i = self.region_index(n.address());
            if self.regions[i].kind() == RegionKind::Large {
                large = true;
            } else if !pinned.contains(&i) {
                pinned.push(i);
            }
        });
        pinned.sort_unstable();
        for &i in &pinned {
            self.attrs[i].store(attr::PINNED, Ordering::Relaxed);
        }
        (pinned, large)
    }

    /// Frees dead large objects; the first regions of the others.
    pub(crate) fn sweep_large(&self) -> Vec<usize> {
        let mut live = Vec::new();
        let mut state = self.state.lock();
        for i in 1..self.regions.len() {
            if self.regions[i].kind() != RegionKind::Large {
                continue;
            }
            let start = self.region_start(i);
            if self.marks.is_marked(NarrowRef(((start - self.base) >> SHIFT) as u32)) {
                live.push(i);
                continue;
            }
            self.release_region(&mut state, i);
            let mut rest = i + 1;
            while rest < self.regions.len()
                && self.regions[rest].kind() == RegionKind::LargeRest
                && self.regions[rest].first.load(Ordering::Relaxed) as usize == i
            {
                self.release_region(&mut state, rest);
                rest += 1;
            }
        }
        live
    }

    /// Regions of objects that are not large, but for those with pinned ones.
    fn small_object_regions(&self) -> Vec<usize> {
        let is_moving = |i: &usize| {
            matches!(self.regions[*i].kind(), RegionKind::Eden | RegionKind::Survivor | RegionKind::Old)
                && self.attrs[*i].load(Ordering::Relaxed) & attr::PINNED == 0
        };
        let mut moving: Vec<usize> = (1..self.regions.len()).filter(is_moving).collect();
        if self.config.stress.always_move {
            // An empty region to fill first: everything goes to another region.
            let spare = self.take_free(&mut self.state.lock());
            if let Some(region) = spare {
                self.regions[region].set_kind(RegionKind::Old);
            }
            moving.splice(0..0, spare);
        }
        moving
    }

    fn plan(&self, moving: Vec<usize>) -> Plan {
        for &i in &moving {
            self.attrs[i].store(attr::EVACUATED, Ordering::Relaxed);
        }
        let mut plan = Plan { moving, tops: Vec::new(), large: FxHashMap::default() };
        if plan.moving.is_empty() {
            return plan;
        }
        // the region that is being filled is `moving[tops.len()]`
        let mut cursor = self.region_start(plan.moving[0]);
        let mut end = self.region_end(plan.moving[0]);
        for (i, &region) in plan.moving.iter().enumerate() {
            match self.regions[region].kind() {
                RegionKind::Large => {
                    if cursor > end - self.region_bytes() {
                        plan.tops.push((cursor, RegionKind::Old));
                    }
                    let start = self.region_start(region);
                    // SAFETY: a live large object.
                    let size = unsafe { size_with(start, info_of(read32(start))) };
                    let to = plan.tops.len();
                    plan.large.insert(i, (to, size));
                    let place = self.region_start(plan.moving[to]);
                    let block = (start - self.base) >> (SHIFT + BLOCK_SHIFT);
                    self.marks.block(block).store(((place - self.base) >> SHIFT) as u32, Ordering::Relaxed);
                    let count = size.div_ceil(self.region_bytes());
                    for k in 0..count {
                        let top = (place + size).min(place + ((k + 1) << self.region_shift));
                        let kind = if k == 0 { RegionKind::Large } else { RegionKind::LargeRest };
                        plan.tops.push((top, kind));
                    }
                    // none is left only when nothing follows
                    let next = plan.moving.get(plan.tops.len()).map_or(0, |&r| self.region_end(r));
                    (cursor, end) = (next.saturating_sub(self.region_bytes()), next);
                    continue;
                }
                RegionKind::LargeRest => continue,
                _ => {}
            }
            let first = (self.region_start(region) - self.base) >> (SHIFT + BLOCK_SHIFT);
            let last = (self.regions[region].top() - self.base).div_ceil(BLOCK_WORDS << SHIFT);
            let mut carry = 0; // words, from here on, of objects that started before
            let mut live = 0;
            for b in first..last {
                let entry = self.marks.block(b);
                let started = entry.load(Ordering::Relaxed) as usize;
                let marked = self.marks.bits(b).load(Ordering::Relaxed).count_ones() as usize;
                if started > 0 {
                    let bytes = started << SHIFT;
                    if cursor + bytes > end {
                        plan.tops.push((cursor, RegionKind::Old));
                        let next = plan.moving[plan.tops.len()];
                        (cursor, end) = (self.region_start(next), self.region_end(next));
                    }
                    let place = ((cursor - self.base) >> SHIFT) - carry;
                    entry.store(place as u32, Ordering::Relaxed);
                    cursor += bytes;
                    live += bytes;
                }
                carry = carry + started - marked;
            }
            self.regions[region].live.store(live, Ordering::Relaxed);
        }
        if plan.tops.len() < plan.moving.len() {
            plan.tops.push((cursor, RegionKind::Old));
        }
        plan
    }

    /// Calls `f` with address and size of each live object of a region, in ascending order.
    ///
    /// # Safety
    /// The region's live objects are intact when `f` has not been called with them.
    pub(crate) unsafe fn for_each_live(&self, region: usize, mut f: impl FnMut(usize, usize)) {
        let mut word = (self.region_start(region) - self.base) >> SHIFT;
        let end = (self.regions[region].top() - self.base) >> SHIFT;
        while word < end {
            let bits = self.marks.bits(word >> BLOCK_SHIFT).load(Ordering::Relaxed) >> (word & 63);
            if bits == 0 {
                word = (word | (BLOCK_WORDS - 1)) + 1;
                continue;
            }
            word += bits.trailing_zeros() as usize;
            let addr = self.base + (word << SHIFT);
            // SAFETY: the first marked word behind an object is an object's start.
            let size = unsafe { size_with(addr, info_of(read32(addr))) };
            word += size >> SHIFT;
            f(addr, size);
        }
    }

    /// Updates the slots of a live object.
    ///
    /// # Safety
    /// `addr` must be one, and nobody else updates it.
    #[inline(always)]
    unsafe fn adjust(&self, addr: usize) {
        // SAFETY: by the caller's promise.
        unsafe {
            let info = info_of(read32(addr));
            let update = |slot: scan::Slot| {
                let n = *slot;
                if !n.is_null() {
                    *slot = self.new_place(n);
                }
            };
            scan::for_each_slot(addr, info, update);
            if info.kind == TypeKind::Reference
                && let Some(layout) = &*self.layout.read()
            {
                update((addr + layout.referent) as scan::Slot);
                update((addr + layout.discovered) as scan::Slot);
            }
        }
    }

    /// Updates the objects of a region that stays; in a region with pinned objects the dead become fillers.
    ///
    /// # Safety
    /// As for [`Heap::compact`]; each region once.
    unsafe fn adjust_in_place(&self, region: usize) {
        // SAFETY: by the caller's promise.
        unsafe {
            if self.regions[region].kind() == RegionKind::Large {
                let start = self.region_start(region);
                self.adjust(start);
                barrier::clean_range(start, size_with(start, info_of(read32(start))));
                return;
            }
            let mut free_from = self.region_start(region);
            self.for_each_live(region, |addr, size| {
                self.fill(free_from, addr);
                if free_from < addr {
                    self.offsets.record(free_from, addr);
                }
                self.adjust(addr);
                self.offsets.record(addr, addr + size);
                free_from = addr + size;
            });
            let end = self.region_end(region);
            self.fill(free_from, end);
            if free_from < end {
                self.offsets.record(free_from, end);
            }
        }
    }

    /// Waits until the regions that are the moving ones at `targets` and come before the `i`-th are empty.
    fn wait_for(&self, targets: std::ops::Range<usize>, i: usize, emptied: &[AtomicBool]) {
        for e in &emptied[targets.start..targets.end.min(i).max(targets.start)] {
            let mut rounds = 0u32;
            // Acquire: the objects there have been read.
            while !e.load(Ordering::Acquire) {
                self.workers.wait(&mut rounds);
            }
        }
    }

    /// Moves the live objects of the `i`-th moving region, or the large object that starts there. Returns how many
    /// regions are empty now.
    ///
    /// # Safety
    /// As for [`Heap::compact`]; each region once, in order.
    unsafe fn empty(&self, plan: &Plan, i: usize, emptied: &[AtomicBool]) -> usize {
        let addr = self.region_start(plan.moving[i]);
        match self.regions[plan.moving[i]].kind() {
            RegionKind::Large => {
                let (to, size) = plan.large[&i];
                let count = size.div_ceil(self.region_bytes());
                // SAFETY: by the caller's promise; the target is empty but for the object itself.
                unsafe {
                    self.adjust(addr);
                    if to != i {
                        self.wait_for(to..to + count, i, emptied);
                        let place = self.region_start(plan.moving[to]);
                        std::ptr::copy(addr as *const u8, place as *mut u8, size);
                    }
                }
                return count;
            }
            // comes with its first region
            RegionKind::LargeRest => return 0,
            _ => {}
        }
        let mut target = usize::MAX;
        let mut position = 0;
        // SAFETY: by the caller's promise; objects of a region are moved in ascending order, to lower addresses or
        // to regions that are empty.
        unsafe {
            self.for_each_live(plan.moving[i], |addr, size| {
                self.adjust(addr);
                let to = self.new_place(NarrowRef(((addr - self.base) >> SHIFT) as u32)).address();
                let region = self.region_index(to);
                if region != target {
                    target = region;
                    while plan.moving[position] != region {
                        position += 1;
                    }
                    self.wait_for(position..position + 1, i, emptied);
                }
                if to != addr {
                    std::ptr::copy(addr as *const u8, to as *mut u8, size);
                }
                self.offsets.record(to, to + size);
            });
        }
        1
    }

    /// Gives regions their new kinds.
    fn settle(&self, plan: &Plan, pinned: &[usize]) {
        let mut state = self.state.lock();
        state.old_region = 0;
        let mut first = 0;
        for (i, &region) in plan.moving.iter().enumerate() {
            let r = &self.regions[region];
            let (start, end) = (self.region_start(region), self.region_end(region));
            let top = plan.tops.get(i).copied().filter(|&(t, _)| t > start);
            match top {
                None if r.kind() == RegionKind::Free => self.attrs[region].store(0, Ordering::Relaxed),
                None => self.release_region(&mut state, region),
                Some((top, kind)) => {
                    if r.kind() == RegionKind::Free {
                        state.free -= 1;
                    }
                    let old_top = r.top();
                    if old_top > r.dirty_end.load(Ordering::Relaxed) {
                        r.dirty_end.store(old_top, Ordering::Relaxed);
                    }
                    if self.config.stress.zap && old_top > top {
                        // SAFETY: nothing lies between the new and the old top.
                        unsafe { std::ptr::write_bytes(top as *mut u8, crate::heap::ZAP, old_top - top) };
                    }
                    let is_last = i + 1 == plan.tops.len();
                    if kind != RegionKind::Old {
                        first = if kind == RegionKind::Large { region } else { first };
                        r.first.store(first as u32, Ordering::Relaxed);
                        r.top.store(top, Ordering::Release);
                        r.set_kind(kind);
                        self.attrs[region].store(0, Ordering::Relaxed);
                        barrier::clean_range(start, end - start);
                        continue;
                    }
                    if !is_last {
                        self.fill(top, end);
                        if top < end {
                            self.offsets.record(top, end);
                        }
                    }
                    r.top.store(if is_last { top } else { end }, Ordering::Release);
                    r.set_kind(RegionKind::Old);
                    self.attrs[region].store(0, Ordering::Relaxed);
                    barrier::clean_range(start, end - start);
                    if is_last {
                        state.old_region = region;
                    }
                }
            }
        }
        for &region in pinned {
            let r = &self.regions[region];
            r.top.store(self.region_end(region), Ordering::Release);
            r.set_kind(RegionKind::Old);
            self.attrs[region].store(0, Ordering::Relaxed);
            barrier::clean_range(self.region_start(region), self.region_bytes());
        }
        (state.eden, state.survivor, state.survivor_region) = (0, 0, 0);
        drop(state);
        self.count_old();
    }

    /// Counts the bytes of old objects anew.
    pub(crate) fn count_old(&self) {
        let mut used = 0;
        for (i, r) in self.regions.iter().enumerate() {
            if matches!(r.kind(), RegionKind::Old | RegionKind::Large | RegionKind::LargeRest) {
                used += r.top() - self.region_start(i);
            }
        }
        self.old_used.store(used, Ordering::Relaxed);
    }
}
