//! Young collection: survivors of eden and of the survivor regions are copied, all else in them is dead.
//!
//! Roots are the client's slots and the dirty cards of old and large regions. Each worker copies into
//! buffers of its own and keeps a stack of slots to update; when others are idle it shares part of the stack through a
//! work-stealing deque. A copied object's header becomes a forwarding header: the new reference in place of the class id,
//! and [`FORWARDED`] lock bits. An object that finds no room stays where it is (*evacuation failure*): its header keeps the
//! class id and gets [`STAYED`]; its region becomes old.

use std::cell::Cell;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};

use crossbeam::deque::{Steal, Stealer, Worker as Deque};
use parking_lot::Mutex;

use crate::arch;
use crate::barrier::{self, CARD_SHIFT, CLEAN, DIRTY};
use crate::client::{Client, Phase, ReferenceCounts};
use crate::collect::Phases;
use crate::config::ReferenceLayout;
use crate::heap::Heap;
use crate::object::{
    AGE_MASK, AGE_SHIFT, FORWARDED, LOCK_MASK, NarrowRef, SHIFT, TypeInfo, TypeKind, UNLOCKED,
};
use crate::old::Remembered;
use crate::reference::{self, Discovered, SoftPolicy, Tracer, Treatment};
use crate::region::{RegionKind, attr};
use crate::scan::{self, Slot, filler_size, info_of, size_with};

/// Lock bits of an object that could not be evacuated: [`FORWARDED`], and bit 2.
const STAYED: u32 = FORWARDED | 0b100;
/// Bytes that one worker copies in less time than another takes to help.
const LITTLE: usize = 256 << 10;
/// Bytes of a copying buffer.
const BUFFER: usize = 32 << 10;
/// Tag of a slot address on the stack: the slot is in an old object.
const OLD: usize = 1;
/// Shares part of a stack of at least this length.
const SHARE: usize = 128;

/// A header as one word: class id low, mark high.
///
/// # Safety
/// `addr` must be an object's address.
#[inline(always)]
unsafe fn header(addr: usize) -> &'static AtomicU64 {
    // SAFETY: every object has a header of 8 bytes, 8-byte aligned.
    unsafe { &*(addr as *const AtomicU64) }
}

#[inline(always)]
fn mark_of(header: u64) -> u32 {
    (header >> 32) as u32
}

/// Where a header says that its object is now, if the object has been dealt with.
#[inline(always)]
fn forwardee(header: u64, n: NarrowRef) -> Option<NarrowRef> {
    let mark = mark_of(header);
    if mark & LOCK_MASK != FORWARDED {
        None
    } else if mark & STAYED == STAYED {
        Some(n)
    } else {
        Some(NarrowRef(header as u32))
    }
}

/// What a young collection found out.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    pub promoted: usize,
    pub survived: usize,
    pub failed: bool,
    pub ages: [usize; 17],
    pub discovered: ReferenceCounts,
    pub enqueued: ReferenceCounts,
}

/// The state that workers share.
struct Evacuation<'h> {
    heap: &'h Heap,
    client: &'h dyn Client,
    layout: Option<ReferenceLayout>,
    soft: SoftPolicy,
    threshold: u32,
    /// Bytes that survivors may take; what goes beyond is promoted.
    survivor_limit: usize,
    survivor_bytes: AtomicUsize,
    stealers: Vec<Stealer<usize>>,
    idle: AtomicUsize,
    workers: usize,
    root_task: AtomicUsize,
    root_tasks: usize,
    card_task: AtomicUsize,
    /// Where each old region ended before the collection; 0 for those that are not scanned.
    scan_top: Vec<usize>,
    /// What visits of roots are for.
    phase: Phase,
    /// Cards, in ascending order, that refer to old regions which are being evacuated.
    remembered_cards: &'h [u32],
    remembered_task: AtomicUsize,
    failed: AtomicBool,
    results: Mutex<Shared>,
}

#[derive(Default)]
struct Shared {
    outcome: Outcome,
    discovered: Discovered,
    preserved: Vec<(usize, u32)>,
}

/// A copying buffer.
#[derive(Default)]
struct Buffer {
    top: usize,
    end: usize,
}

