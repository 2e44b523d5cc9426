//! One thread's part in evacuating regions: copying, the slots that are to be updated, roots.

use std::cell::Cell;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use parking_lot::Mutex;

use crate::arch;
use crate::barrier::{self};
use crate::client::{Client, Phase};
use crate::config::ReferenceLayout;
use crate::forwarding::{STAYED, forwardee, header, mark_of};
use crate::heap::Heap;
use crate::object::{
    AGE_MASK, AGE_SHIFT, FORWARDED, LOCK_MASK, NarrowRef, SHIFT, TypeInfo, TypeKind, UNLOCKED,
};
use crate::old::Remembered;
use crate::reference::{self, Discovered, SoftPolicy, Tracer, Treatment};
use crate::region::{RegionKind, attr};
use crate::scan::{self, Slot, info_of, size_with};
use crate::work::{Pool, Queue};
use crate::young::Outcome;

/// Bytes of a copying buffer.
const BUFFER: usize = 32 << 10;
/// Tag of a slot address on the stack: the slot is in an old object.
pub(crate) const OLD: usize = 1;

/// The state that workers share.
pub(crate) struct Evacuation<'h> {
    pub heap: &'h Heap,
    pub client: &'h dyn Client,
    pub layout: Option<ReferenceLayout>,
    pub soft: SoftPolicy,
    pub threshold: u32,
    /// Bytes that survivors may take; what goes beyond is promoted.
    pub survivor_limit: usize,
    pub survivor_bytes: AtomicUsize,
    pub pool: Pool<usize>,
    pub root_task: AtomicUsize,
    pub root_tasks: usize,
    pub card_task: AtomicUsize,
    /// Where each old region ended before the collection; 0 for those that are not scanned.
    pub scan_top: Vec<usize>,
    /// What visits of roots are for.
    pub phase: Phase,
    /// Cards, in ascending order, that refer to old regions which are being evacuated.
    pub remembered_cards: &'h [u32],
    pub remembered_task: AtomicUsize,
    pub failed: AtomicBool,
    pub results: Mutex<Shared>,
}

#[derive(Default)]
pub(crate) struct Shared {
    pub outcome: Outcome,
    pub discovered: Discovered,
    pub preserved: Vec<(usize, u32)>,
}

/// A copying buffer.
#[derive(Default)]
struct Buffer {
    top: usize,
    end: usize,
}

/// One thread's part.
pub(crate) struct Evacuator<'e> {
    pub shared: &'e Evacuation<'e>,
    pub queue: Queue<'e, usize>,
    survivors: Buffer,
    old: Buffer,
    pub ages: [usize; 17],
    pub promoted: usize,
    pub discovered: Discovered,
    /// Marks, of objects that stayed, which are not simply unlocked.
    pub preserved: Vec<(usize, u32)>,
    pub remembered: Remembered,
}

impl Evacuation<'_> {
    /// Where the object that `n` names is now; `None` when it has not been found alive.
    pub fn fate(&self, n: NarrowRef) -> Option<NarrowRef> {
        if self.heap.attr_of(n) & attr::EVACUATED == 0 {
            return Some(n);
        }
        // SAFETY: references name objects. Acquire: what was copied is visible.
        forwardee(unsafe { header(n.address()) }.load(Ordering::Acquire), n)
    }
}

impl<'e> Evacuator<'e> {
    pub fn new(shared: &'e Evacuation<'e>, id: usize) -> Evacuator<'e> {
        Evacuator {
            shared,
            queue: Queue::new(&shared.pool, id),
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
            if self.shared.pool.is_single() {
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
    pub unsafe fn push<const TAG: usize>(&mut self, slot: Slot) {
        // SAFETY: by the caller's promise.
        let n = unsafe { *slot };
        if n.is_null() {
            return;
        }
        let a = self.shared.heap.attr_of(n);
        if a & attr::EVACUATED != 0 {
            self.queue.push(slot as usize | TAG);
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
    pub unsafe fn scan_reference<const TAG: usize>(
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
    pub fn run(&mut self) {
        loop {
            self.drain_own();
            if !self.queue.find(&self.shared.heap.workers) {
                return;
            }
        }
    }

    pub fn drain_own(&mut self) {
        // SAFETY: entries were pushed by `push`: slots.
        let target = |entry: usize| unsafe { *((entry & !OLD) as Slot) };
        while let Some(entry) = self.queue.next(|e| arch::prefetch(target(e).address())) {
            // SAFETY: entries were pushed by `push`.
            unsafe { self.process(entry) };
        }
    }

    pub fn roots(&mut self) {
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

    /// Pinned objects stay where they are.
    ///
    /// # Safety
    /// Before anything is copied.
    pub unsafe fn keep_pinned(&mut self) {
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

    /// Hands in what this worker has.
    pub fn finish(&mut self) {
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
