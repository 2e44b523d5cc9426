//! Marking: finds everything that is alive, in all spaces.
//!
//! The bitmap has one bit for each word (8 bytes) of heap; all words of a live object are set, and whoever sets the
//! first one owns the object. Beside it stands a table with an entry for each *block* of 64 words: first the number
//! of words of live objects that start in the block, later, for the compaction, where they go.

use std::cell::Cell;
use std::sync::atomic::{AtomicU32, AtomicU64, AtomicUsize, Ordering};

use parking_lot::Mutex;

use crate::arch;
use crate::client::{Client, Phase, ReferenceCounts};
use crate::collect::Phases;
use crate::config::ReferenceLayout;
use crate::heap::{Heap, HeapError};
use crate::mem::Reservation;
use crate::object::{LENGTH_OFFSET, MIRROR_CLASS, NarrowRef, SHIFT, TypeInfo, TypeKind, array_base};
use crate::reference::{self, Discovered, SoftPolicy, Tracer, Treatment};
use crate::region::RegionKind;
use crate::scan::{self, Slot, info_of, read32, size_with};
use crate::work::{Pool, Queue};

/// log2 of the words of a block.
pub(crate) const BLOCK_SHIFT: u32 = 6;
/// Elements of an array that are scanned in one go.
const CHUNK: usize = 4096;

/// Mark bits and block table.
pub(crate) struct MarkBitmap {
    bits: Reservation,
    blocks: Reservation,
}

impl MarkBitmap {
    pub fn reserve(bytes: usize) -> Result<MarkBitmap, HeapError> {
        let blocks = bytes / 512 + 2;
        let map = |size: usize| Reservation::new(size).map_err(|e| HeapError::Reserve(size, e));
        Ok(MarkBitmap { bits: map(blocks * 8)?, blocks: map(blocks * 4)? })
    }

    /// Bits of block `b`.
    #[inline(always)]
    pub fn bits(&self, b: usize) -> &AtomicU64 {
        debug_assert!(b * 8 < self.bits.size());
        // SAFETY: the table covers the heap; zeroed memory is an atomic.
        unsafe { &*self.bits.base().cast::<AtomicU64>().add(b) }
    }

    /// Table entry of block `b`.
    #[inline(always)]
    pub fn block(&self, b: usize) -> &AtomicU32 {
        debug_assert!(b * 4 < self.blocks.size());
        // SAFETY: as above.
        unsafe { &*self.blocks.base().cast::<AtomicU32>().add(b) }
    }

    /// Asks for what [`Self::is_marked`] will look at.
    #[inline(always)]
    pub fn prefetch(&self, n: NarrowRef) {
        arch::prefetch(std::ptr::from_ref(self.bits(n.0 as usize >> BLOCK_SHIFT)) as usize);
    }

    #[inline(always)]
    pub fn is_marked(&self, n: NarrowRef) -> bool {
        let word = n.0 as usize;
        self.bits(word >> BLOCK_SHIFT).load(Ordering::Relaxed) >> (word & 63) & 1 != 0
    }

    /// Marks the object of `words` words at word `word`; false when it was marked already.
    #[inline(always)]
    fn mark(&self, word: usize, words: usize, alone: bool) -> bool {
        let (b, bit) = (word >> BLOCK_SHIFT, word & 63);
        let in_first = words.min(64 - bit);
        let mask = (u64::MAX >> (64 - in_first)) << bit;
        let first = 1u64 << bit;
        let cell = self.bits(b);
        let before = cell.load(Ordering::Relaxed);
        if before & first != 0 {
            return false;
        }
        if alone {
            cell.store(before | mask, Ordering::Relaxed);
        } else if cell.fetch_or(mask, Ordering::Relaxed) & first != 0 {
            return false;
        }
        add(self.block(b), words as u32, alone);
        if in_first < words {
            self.mark_rest(b + 1, words - in_first, alone);
        }
        true
    }

    fn mark_rest(&self, mut b: usize, mut words: usize, alone: bool) {
        while words >= 64 {
            self.bits(b).store(u64::MAX, Ordering::Relaxed);
            words -= 64;
            b += 1;
        }
        if words > 0 {
            let mask = u64::MAX >> (64 - words);
            let cell = self.bits(b);
            if alone {
                cell.store(cell.load(Ordering::Relaxed) | mask, Ordering::Relaxed);
            } else {
                cell.fetch_or(mask, Ordering::Relaxed);
            }
        }
    }

