//! The heap: one reservation of the maximum size, divided into regions, and allocation from them.
//!
//! Mutators allocate in eden regions through their [`Tlab`]s. Objects of more than half a region are *large*: they
//! get a run of regions of their own, are old from the start, and move only when another one finds no room. When eden has reached its target size,
//! or there is no run of free regions, [`Heap::allocate`] answers [`HeapError::Exhausted`], and the caller asks for a
//! collection ([`Heap::collect`]).
//!
//! The *capacity* is the part of the reservation that may be in use at present. It grows towards the maximum when
//! a collection leaves too little free, and shrinks after full collections; free regions beyond it are given back to
//! the system.

use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU8, AtomicU64, AtomicUsize, Ordering};

use parking_lot::Mutex;

use crate::barrier;
use crate::client::{Spaces, Usage};
use crate::config::{Config, ReferenceLayout};
use crate::mem::Reservation;
use crate::object::{self, ALIGNMENT, CLASS_OFFSET, FILLER_CLASS, MARK_OFFSET, NarrowRef, ObjRef, SHIFT};
use crate::offsets::OffsetTable;
use crate::region::{Region, RegionKind, attr};
use crate::stress::Countdown;
use crate::tlab::{MAX_TLAB, MIN_TLAB, Tlab};
use crate::workers::Workers;

/// Largest heap that 32-bit references scaled by 8 can name.
pub const MAX_HEAP: usize = 32 << 30;
const MIN_REGION: usize = 256 << 10;
const MAX_REGION: usize = 4 << 20;
/// Regions that a heap has at least, unless they were too small. Many small ones waste what objects of some kilobytes leave at
/// their ends; few large ones are coarse units for eden.
const REGIONS: usize = 128;

/// Why the heap did not do as asked.
#[derive(Debug)]
pub enum HeapError {
    /// No room: collect and try again, or throw `OutOfMemoryError`.
    Exhausted,
    /// The request exceeds what 32-bit references can address.
    TooLarge(usize),
    /// The kernel refused the address space.
    Reserve(usize, std::io::Error),
}

/// What changes under the lock.
#[derive(Debug, Default)]
pub(crate) struct State {
    /// Regions that may be in use.
    pub capacity: usize,
    pub free: usize,
    pub eden: usize,
    pub survivor: usize,
    /// Regions that copies are put into, 0 for none.
    pub survivor_region: usize,
    pub old_region: usize,
    /// Regions at which eden asks for a collection.
    pub eden_target: usize,
    /// No free region has a lower index.
    pub lowest_free: usize,
}

/// The heap; see the module's head.
pub struct Heap {
    pub(crate) config: Config,
    pub(crate) space: Reservation,
    /// Card table; kept for its mapping. It reads as zero, dirty, at first: regions' cards are cleaned when they become old.
    _cards: Reservation,
    pub(crate) offsets: OffsetTable,
    pub(crate) base: usize,
    /// log2 of the bytes of a region.
    pub(crate) region_shift: u32,
    pub(crate) regions: Box<[Region]>,
    /// Attribute bits by region, see [`attr`].
    pub(crate) attrs: Box<[AtomicU8]>,
    pub(crate) state: Mutex<State>,
    /// Index of the region that mutators allocate in, 0 for none.
    eden_region: AtomicUsize,
    /// Bytes of old objects, large ones included.
    pub(crate) old_used: AtomicUsize,
    pub(crate) layout: parking_lot::RwLock<Option<ReferenceLayout>>,
    /// Clock of soft references: milliseconds, as of the end of the last collection.
    pub(crate) soft_clock: AtomicI64,
    pub(crate) collections: AtomicU64,
    /// A large object has found no run of free regions since the last full collection.
    pub(crate) large_failed: AtomicBool,
    stress: Countdown,
    pub(crate) workers: Workers,
    pub(crate) cycle: Mutex<crate::old::Cycle>,
    pub(crate) history: Mutex<crate::collect::History>,
    pub(crate) marks: crate::mark::MarkBitmap,
}

fn region_shift(max: usize) -> u32 {
    (max / REGIONS).next_power_of_two().clamp(MIN_REGION, MAX_REGION).ilog2()
}