/// One thread's part.
struct Evacuator<'e> {
    shared: &'e Evacuation<'e>,
    id: usize,
    deque: Deque<usize>,
    stack: Vec<usize>,
    survivors: Buffer,
    old: Buffer,
    ages: [usize; 17],
    promoted: usize,
    discovered: Discovered,
    /// Marks, of objects that stayed, which are not simply unlocked.
    preserved: Vec<(usize, u32)>,
    remembered: Remembered,
}

impl Evacuation<'_> {
    /// Where the object that `n` names is now; `None` when it has not been found alive.
    fn fate(&self, n: NarrowRef) -> Option<NarrowRef> {
        if self.heap.attr_of(n) & attr::EVACUATED == 0 {
            return Some(n);
        }
        // SAFETY: references name objects. Acquire: what was copied is visible.
        forwardee(unsafe { header(n.address()) }.load(Ordering::Acquire), n)
    }
}

impl<'e> Evacuator<'e> {
    fn new(shared: &'e Evacuation<'e>, id: usize, deque: Deque<usize>) -> Evacuator<'e> {
        Evacuator {
            shared,
            id,
            deque,
            stack: Vec::with_capacity(4096),
            survivors: Buffer::default(),
            old: Buffer::default(),
            ages: [0; 17],
            promoted: 0,
            discovered: Discovered::default(),
            preserved: Vec::new(),
            remembered: Remembered::default(),
        }
    }

    // ---- copying -----------------------------------------------------------------------------

    /// The object's new place; copies it if nobody has yet.
    ///
    /// # Safety
    /// `n` must name an object in an evacuated region.
    #[inline]
    unsafe fn evacuate(&mut self, n: NarrowRef) -> NarrowRef {
        let addr = n.address();
        // SAFETY: by the caller's promise.
        unsafe {
            // Acquire: see `fate`.
            let h = header(addr).load(Ordering::Acquire);
            if let Some(now) = forwardee(h, n) {
                return now;
            }
            self.copy(addr, n, h)
        }
    }

    /// # Safety
    /// `addr` is an object's with header `h`, in an evacuated region.
    unsafe fn copy(&mut self, addr: usize, n: NarrowRef, h: u64) -> NarrowRef {
        // SAFETY: by the caller's promise; buffers hand out memory of this worker's own.
        unsafe {
            let info = info_of(h as u32);
            let size = size_with(addr, info);
            let age = ((mark_of(h) & AGE_MASK) >> AGE_SHIFT).min(15);
            let may_stay_young =
                age < self.shared.threshold && self.shared.heap.attr_of(n) & attr::YOUNG != 0;
            let young = if may_stay_young { self.take_survivor(size) } else { None };
            let (to, is_old) = match young {
                Some(to) => (to, false),
                None => match self.take_old(size) {
                    Some(to) => (to, true),
                    None => match self.take_survivor_beyond(size) {
                        Some(to) => (to, false),
                        None => return self.stay(addr, n, h, info),
                    },
                },
            };
            copy_words(addr + 8, to + 8, size - 8);
            let age_after = if self.shared.threshold > 15 { age } else { (age + 1).min(15) };
            let new_mark = (mark_of(h) & !AGE_MASK) | (age_after << AGE_SHIFT);
            header(to).store(u64::from(h as u32) | (u64::from(new_mark) << 32), Ordering::Relaxed);
            let now = NarrowRef(((to - self.shared.heap.base) >> SHIFT) as u32);
            let forwarding = u64::from(now.0) | (u64::from(FORWARDED) << 32);
            if self.shared.workers == 1 {
                header(addr).store(forwarding, Ordering::Relaxed);
            } else if let Err(other) =
                // Release: the copy is visible to who sees the forwarding.
                header(addr).compare_exchange(
                    h,
                    forwarding,
                    Ordering::AcqRel,
                    Ordering::Acquire,
                )
            {
                let buffer = if is_old { &mut self.old } else { &mut self.survivors };
                if buffer.top == to + size {
                    buffer.top = to;
                } else {
                    self.shared.heap.fill(to, to + size);
                    if is_old {
                        self.shared.heap.offsets.record(to, to + size);
                    }
                }
                return forwardee(other, n).expect("another worker has forwarded it");
            }
            if is_old {
                self.promoted += size;
                self.shared.heap.offsets.record(to, to + size);
                self.scan::<OLD>(to, info);
            } else {
                self.ages[(age_after.max(1)) as usize] += size;
                self.scan::<0>(to, info);
            }
            now
        }
    }

    /// Leaves the object where it is.
    ///
    /// # Safety
    /// As for [`Self::copy`].
    #[cold]
    unsafe fn stay(&mut self, addr: usize, n: NarrowRef, h: u64, info: &TypeInfo) -> NarrowRef {
        let mark = mark_of(h);
        let stayed = u64::from(h as u32) | (u64::from(mark | STAYED) << 32);
        // SAFETY: by the caller's promise.
        unsafe {
            match header(addr).compare_exchange(h, stayed, Ordering::AcqRel, Ordering::Acquire) {
                Ok(_) => {
                    self.shared.failed.store(true, Ordering::Relaxed);
                    if mark & LOCK_MASK != UNLOCKED {
                        self.preserved.push((addr, mark));
                    }
                    // its region becomes old
                    self.scan::<OLD>(addr, info);
                    n
                }
                Err(other) => forwardee(other, n).expect("another worker has forwarded it"),
            }
        }
    }

    #[inline(always)]
    fn take_survivor(&mut self, size: usize) -> Option<usize> {
        if let Some(at) = bump(&mut self.survivors, size) {
            return Some(at);
        }
        // Relaxed: a soft limit.
        if self.shared.survivor_bytes.load(Ordering::Relaxed) >= self.shared.survivor_limit {
            return None;
        }
        self.take_survivor_beyond(size)
    }

    /// Also beyond the survivors' limit.
    #[cold]
    fn take_survivor_beyond(&mut self, size: usize) -> Option<usize> {
        self.close_survivors();
        let (at, got) = self.shared.heap.take_for_copy(RegionKind::Survivor, size, BUFFER.max(size))?;
        self.shared.survivor_bytes.fetch_add(got, Ordering::Relaxed);
        self.survivors = Buffer { top: at, end: at + got };
        bump(&mut self.survivors, size)
    }

    #[inline(always)]
    fn take_old(&mut self, size: usize) -> Option<usize> {
        bump(&mut self.old, size).or_else(|| self.refill_old(size))
    }

    #[cold]
    fn refill_old(&mut self, size: usize) -> Option<usize> {
        self.close_old();
        let (at, got) = self.shared.heap.take_for_copy(RegionKind::Old, size, BUFFER.max(size))?;
        self.old = Buffer { top: at, end: at + got };
        bump(&mut self.old, size)
    }

    fn close_survivors(&mut self) {
        let b = std::mem::take(&mut self.survivors);
        self.shared.heap.give_back(b.top, b.end);
    }

    fn close_old(&mut self) {
        let b = std::mem::take(&mut self.old);
        if !self.shared.heap.give_back(b.top, b.end) {
            self.shared.heap.offsets.record(b.top, b.end);
        }
    }

    // ---- scanning ----------------------------------------------------------------------------

    /// Pushes the slots of the object at `addr` which refer to evacuated regions.
    ///
    /// # Safety
    /// An object of this class must lie there.
    #[inline(always)]
    unsafe fn scan<const TAG: usize>(&mut self, addr: usize, info: &TypeInfo) {
        // SAFETY: by the caller's promise.
        unsafe {
            if info.kind == TypeKind::PrimArray {
                return;
            }
            scan::for_each_slot(addr, info, |slot| self.push::<TAG>(slot));
            if info.kind == TypeKind::Reference {
                self.scan_reference::<TAG>(addr, info, 0, usize::MAX);
            }
        }
    }

    /// # Safety
    /// `slot` must be a reference slot.
    #[inline(always)]
    unsafe fn push<const TAG: usize>(&mut self, slot: Slot) {
        // SAFETY: by the caller's promise.
        let n = unsafe { *slot };
        if n.is_null() {
            return;
        }
        let a = self.shared.heap.attr_of(n);
        if a & attr::EVACUATED != 0 {
            arch::prefetch(n.address());
            self.stack.push(slot as usize | TAG);
        } else if TAG == OLD && a & attr::CANDIDATE != 0 {
            self.remembered.add(self.shared.heap, slot as usize, self.shared.heap.region_index(n.address()));
        } else if TAG == OLD && a & attr::YOUNG != 0 {
            // updated before: its card, remembered and then dirty, is scanned twice and has been cleaned meanwhile
            barrier::post_write(slot as usize);
        }
    }

    /// The weak fields of a reference, as far as they lie in `[from, to)`.
    ///
    /// # Safety
    /// A reference of this class must lie at `addr`.
    unsafe fn scan_reference<const TAG: usize>(
        &mut self,
        addr: usize,
        info: &TypeInfo,
        from: usize,
        to: usize,
    ) {
        let Some(layout) = &self.shared.layout else {
            // SAFETY: before the layout is known, no reference has been used as such.
            return;
        };
        // SAFETY: by the caller's promise.
        unsafe {
            let shared = self.shared;
            let how =
                reference::treatment(addr, info.strength, layout, &shared.soft, |n| shared.fate(n).is_some());
            let discovered = addr + layout.discovered;
            let referent = addr + layout.referent;
            if how == Treatment::Strong {
                for slot in [referent, discovered] {
                    if (from..to).contains(&slot) {
                        self.push::<TAG>(slot as Slot);
                    }
                }
            } else if (from..to).contains(&referent) {
                self.discovered.lists[info.strength as usize].push(addr);
            }
        }
    }

    /// Updates the slot of a stack entry.
    ///
    /// # Safety
    /// The entry must be one that `push` made.
    #[inline(always)]
    unsafe fn process(&mut self, entry: usize) {
        let slot = (entry & !OLD) as Slot;
        // SAFETY: by the caller's promise.
        unsafe {
            let n = *slot;
            if self.shared.heap.attr_of(n) & attr::EVACUATED == 0 {
                return; // updated already
            }
            let now = self.evacuate(n);
            *slot = now;
            if entry & OLD != 0 && self.shared.heap.attr_of(now) & attr::YOUNG != 0 && now != n {
                barrier::post_write(slot as usize);
            }
        }
    }

    /// Updates a root.
    fn root(&mut self, slot: &Cell<NarrowRef>) {
        let n = slot.get();
        if !n.is_null() && self.shared.heap.attr_of(n) & attr::EVACUATED != 0 {
            // SAFETY: roots name objects.
            slot.set(unsafe { self.evacuate(n) });
        }
    }

    // ---- work --------------------------------------------------------------------------------

    /// Does all there is to do, helping others until nobody has anything left.
    fn run(&mut self) {
        loop {
            self.drain_own();
            if self.shared.workers == 1 {
                return;
            }
            if let Some(entry) = self.steal() {
                // SAFETY: stolen entries were pushed by `push`.
                unsafe { self.process(entry) };
                continue;
            }
            // SeqCst: whoever sees all idle knows that nothing is left, as nobody idle pushes.
            self.shared.idle.fetch_add(1, Ordering::SeqCst);
            let mut rounds = 0u32;
            loop {
                if self.shared.idle.load(Ordering::SeqCst) == self.shared.workers {
                    return;
                }
                if self.shared.stealers.iter().any(|s| !s.is_empty()) {
                    self.shared.idle.fetch_sub(1, Ordering::SeqCst);
                    break;
                }
                self.shared.heap.workers.check();
                rounds += 1;
                if rounds < 64 { std::hint::spin_loop() } else { std::thread::yield_now() }
            }
        }
    }

    fn drain_own(&mut self) {
        loop {
            while let Some(entry) = self.stack.pop() {
                if self.stack.len() > SHARE && self.shared.workers > 1 && self.deque.is_empty() {
                    let at = self.stack.len() - SHARE / 2;
                    for e in self.stack.drain(at..) {
                        self.deque.push(e);
                    }
                }
                // SAFETY: entries were pushed by `push`.
                unsafe { self.process(entry) };
            }
            match self.deque.pop() {
                Some(e) => self.stack.push(e),
                None => return,
            }
        }
    }

    fn steal(&self) -> Option<usize> {
        for i in 1..self.shared.workers {
            let victim = &self.shared.stealers[(self.id + i) % self.shared.workers];
            loop {
                match victim.steal_batch_and_pop(&self.deque) {
                    Steal::Success(e) => return Some(e),
                    Steal::Retry => {}
                    Steal::Empty => break,
                }
            }
        }
        None
    }

    fn roots(&mut self) {
        let shared = self.shared;
        loop {
            let task = shared.root_task.fetch_add(1, Ordering::Relaxed);
            if task >= shared.root_tasks {
                return;
            }
            shared.client.visit_roots(shared.phase, task, &mut |slot| self.root(slot));
            self.drain_own();
        }
    }

    fn cards(&mut self) {
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
    fn remembered_cards(&mut self) {
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

    /// Hands in what this worker has.
    fn finish(&mut self) {
        self.close_survivors();
        self.close_old();
        let mut r = self.shared.results.lock();
        r.outcome.promoted += self.promoted;
        for (sum, own) in r.outcome.ages.iter_mut().zip(self.ages) {
            *sum += own;
        }
        (self.promoted, self.ages) = (0, [0; 17]);
        r.discovered.append(&mut self.discovered);
        r.preserved.append(&mut self.preserved);
        drop(r);
        self.shared.heap.cycle.lock().merge(&mut self.remembered);
    }
}

impl Tracer for Evacuator<'_> {
    fn fate(&self, n: NarrowRef) -> Option<NarrowRef> {
        self.shared.fate(n)
    }

    fn keep_alive(&mut self, slot: Slot) {
        // SAFETY: a reference's referent slot, which holds a reference.
        unsafe {
            let n = *slot;
            if self.shared.heap.attr_of(n) & attr::EVACUATED != 0 {
                *slot = self.evacuate(n);
            }
        }
    }

    fn drain(&mut self) {
        self.drain_own();
    }

    fn take_discovered(&mut self, to: &mut Discovered) {
        to.append(&mut self.discovered);
        to.append(&mut self.shared.results.lock().discovered);
    }
}

