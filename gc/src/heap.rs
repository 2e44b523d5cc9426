//! The heap: one reservation of the maximum size, handed out in thread-local buffers.
//!
//! There is no collector yet: when the reservation is used up, [`Heap::allocate`] answers
//! [`HeapError::Exhausted`], and the VM throws `OutOfMemoryError`.

use std::cell::Cell;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::barrier;
use crate::mem::Reservation;
use crate::object::{self, ALIGNMENT, ObjRef};

/// Largest heap that 32-bit references scaled by 8 can name.
pub const MAX_HEAP: usize = 32 << 30;
const GUARD: usize = 4096;
const MIN_TLAB: usize = 16 << 10;
const MAX_TLAB: usize = 512 << 10;

/// Why the heap did not do as asked.
#[derive(Debug)]
pub enum HeapError {
    /// `-Xmx` is used up.
    Exhausted,
    /// The request exceeds what 32-bit references can address.
    TooLarge(usize),
    /// The kernel refused the address space.
    Reserve(usize, std::io::Error),
}

/// A thread's allocation buffer. Compiled code and the interpreter bump `top` themselves.
#[derive(Debug)]
#[repr(C)]
pub struct Tlab {
    pub top: Cell<usize>,
    pub end: Cell<usize>,
    size: Cell<usize>,
    /// Bytes handed out in buffers before the present one.
    retired: Cell<u64>,
    start: Cell<usize>,
}

impl Default for Tlab {
    fn default() -> Self {
        Self {
            top: Cell::new(0),
            end: Cell::new(0),
            size: Cell::new(MIN_TLAB),
            retired: Cell::new(0),
            start: Cell::new(0),
        }
    }
}

impl Tlab {
    /// Bytes that this thread has allocated so far.
    pub fn allocated_bytes(&self) -> u64 {
        self.retired.get() + (self.top.get() - self.start.get()) as u64
    }

    /// Bumps the buffer; `None` when `size` (a multiple of 8) does not fit.
    #[inline(always)]
    pub fn bump(&self, size: usize) -> Option<usize> {
        let at = self.top.get();
        if self.end.get() - at >= size {
            self.top.set(at + size);
            Some(at)
        } else {
            None
        }
    }
}

pub struct Heap {
    space: Reservation,
    /// Card table; kept for its mapping.
    _cards: Reservation,
    top: AtomicUsize,
    end: usize,
}

impl Heap {
    /// Reserves a heap of at most `max` bytes. There is one heap in a process.
    ///
    /// # Errors
    /// When `max` is beyond [`MAX_HEAP`], or the address space cannot be had.
    pub fn reserve(max: usize) -> Result<Heap, HeapError> {
        let max = (max + GUARD - 1) & !(GUARD - 1);
        if max > MAX_HEAP - GUARD {
            return Err(HeapError::TooLarge(max));
        }
        // one word more behind the last object, see ObjRef::length
        let space = Reservation::new(max + 2 * GUARD).map_err(|e| HeapError::Reserve(max, e))?;
        space.guard_start(GUARD).map_err(|e| HeapError::Reserve(max, e))?;
        let base = space.base() as usize;
        let cards = Reservation::new((space.size() >> barrier::CARD_SHIFT) + 2)
            .map_err(|e| HeapError::Reserve(max >> barrier::CARD_SHIFT, e))?;
        object::set_heap_base(base);
        barrier::set_biased_base((cards.base() as usize).wrapping_sub(base >> barrier::CARD_SHIFT));
        Ok(Heap { top: AtomicUsize::new(base + GUARD), end: base + GUARD + max, space, _cards: cards })
    }

    /// Allocates `size` zeroed bytes (a multiple of 8), through `tlab` unless they are many.
    ///
    /// # Errors
    /// [`HeapError::Exhausted`]: the caller asks for a collection or throws `OutOfMemoryError`.
    pub fn allocate(&self, tlab: &Tlab, size: usize) -> Result<usize, HeapError> {
        debug_assert!(size != 0 && size.is_multiple_of(ALIGNMENT));
        if let Some(at) = tlab.bump(size) {
            return Ok(at);
        }
        if size >= tlab.size.get() / 4 {
            let at = self.take(size)?;
            tlab.retired.set(tlab.retired.get() + size as u64);
            return Ok(at);
        }
        let want = tlab.size.get();
        tlab.size.set((want * 2).min(MAX_TLAB));
        let at = self.take(want)?;
        tlab.retired.set(tlab.allocated_bytes());
        tlab.start.set(at);
        tlab.top.set(at + size);
        tlab.end.set(at + want);
        Ok(at)
    }

    fn take(&self, size: usize) -> Result<usize, HeapError> {
        self.top
            .fetch_update(Ordering::AcqRel, Ordering::Relaxed, |top| {
                if self.end - top >= size { Some(top + size) } else { None }
            })
            .map_err(|_| HeapError::Exhausted)
    }

    /// Calls `f` with every object in the heap, dead or alive, in the order of addresses.
    ///
    /// # Safety
    /// All mutators must be stopped at safepoints: then what lies between objects is zero.
    pub unsafe fn for_each_object(&self, mut f: impl FnMut(ObjRef<'_>)) {
        let mut at = self.space.base() as usize + GUARD;
        let top = self.top.load(Ordering::Acquire);
        while at < top {
            // SAFETY: `at` is aligned and below the top, so it lies in the mapping.
            let class = unsafe { ((at + object::CLASS_OFFSET) as *const u32).read() };
            if class == 0 {
                at += ALIGNMENT;
                continue;
            }
            // SAFETY: a non-zero class id is an object's header, and nothing collects meanwhile.
            let o = unsafe { ObjRef::from_addr(at) };
            at += o.size();
            f(o);
        }
    }

    /// Most bytes that the heap can ever hold.
    pub fn max_bytes(&self) -> usize {
        self.end - (self.space.base() as usize + GUARD)
    }

    /// Bytes in use, buffers counted whole.
    pub fn used_bytes(&self) -> usize {
        self.top.load(Ordering::Relaxed) - (self.space.base() as usize + GUARD)
    }

    /// Whether `addr` lies in the part of the heap that has been handed out.
    pub fn contains(&self, addr: usize) -> bool {
        addr >= self.space.base() as usize + GUARD && addr < self.top.load(Ordering::Relaxed)
    }
}

// SAFETY: the mapping is shared by all threads; allocation goes through an atomic.
unsafe impl Sync for Heap {}
// SAFETY: as above.
unsafe impl Send for Heap {}