impl Heap {
    /// Reserves a heap. There is one heap in a process.
    ///
    /// # Errors
    /// When the maximum is beyond [`MAX_HEAP`], or the address space cannot be had.
    pub fn reserve(config: Config) -> Result<Heap, HeapError> {
        let shift = region_shift(config.max);
        let region = 1usize << shift;
        let max = config.max.next_multiple_of(region).max(8 * region);
        if config.max > MAX_HEAP {
            return Err(HeapError::TooLarge(max));
        }
        // references of 32 bits reach this far, the region that guards null included
        let max = max.min(MAX_HEAP - region);
        let reserve = |size| Reservation::new(size).map_err(|e| HeapError::Reserve(size, e));
        // one page more behind the last object, see ObjRef::length
        let space = reserve(max + region + 4096)?;
        space.guard_start(region).map_err(|e| HeapError::Reserve(max, e))?;
        let base = space.base() as usize;
        let cards = reserve((space.size() >> barrier::CARD_SHIFT) + 2)?;
        object::set_heap_base(base);
        barrier::set_biased_base((cards.base() as usize).wrapping_sub(base >> barrier::CARD_SHIFT));
        let count = (max >> shift) + 1;
        let kind = |i| if i == 0 { RegionKind::Guard } else { RegionKind::Free };
        let regions = (0..count).map(|i| Region::new(base + (i << shift), kind(i))).collect();
        let capacity = (config.initial.max(config.min) >> shift).clamp(2.min(count - 1), count - 1);
        let state = State { capacity, free: count - 1, lowest_free: 1, ..State::default() };
        let heap = Heap {
            offsets: OffsetTable::reserve(base, space.size())?,
            marks: crate::mark::MarkBitmap::reserve(space.size())?,
            workers: Workers::new(config.workers.max(1)),
            cycle: Mutex::default(),
            history: Mutex::new(crate::collect::History::new(config.initial_tenuring_threshold)),
            stress: Countdown::new(config.stress.every_allocations, config.stress.seed),
            config,
            space,
            _cards: cards,
            base,
            region_shift: shift,
            regions,
            attrs: (0..count).map(|_| AtomicU8::new(0)).collect(),
            state: Mutex::new(state),
            eden_region: AtomicUsize::new(0),
            old_used: AtomicUsize::new(0),
            layout: parking_lot::RwLock::new(None),
            soft_clock: AtomicI64::new(0),
            collections: AtomicU64::new(0),
            large_failed: AtomicBool::new(false),
        };
        if heap.config.pre_touch {
            heap.pre_touch();
        }
        {
            let mut state = heap.state.lock();
            state.eden_target = heap.young_regions(state.capacity) * 8 / 10;
            state.eden_target = state.eden_target.max(1);
        }
        Ok(heap)
    }

    fn pre_touch(&self) {
        let from = self.base + self.region_bytes();
        for at in (from..from + (self.state.lock().capacity << self.region_shift)).step_by(4096) {
            // SAFETY: inside the reservation; nobody allocates yet.
            unsafe { (at as *mut u8).write_volatile(0) };
        }
    }

    /// Tells where the fields of references lie; until then none are treated as weak.
    pub fn set_reference_layout(&self, layout: ReferenceLayout) {
        *self.layout.write() = Some(layout);
    }

    /// Sets the clock that soft references are compared with: milliseconds, as `SoftReference.clock` has it.
    pub fn set_soft_clock(&self, millis: i64) {
        self.soft_clock.store(millis, Ordering::Relaxed);
    }

    // ---- geometry ----------------------------------------------------------------------------

    /// Bytes of a region.
    #[inline(always)]
    pub fn region_bytes(&self) -> usize {
        1 << self.region_shift
    }

    #[inline(always)]
    pub(crate) fn region_index(&self, addr: usize) -> usize {
        (addr - self.base) >> self.region_shift
    }

    /// Whether `n` names an object of the young generation.
    #[inline(always)]
    pub fn is_young(&self, n: NarrowRef) -> bool {
        self.attr_of(n) & attr::YOUNG != 0
    }

    /// Attribute bits of the region that `n` points into.
    #[inline(always)]
    pub(crate) fn attr_of(&self, n: NarrowRef) -> u8 {
        self.attrs[(n.0 >> (self.region_shift - SHIFT)) as usize].load(Ordering::Relaxed)
    }

