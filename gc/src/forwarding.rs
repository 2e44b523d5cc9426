//! Forwarding: what the header of an object says while its region is being evacuated.
//!
//! A copied object's header has the new reference in place of the class id, and [`FORWARDED`] lock bits. One that stays keeps
//! its class id and gets [`STAYED`].

use std::sync::atomic::AtomicU64;

use crate::object::{FORWARDED, LOCK_MASK, NarrowRef};

/// Lock bits of an object that could not be evacuated: [`FORWARDED`], and bit 2.
pub(crate) const STAYED: u32 = FORWARDED | 0b100;

/// A header as one word: class id low, mark high.
///
/// # Safety
/// `addr` must be an object's address.
#[inline(always)]
pub(crate) unsafe fn header(addr: usize) -> &'static AtomicU64 {
    // SAFETY: every object has a header of 8 bytes, 8-byte aligned.
    unsafe { &*(addr as *const AtomicU64) }
}

#[inline(always)]
pub(crate) fn mark_of(header: u64) -> u32 {
    (header >> 32) as u32
}

/// Where a header says that its object is now, if the object has been dealt with.
#[inline(always)]
pub(crate) fn forwardee(header: u64, n: NarrowRef) -> Option<NarrowRef> {
    let mark = mark_of(header);
    if mark & LOCK_MASK != FORWARDED {
        None
    } else if mark & STAYED == STAYED {
        Some(n)
    } else {
        Some(NarrowRef(header as u32))
    }
}
