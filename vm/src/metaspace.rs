//! Metadata memory: one reservation from which loaders' arenas take chunks.
//!
//! Classes, methods and everything that compiled code addresses live here at fixed addresses; a
//! 32-bit id is the distance from the base divided by 8. Id 0 is never given out.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

pub use chunks::LARGEST;
use chunks::{Chunk, Chunks};
use gc::mem::Reservation;
use parking_lot::{Mutex, MutexGuard};

use crate::native::management;

mod chunks;
pub mod threshold;

/// Bytes of an arena's first chunk; the next ones have as much as all before them, up to [`LARGE`].
const FIRST: usize = 2 << 10;
const LARGE: usize = 256 << 10;
/// Part of the reservation that class definitions leave for what cannot fail.
const SPARE: usize = 8;

/// Bytes at the start without metadata: small ids name nothing.
const RESERVED_IDS: usize = 4 << 10;

static CHUNKS: OnceLock<Mutex<Chunks>> = OnceLock::new();
/// Bytes that have been allocated in arenas.
static USED: AtomicUsize = AtomicUsize::new(0);
/// Bytes of the arenas' chunks.
static COMMITTED: AtomicUsize = AtomicUsize::new(0);
static RESERVED: AtomicUsize = AtomicUsize::new(0);
/// Chunks that would go beyond this are no larger than needed.
static LIMIT: AtomicUsize = AtomicUsize::new(usize::MAX);

fn chunks() -> MutexGuard<'static, Chunks> {
    CHUNKS.get().expect("metaspace is initialized first").lock()
}

/// Base that class and method ids count from.
#[inline(always)]
pub fn base() -> usize {
    gc::object::class_base()
}

/// Reserves `size` bytes of metadata memory; called once at start.
///
/// # Errors
/// The kernel's error.
pub fn initialize(size: usize) -> std::io::Result<()> {
    let mut chunks = Chunks::new(Reservation::new(size.max(LARGEST))?);
    gc::object::set_class_base(chunks.base());
    // ids 0 and those that the collector uses otherwise name nothing
    chunks.take(RESERVED_IDS);
    RESERVED.store(chunks.reserved(), Ordering::Relaxed);
    let _ = CHUNKS.set(Mutex::new(chunks));
    Ok(())
}

/// Bytes (used, reserved).
pub fn usage() -> (usize, usize) {
    // Relaxed: numbers by themselves
    (USED.load(Ordering::Relaxed), RESERVED.load(Ordering::Relaxed))
}

/// Bytes that arenas have taken from the system, used and unused.
pub fn committed() -> usize {
    COMMITTED.load(Ordering::Relaxed)
}

/// Most bytes that class definitions may take.
pub fn capacity() -> usize {
    let reserved = usage().1;
    reserved - reserved / SPARE
}

/// From now on there should be no more than `bytes`.
pub fn set_limit(bytes: usize) {
    LIMIT.store(bytes, Ordering::Relaxed);
}

/// Gives pages that are unused after unloading back to the system.
pub fn release_pages() {
    chunks().release_pages();
}

/// The metadata of one class loader. It is given back when the arena is dropped.
#[derive(Default)]
pub struct Arena {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// The free part of the present chunk.
    at: usize,
    end: usize,
    used: usize,
    committed: usize,
    chunks: Vec<Chunk>,
    /// What is larger than any chunk. It has no id.
    oversized: Vec<Box<[u64]>>,
}

impl State {
    /// Another chunk with room for `size` bytes.
    fn refill(&mut self, size: usize) {
        let chunk = {
            let mut all = chunks();
            let mut wanted = self.committed.clamp(FIRST, LARGE).max(size);
            if committed() + wanted > LIMIT.load(Ordering::Relaxed) {
                wanted = size;
            }
            match all.take(wanted).or_else(|| all.take(size)) {
                Some(c) => c,
                None => crate::fatal::fatal("out of memory for class metadata"),
            }
        };
        self.committed += chunk.size();
        COMMITTED.fetch_add(chunk.size(), Ordering::Relaxed);
        self.chunks.push(chunk);
        self.at = base() + chunk.offset();
        self.end = self.at + chunk.size();
        management::allocated();
    }

    fn bump(&mut self, size: usize) -> usize {
        let at = self.at;
        self.at += size;
        at
    }
}

impl Drop for Arena {
    fn drop(&mut self) {
        let s = self.state.get_mut();
        if s.chunks.is_empty() {
            return;
        }
        USED.fetch_sub(s.used, Ordering::Relaxed);
        COMMITTED.fetch_sub(s.committed, Ordering::Relaxed);
        let mut all = chunks();
        s.chunks.iter().for_each(|c| all.give_back(*c));
    }
}

impl Arena {
    /// Bytes that can be allocated without another chunk.
    pub fn room(&self) -> usize {
        let s = self.state.lock();
        s.end - s.at
    }

    /// `size` zeroed bytes, 8-byte aligned, that live as long as the arena.
    pub fn allocate(&self, size: usize) -> *mut u8 {
        let size = (size + 7) & !7;
        let mut s = self.state.lock();
        if size > LARGEST {
            s.oversized.push(vec![0; size / 8].into_boxed_slice());
            return s.oversized.last_mut().expect("just pushed").as_mut_ptr().cast();
        }
        s.used += size;
        USED.fetch_add(size, Ordering::Relaxed);
        if s.end - s.at >= size {
            return s.bump(size) as *mut u8;
        }
        let (at, end) = (s.at, s.end);
        s.refill(size);
        let result = s.bump(size);
        if s.end - s.at < end - at {
            // the old chunk has more room left than the new one
            (s.at, s.end) = (at, end);
        }
        result as *mut u8
    }

    /// Moves `value` into the arena, which does not drop it.
    pub fn alloc<T>(&self, value: T) -> &'static T {
        assert!(align_of::<T>() <= 8);
        let p = self.allocate(size_of::<T>()).cast::<T>();
        // SAFETY: fresh, aligned, big enough.
        unsafe {
            p.write(value);
            &*p
        }
    }

    /// Moves `values` into the arena, which does not drop them.
    pub fn alloc_values<T>(&self, values: Vec<T>) -> &'static [T] {
        assert!(align_of::<T>() <= 8);
        if values.is_empty() {
            return &[];
        }
        let n = values.len();
        let p = self.allocate(n * size_of::<T>()).cast::<T>();
        for (i, v) in values.into_iter().enumerate() {
            // SAFETY: fresh, aligned, room for `n` values.
            unsafe { p.add(i).write(v) };
        }
        // SAFETY: all `n` values have been written.
        unsafe { std::slice::from_raw_parts(p, n) }
    }

    /// Copies `values` into the arena.
    pub fn alloc_slice<T: Copy>(&self, values: &[T]) -> &'static [T] {
        assert!(align_of::<T>() <= 8);
        if values.is_empty() {
            return &[];
        }
        let p = self.allocate(size_of_val(values)).cast::<T>();
        // SAFETY: fresh, aligned, big enough.
        unsafe {
            std::ptr::copy_nonoverlapping(values.as_ptr(), p, values.len());
            std::slice::from_raw_parts(p, values.len())
        }
    }
}

/// The 32-bit id of metadata at `p`.
#[inline(always)]
pub fn id_of<T>(p: *const T) -> u32 {
    ((p as usize - base()) >> 3) as u32
}

/// The address of the metadata with this id.
#[inline(always)]
pub fn address_of(id: u32) -> usize {
    base() + ((id as usize) << 3)
}