    #[inline(always)]
    pub(crate) fn region_start(&self, index: usize) -> usize {
        self.base + (index << self.region_shift)
    }

    pub(crate) fn region_end(&self, index: usize) -> usize {
        self.region_start(index + 1)
    }

    /// Objects above this size are large.
    pub(crate) fn large_size(&self) -> usize {
        self.region_bytes() / 2
    }

    /// Regions of the young generation when the heap has `capacity` regions.
    pub(crate) fn young_regions(&self, capacity: usize) -> usize {
        let c = &self.config;
        let by_ratio = capacity / (c.new_ratio + 1);
        let regions = |bytes: usize| (bytes >> self.region_shift).max(1);
        let least = c.young_initial.map_or(1, regions);
        let most = c.young_max.map_or(usize::MAX, regions);
        by_ratio.max(least).min(most).clamp(2.min(capacity), (capacity * 3 / 4).max(2))
    }

    // ---- allocation --------------------------------------------------------------------------

    /// Allocates `size` zeroed bytes (a multiple of 8), through `tlab` unless they are many.
    ///
    /// # Errors
    /// [`HeapError::Exhausted`]: the caller asks for a collection or throws `OutOfMemoryError`.
    pub fn allocate(&self, tlab: &Tlab, size: usize) -> Result<usize, HeapError> {
        debug_assert!(size != 0 && size.is_multiple_of(ALIGNMENT));
        if let Some(at) = tlab.bump(size) {
            return Ok(at);
        }
        if size > self.large_size() {
            let at = self
                .allocate_large(size)
                .inspect_err(|_| self.large_failed.store(true, Ordering::Relaxed))?;
            tlab.count(size);
            return Ok(at);
        }
        if self.stress.is_on() {
            let (at, _) = self.take(size, size)?;
            tlab.count(size);
            return Ok(at);
        }
        let want = tlab.size.get();
        if size >= want / 4 {
            let (at, _) = self.take(size, size)?;
            tlab.count(size);
            return Ok(at);
        }
        let (at, got) = self.take(size.max(want / 4), want)?;
        tlab.size.set((want * 2).min(MAX_TLAB.min(self.region_bytes() / 4)));
        let (left, end) = tlab.replace(at, at + got);
        self.fill(left, end);
        Ok(tlab.bump(size).expect("the buffer is larger"))
    }

    /// Whether a stress collection is due; counts an allocation.
    pub fn stress_due(&self) -> bool {
        self.stress.due()
    }

    /// Takes away `tlab`'s buffer, whose rest is filled: its thread ends, or a collection begins.
    pub fn retire(&self, tlab: &Tlab) {
        tlab.size.set((tlab.size.get() / 2).max(MIN_TLAB));
        let (left, end) = tlab.replace(0, 0);
        self.fill(left, end);
    }

    /// Makes `[from, to)` a filler.
    pub(crate) fn fill(&self, from: usize, to: usize) {
        debug_assert!(from <= to && (to - from).is_multiple_of(ALIGNMENT));
        if from < to {
            // SAFETY: the range is free memory of the caller's, at least one header large.
            unsafe {
                ((from + CLASS_OFFSET) as *mut u32).write(FILLER_CLASS);
                ((from + MARK_OFFSET) as *mut u32).write(((to - from) >> SHIFT) as u32);
            }
        }
    }

    /// Takes `want` zeroed bytes of eden, at least `min`.
    fn take(&self, min: usize, want: usize) -> Result<(usize, usize), HeapError> {
        loop {
            let index = self.eden_region.load(Ordering::Acquire);
            if index != 0
                && let Some(got) = self.bump_region(index, min, want)
            {
                self.zero(index, got.0, got.0 + got.1);
                return Ok(got);
            }
            self.next_eden_region(index)?;
        }
    }

    fn bump_region(&self, index: usize, min: usize, want: usize) -> Option<(usize, usize)> {
        let end = self.region_end(index);
        let top = &self.regions[index].top;
        let at = top
            .fetch_update(Ordering::AcqRel, Ordering::Relaxed, |top| {
                let left = end - top;
                if left >= min { Some(top + want.min(left)) } else { None }
            })
            .ok()?;
        Some((at, want.min(end - at)))
    }

