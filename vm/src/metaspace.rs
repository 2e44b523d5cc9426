//! Metadata memory: one reservation from which loaders' arenas take chunks.
//!
//! Classes, methods and everything that compiled code addresses live here at fixed addresses; a
//! 32-bit id is the distance from the base divided by 8. Id 0 is never given out.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use gc::mem::Reservation;
use parking_lot::Mutex;

const CHUNK: usize = 32 << 10;

struct Space {
    reservation: Reservation,
    top: AtomicUsize,
}

// SAFETY: memory is handed out through an atomic, each byte once.
unsafe impl Sync for Space {}
// SAFETY: as above.
unsafe impl Send for Space {}

static SPACE: OnceLock<Space> = OnceLock::new();

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
    let reservation = Reservation::new(size)?;
    gc::object::set_class_base(reservation.base() as usize);
    let top = AtomicUsize::new(reservation.base() as usize + 4096);
    let _ = SPACE.set(Space { reservation, top });
    Ok(())
}

/// Bytes (used, reserved).
pub fn usage() -> (usize, usize) {
    let s = SPACE.get().expect("metaspace is initialized first");
    (s.top.load(Ordering::Relaxed) - s.reservation.base() as usize, s.reservation.size())
}

/// The metadata of one class loader.
#[derive(Default)]
pub struct Arena {
    state: Mutex<(usize, usize)>,
}

impl Arena {
    /// `size` zeroed bytes, 8-byte aligned, that live as long as the loader.
    ///
    /// # Panics
    /// When the reservation is used up.
    pub fn allocate(&self, size: usize) -> *mut u8 {
        let size = (size + 7) & !7;
        let mut s = self.state.lock();
        if s.1 - s.0 < size {
            let chunk = size.max(CHUNK);
            let space = SPACE.get().expect("metaspace is initialized first");
            let at = space.top.fetch_add(chunk, Ordering::Relaxed);
            assert!(
                at + chunk <= space.reservation.base() as usize + space.reservation.size(),
                "metaspace exhausted"
            );
            *s = (at, at + chunk);
        }
        let at = s.0;
        s.0 += size;
        at as *mut u8
    }

    /// Moves `value` into the arena; it is never dropped.
    pub fn alloc<T>(&self, value: T) -> &'static T {
        assert!(align_of::<T>() <= 8);
        let p = self.allocate(size_of::<T>()).cast::<T>();
        // SAFETY: fresh, aligned, big enough.
        unsafe {
            p.write(value);
            &*p
        }
    }

    /// Moves `values` into the arena; they are never dropped.
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
