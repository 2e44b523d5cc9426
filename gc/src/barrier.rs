//! The write barrier: a card table with one byte for 512 bytes of heap.
//!
//! A store of a reference into the heap dirties the card of the stored-to address. The barrier is
//! unconditional (no filtering by generation), two instructions beside the shift.

use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};

/// log2 of the bytes that one card covers.
pub const CARD_SHIFT: u32 = 9;
pub const DIRTY: u8 = 0;
pub const CLEAN: u8 = 0xff;

/// Address of the card of heap address 0, if there were one.
static BIASED_BASE: AtomicUsize = AtomicUsize::new(0);

/// What a compiler needs in order to emit the barrier.
#[derive(Clone, Copy, Debug)]
pub struct BarrierDesc {
    pub card_shift: u32,
    pub biased_base: usize,
    pub dirty: u8,
}

pub fn desc() -> BarrierDesc {
    BarrierDesc { card_shift: CARD_SHIFT, biased_base: BIASED_BASE.load(Ordering::Relaxed), dirty: DIRTY }
}

pub(crate) fn set_biased_base(base: usize) {
    BIASED_BASE.store(base, Ordering::Release);
}

/// Records that a reference was stored at heap address `addr`.
#[inline(always)]
pub fn post_write(addr: usize) {
    let card = BIASED_BASE.load(Ordering::Relaxed).wrapping_add(addr >> CARD_SHIFT);
    // SAFETY: the card table covers the whole heap reservation, in which every object lies.
    unsafe { AtomicU8::from_ptr(card as *mut u8) }.store(DIRTY, Ordering::Relaxed);
}

/// Records that references were stored at heap addresses `[start, start + bytes)`.
pub fn post_write_range(start: usize, bytes: usize) {
    if bytes == 0 {
        return;
    }
    let base = BIASED_BASE.load(Ordering::Relaxed);
    let first = start >> CARD_SHIFT;
    let count = ((start + bytes - 1) >> CARD_SHIFT) - first + 1;
    // SAFETY: as in `post_write`.
    unsafe { std::ptr::write_bytes(base.wrapping_add(first) as *mut u8, DIRTY, count) };
}

/// Forgets all stores at heap addresses `[start, start + bytes)`, `bytes` above 0.
pub(crate) fn clean_range(start: usize, bytes: usize) {
    let base = BIASED_BASE.load(Ordering::Relaxed);
    let first = start >> CARD_SHIFT;
    let count = ((start + bytes - 1) >> CARD_SHIFT) - first + 1;
    // SAFETY: as in `post_write`.
    unsafe { std::ptr::write_bytes(base.wrapping_add(first) as *mut u8, CLEAN, count) };
}

/// Whether nothing has been stored, since the last collection, in the card of heap address `addr`.
///
/// # Safety
/// `addr` must lie in the heap.
pub(crate) unsafe fn is_clean(addr: usize) -> bool {
    // SAFETY: the card table covers the heap.
    unsafe { AtomicU8::from_ptr(card_of(addr)) }.load(Ordering::Relaxed) == CLEAN
}

/// The card of heap address `addr`.
#[inline(always)]
pub(crate) fn card_of(addr: usize) -> *mut u8 {
    BIASED_BASE.load(Ordering::Relaxed).wrapping_add(addr >> CARD_SHIFT) as *mut u8
}

#[cfg(test)]
mod tests;