    /// Forgets all marks in words `[from, to)`, whole blocks.
    fn clear(&self, from: usize, to: usize) {
        let (b, n) = (from >> BLOCK_SHIFT, (to - from) >> BLOCK_SHIFT);
        // SAFETY: inside the tables; nobody marks meanwhile.
        unsafe {
            std::ptr::write_bytes(self.bits.base().add(b * 8), 0, n * 8);
            std::ptr::write_bytes(self.blocks.base().add(b * 4), 0, n * 4);
        }
    }
}

#[inline(always)]
fn add(cell: &AtomicU32, n: u32, alone: bool) {
    if alone {
        cell.store(cell.load(Ordering::Relaxed) + n, Ordering::Relaxed);
    } else {
        cell.fetch_add(n, Ordering::Relaxed);
    }
}

/// What marking found.
#[derive(Default, Debug)]
pub(crate) struct Marked {
    pub discovered: ReferenceCounts,
    pub enqueued: ReferenceCounts,
}

/// The state that workers share.
struct Marking<'h> {
    heap: &'h Heap,
    client: &'h dyn Client,
    layout: Option<ReferenceLayout>,
    soft: SoftPolicy,
    pool: Pool<u32>,
    root_task: AtomicUsize,
    root_tasks: usize,
    discovered: Mutex<Discovered>,
}

/// One thread's part.
struct Marker<'m> {
    shared: &'m Marking<'m>,
    queue: Queue<'m, u32>,
    /// Arrays of references with the next element to scan.
    arrays: Vec<(usize, usize)>,
    discovered: Discovered,
}

impl<'m> Marker<'m> {
    fn new(shared: &'m Marking<'m>, id: usize) -> Marker<'m> {
        let queue = Queue::new(&shared.pool, id);
        Marker { shared, queue, arrays: Vec::new(), discovered: Discovered::default() }
    }

    /// Sees to it that an object will be marked.
    #[inline(always)]
    fn mark(&mut self, n: NarrowRef) {
        if !n.is_null() {
            self.queue.push(n.0);
        }
    }

    /// Marks an object, unless it is marked already, and scans it.
    fn process(&mut self, n: NarrowRef) {
        let marks = &self.shared.heap.marks;
        if marks.is_marked(n) {
            return;
        }
        // SAFETY: slots name objects.
        let size = unsafe { size_with(n.address(), info_of(read32(n.address()))) };
        if marks.mark(n.0 as usize, size >> SHIFT, self.shared.pool.is_single()) {
            self.scan(n);
        }
    }

    /// Scans a marked object.
    fn scan(&mut self, n: NarrowRef) {
        let addr = n.address();
        // SAFETY: a marked object.
        unsafe {
            let class = read32(addr);
            let info = info_of(class);
            if info.unloadable {
                self.class(class);
            }
            match info.kind {
                TypeKind::PrimArray => {}
                TypeKind::RefArray => {
                    if read32(addr + LENGTH_OFFSET) as usize > CHUNK {
                        self.arrays.push((addr, 0));
                    } else {
                        scan::for_each_slot(addr, info, |slot| self.mark(*slot));
                    }
                }
                TypeKind::Instance => scan::for_each_slot(addr, info, |slot| self.mark(*slot)),
                TypeKind::Reference => {
                    scan::for_each_slot(addr, info, |slot| self.mark(*slot));
                    self.reference(addr, info);
                }
                TypeKind::Mirror => {
                    scan::for_each_slot(addr, info, |slot| self.mark(*slot));
                    let class = read32(addr + MIRROR_CLASS);
                    if class != 0 && info_of(class).unloadable {
                        self.class(class);
                    }
                }
                TypeKind::ClassLoader => {
                    scan::for_each_slot(addr, info, |slot| self.mark(*slot));
                    self.shared.client.visit_loader(n, &mut |slot| self.mark(slot.get()));
                }
            }
        }
    }

    #[cold]
    fn class(&mut self, class: u32) {
        self.shared.client.visit_class(class, &mut |slot| self.mark(slot.get()));
    }

    /// # Safety
    /// A reference of this class must lie at `addr`.
    unsafe fn reference(&mut self, addr: usize, info: &TypeInfo) {
        let Some(layout) = &self.shared.layout else { return };
        let marks = &self.shared.heap.marks;
        // SAFETY: by the caller's promise.
        unsafe {
            let alive = |n| marks.is_marked(n);
            match reference::treatment(addr, info.strength, layout, &self.shared.soft, alive) {
                Treatment::Strong => {
                    self.mark(*((addr + layout.referent) as Slot));
                    self.mark(*((addr + layout.discovered) as Slot));
                }
                Treatment::Discover => self.discovered.lists[info.strength as usize].push(addr),
            }
        }
    }

    fn scan_chunk(&mut self, addr: usize, from: usize) {
        // SAFETY: a marked array of references.
        unsafe {
            let n = read32(addr + LENGTH_OFFSET) as usize;
            let to = n.min(from + CHUNK);
            if to < n {
                self.arrays.push((addr, to));
            }
            let first = (addr + array_base(2)) as Slot;
            for i in from..to {
                self.mark(*first.add(i));
            }
        }
    }

    fn drain_own(&mut self) {
        loop {
            let marks = &self.shared.heap.marks;
            let ask = |n: u32| {
                arch::prefetch(NarrowRef(n).address());
                marks.prefetch(NarrowRef(n));
            };
            while let Some(n) = self.queue.next(ask) {
                self.process(NarrowRef(n));
            }
            match self.arrays.pop() {
                Some((addr, from)) => self.scan_chunk(addr, from),
                None => return,
            }
        }
    }

    /// Does all there is to do, helping others until nobody has anything left.
    fn run(&mut self) {
        loop {
            self.drain_own();
            if !self.queue.find(&self.shared.heap.workers) {
                return;
            }
        }
    }

    fn roots(&mut self) {
        let shared = self.shared;
        loop {
            let task = shared.root_task.fetch_add(1, Ordering::Relaxed);
            if task >= shared.root_tasks {
                return;
            }
            shared.client.visit_roots(Phase::Mark, task, &mut |slot: &Cell<NarrowRef>| self.mark(slot.get()));
            self.drain_own();
        }
    }

    fn finish(&mut self) {
        self.shared.discovered.lock().append(&mut self.discovered);
    }
}