#[inline(always)]
fn bump(b: &mut Buffer, size: usize) -> Option<usize> {
    let at = b.top;
    if b.end - at >= size {
        b.top = at + size;
        Some(at)
    } else {
        None
    }
}

/// Copies `bytes`, a multiple of 8.
///
/// # Safety
/// Both ranges must be valid and apart.
#[inline(always)]
unsafe fn copy_words(from: usize, to: usize, bytes: usize) {
    // SAFETY: by the caller's promise.
    unsafe {
        if bytes <= 64 {
            let (from, to) = (from as *const u64, to as *mut u64);
            for i in 0..bytes / 8 {
                to.add(i).write(from.add(i).read());
            }
        } else {
            std::ptr::copy_nonoverlapping(from as *const u8, to as *mut u8, bytes);
        }
    }
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
        let deques: Vec<Mutex<Option<Deque<usize>>>> =
            (0..n).map(|_| Mutex::new(Some(Deque::new_lifo()))).collect();
        let shared = Evacuation {
            heap: self,
            client,
            layout: *self.layout.read(),
            soft,
            threshold,
            survivor_limit,
            survivor_bytes: AtomicUsize::new(0),
            stealers: deques.iter().map(|d| d.lock().as_ref().expect("just made").stealer()).collect(),
            idle: AtomicUsize::new(0),
            workers: n,
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
        let take = |i: usize| deques[i].lock().take().expect("each deque is taken once");
        let mut first = Evacuator::new(&shared, 0, take(0));
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
                    let mut e = Evacuator::new(&shared, id, take(id));
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

impl Evacuator<'_> {
    /// Pinned objects stay where they are.
    ///
    /// # Safety
    /// Before anything is copied.
    unsafe fn keep_pinned(&mut self) {
        let shared = self.shared;
        shared.client.visit_pinned(&mut |n| {
            let region = shared.heap.region_index(n.address());
            let a = shared.heap.attrs[region].load(Ordering::Relaxed);
            if a & attr::EVACUATED == 0 {
                return;
            }
            shared.heap.attrs[region].store(a | attr::PINNED, Ordering::Relaxed);
            // SAFETY: a pinned object is alive.
            unsafe {
                let h = header(n.address()).load(Ordering::Relaxed);
                if forwardee(h, n).is_none() {
                    self.stay(n.address(), n, h, info_of(h as u32));
                }
            }
        });
        // staying on purpose is no failure
        shared.failed.store(false, Ordering::Relaxed);
    }
}