    /// Zeroes what is not zero already.
    fn zero(&self, index: usize, from: usize, to: usize) {
        let to = to.min(self.regions[index].dirty_end.load(Ordering::Relaxed));
        if from < to {
            // SAFETY: the range has just been taken by the caller.
            unsafe { std::ptr::write_bytes(from as *mut u8, 0, to - from) };
        }
    }

    #[cold]
    fn next_eden_region(&self, seen: usize) -> Result<(), HeapError> {
        let mut state = self.state.lock();
        if self.eden_region.load(Ordering::Acquire) != seen {
            return Ok(()); // another thread was here
        }
        if state.eden >= state.eden_target {
            return Err(HeapError::Exhausted);
        }
        let index = self.take_free(&mut state).ok_or(HeapError::Exhausted)?;
        if seen != 0 {
            self.close_eden_region(seen);
        }
        state.eden += 1;
        self.attrs[index].store(attr::YOUNG, Ordering::Relaxed);
        self.regions[index].set_kind(RegionKind::Eden);
        self.eden_region.store(index, Ordering::Release);
        Ok(())
    }

    /// Fills the rest of an eden region.
    fn close_eden_region(&self, index: usize) {
        let end = self.region_end(index);
        let top = self.regions[index].top.swap(end, Ordering::AcqRel);
        self.fill(top, end);
    }

    /// Before a collection: no region is open for mutators.
    pub(crate) fn close_eden(&self) {
        self.eden_region.store(0, Ordering::Release);
    }

    /// A free region of any place, empty; `None` when the capacity is used up.
    pub(crate) fn take_free(&self, state: &mut State) -> Option<usize> {
        let used = self.regions.len() - 1 - state.free;
        if used >= state.capacity {
            return None;
        }
        let index =
            (state.lowest_free..self.regions.len()).find(|&i| self.regions[i].kind() == RegionKind::Free)?;
        state.lowest_free = index + 1;
        state.free -= 1;
        self.regions[index].top.store(self.region_start(index), Ordering::Relaxed);
        Some(index)
    }

    /// Makes a region free.
    pub(crate) fn release_region(&self, state: &mut State, index: usize) {
        let r = &self.regions[index];
        let top = r.top();
        if top > r.dirty_end.load(Ordering::Relaxed) {
            r.dirty_end.store(top, Ordering::Relaxed);
        }
        if self.config.stress.zap {
            let start = self.region_start(index);
            // SAFETY: nothing in the region is alive.
            unsafe { std::ptr::write_bytes(start as *mut u8, ZAP, top - start) };
        }
        r.set_kind(RegionKind::Free);
        r.top.store(self.region_start(index), Ordering::Relaxed);
        self.attrs[index].store(0, Ordering::Relaxed);
        state.free += 1;
        state.lowest_free = state.lowest_free.min(index);
    }

    /// A large object's regions, zeroed.
    #[cold]
    fn allocate_large(&self, size: usize) -> Result<usize, HeapError> {
        let count = size.div_ceil(self.region_bytes());
        let index = {
            let mut state = self.state.lock();
            let used = self.regions.len() - 1 - state.free;
            if used + count > state.capacity && !self.grow_for(&mut state, used + count) {
                return Err(HeapError::Exhausted);
            }
            let index = self.find_run(&state, count).ok_or(HeapError::Exhausted)?;
            for i in index..index + count {
                let r = &self.regions[i];
                r.first.store(index as u32, Ordering::Relaxed);
                r.top.store(self.region_end(i), Ordering::Relaxed);
                self.attrs[i].store(0, Ordering::Relaxed);
                r.set_kind(if i == index { RegionKind::Large } else { RegionKind::LargeRest });
            }
            let start = self.region_start(index);
            self.regions[index + count - 1].top.store(start + size, Ordering::Relaxed);
            state.free -= count;
            index
        };
        for i in index..index + count {
            let top = self.regions[i].top();
            self.zero(i, self.region_start(i), top);
        }
        let start = self.region_start(index);
        // A new object refers to nothing.
        barrier::clean_range(start, size);
        self.old_used.fetch_add(size, Ordering::Relaxed);
        Ok(start)
    }

    fn find_run(&self, state: &State, count: usize) -> Option<usize> {
        let mut found = 0;
        for i in state.lowest_free..self.regions.len() {
            found = if self.regions[i].kind() == RegionKind::Free { found + 1 } else { 0 };
            if found == count {
                return Some(i + 1 - count);
            }
        }
        None
    }