impl Tracer for Marker<'_> {
    fn fate(&self, n: NarrowRef) -> Option<NarrowRef> {
        if self.shared.heap.marks.is_marked(n) { Some(n) } else { None }
    }

    fn keep_alive(&mut self, slot: Slot) {
        // SAFETY: a referent slot.
        self.mark(unsafe { *slot });
    }

    fn drain(&mut self) {
        self.drain_own();
    }

    fn take_discovered(&mut self, to: &mut Discovered) {
        to.append(&mut self.discovered);
        to.append(&mut self.shared.discovered.lock());
    }
}

impl Heap {
    /// Marks all that is alive, decides upon references, and clears weak slots.
    ///
    /// # Safety
    /// As for [`Heap::collect`].
    pub(crate) unsafe fn mark_all(
        &self,
        client: &dyn Client,
        soft: SoftPolicy,
        times: &mut Phases,
    ) -> Marked {
        for (i, r) in self.regions.iter().enumerate() {
            if !matches!(r.kind(), RegionKind::Free | RegionKind::Guard) {
                let word = |addr: usize| (addr - self.base) >> SHIFT;
                let top = r.top().next_multiple_of(512);
                self.marks.clear(word(self.region_start(i)), word(top));
            }
        }
        let n = self.workers.start();
        let shared = Marking {
            heap: self,
            client,
            layout: *self.layout.read(),
            soft,
            pool: Pool::new(n),
            root_task: AtomicUsize::new(0),
            root_tasks: client.root_tasks(Phase::Mark),
            discovered: Mutex::default(),
        };
        let mut first = Marker::new(&shared, 0);
        client.visit_pinned(&mut |n| first.mark(n));
        {
            let first = Mutex::new(&mut first);
            self.workers.run(n, &|id| {
                if id == 0 {
                    let mut m = first.lock();
                    m.roots();
                    m.run();
                } else {
                    let mut m = Marker::new(&shared, id);
                    m.roots();
                    m.run();
                    m.finish();
                }
            });
        }
        times.end("Mark");
        let mut counts = Marked::default();
        if let Some(layout) = &shared.layout {
            let mut pending = Vec::new();
            (counts.discovered, counts.enqueued) = reference::process(&mut first, layout, &mut pending);
            reference::enqueue(self, client, layout, &pending);
        }
        times.end("Reference Processing");
        client.process_weak(Phase::Mark, &|n| self.marked_fate(n));
        times.end("Weak Roots");
        counts
    }
}

#[cfg(test)]
mod tests;