    /// Grows the capacity to `regions`, as far as a young generation of its least size stays possible.
    fn grow_for(&self, state: &mut State, regions: usize) -> bool {
        let most = self.regions.len() - 1;
        let reserve = if state.eden > 0 { 0 } else { 1 };
        if regions + reserve > most {
            return false;
        }
        state.capacity = (regions + reserve).max(state.capacity);
        true
    }

    // ---- figures -----------------------------------------------------------------------------

    /// Most bytes that the heap can ever hold.
    pub fn max_bytes(&self) -> usize {
        (self.regions.len() - 1) << self.region_shift
    }

    /// The capacity in bytes.
    pub fn committed_bytes(&self) -> usize {
        self.state.lock().capacity << self.region_shift
    }

    /// Bytes in use, buffers counted whole.
    pub fn used_bytes(&self) -> usize {
        self.spaces().used()
    }

    /// Number of collections so far.
    pub fn collections(&self) -> u64 {
        self.collections.load(Ordering::Acquire)
    }

    /// Threads that collect.
    pub fn worker_count(&self) -> usize {
        self.workers.count()
    }

    /// The spaces at present.
    pub fn spaces(&self) -> Spaces {
        let state = self.state.lock();
        let open = self.eden_region.load(Ordering::Acquire);
        let bytes = |regions: usize| regions << self.region_shift;
        let left = if open == 0 {
            0
        } else {
            self.region_end(open) - self.regions[open].top().min(self.region_end(open))
        };
        let old = self.old_used.load(Ordering::Relaxed);
        let eden = Usage {
            used: bytes(state.eden) - left.min(bytes(state.eden)),
            committed: bytes(state.eden_target.max(state.eden)),
        };
        let survivor = Usage { used: bytes(state.survivor), committed: bytes(state.survivor) };
        let capacity = bytes(state.capacity);
        let old_committed = capacity.saturating_sub(eden.committed + survivor.committed);
        Spaces { eden, survivor, old: Usage { used: old, committed: old_committed.max(old) } }
    }

    /// Whether `addr` lies in a region in use.
    pub fn contains(&self, addr: usize) -> bool {
        addr > self.base
            && addr < self.base + (self.regions.len() << self.region_shift)
            && !matches!(self.regions[self.region_index(addr)].kind(), RegionKind::Free | RegionKind::Guard)
    }

    /// Calls `f` with every object in the heap, dead or alive, in the order of addresses.
    ///
    /// # Safety
    /// All mutators must be stopped at safepoints, and their buffers retired.
    pub unsafe fn for_each_object(&self, mut f: impl FnMut(ObjRef<'_>)) {
        for (i, r) in self.regions.iter().enumerate() {
            if matches!(
                r.kind(),
                RegionKind::Eden | RegionKind::Survivor | RegionKind::Old | RegionKind::Large
            ) {
                // SAFETY: by the caller's promise the region's contents are objects and fillers.
                unsafe { for_each_in(self.region_start(i), r.top(), &mut f) };
            }
        }
    }
}

/// Byte that freed memory is overwritten with.
pub(crate) const ZAP: u8 = 0xab;

/// Calls `f` with every object that starts in `[from, to)`.
///
/// # Safety
/// The range must be objects and fillers, one after the other, and nothing may collect meanwhile.
pub(crate) unsafe fn for_each_in(from: usize, to: usize, f: &mut impl FnMut(ObjRef<'_>)) {
    let mut at = from;
    while at < to {
        // SAFETY: by the caller's promise an object or a filler is here.
        let (class, mark) =
            unsafe { (*((at + CLASS_OFFSET) as *const u32), *((at + MARK_OFFSET) as *const u32)) };
        if class == FILLER_CLASS {
            at += (mark as usize) << SHIFT;
            continue;
        }
        if class == 0 {
            // the unused rest of a zeroed buffer
            at += ALIGNMENT;
            continue;
        }
        // SAFETY: an object is here.
        let o = unsafe { ObjRef::from_addr(at) };
        at += o.size();
        f(o);
    }
}

// SAFETY: the mappings are shared by all threads; allocation goes through atomics and the lock.
unsafe impl Sync for Heap {}
// SAFETY: as above.
unsafe impl Send for Heap {}
