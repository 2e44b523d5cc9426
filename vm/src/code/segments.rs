//! From a program counter to the blob that it lies in, without locks: for each unit of the code cache the address of
//! its blob. Grows with the part of the cache that has been used.
//!
//! Entries change when a blob is installed, before anyone can execute it, and when it is freed, after everyone has
//! left it. So a reader that asks for a program counter which it has found on a stack sees the right entry; one that
//! asks for any address sees an entry that is, or was a moment ago, right.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicPtr, AtomicUsize, Ordering};

use super::Blob;

/// log2 of the bytes of a unit.
pub const UNIT_LOG: u32 = 7;
pub const UNIT: usize = 1 << UNIT_LOG;
/// log2 of the units of a chunk: a chunk is for 1 MB of code.
const CHUNK_LOG: u32 = 13;
const CHUNK: usize = 1 << CHUNK_LOG;
/// Largest code cache.
pub const LARGEST: usize = 2048 << 20;
const CHUNKS: usize = LARGEST >> (CHUNK_LOG + UNIT_LOG);

type Chunk = Box<[AtomicPtr<Blob>]>;

static SEGMENTS: [OnceLock<Chunk>; CHUNKS] = [const { OnceLock::new() }; CHUNKS];
/// The reservation; no bytes before there is one.
static BASE: AtomicUsize = AtomicUsize::new(0);
static SIZE: AtomicUsize = AtomicUsize::new(0);

/// Says where code lies; once.
pub(super) fn initialize(base: usize, size: usize) {
    assert!(size <= LARGEST && base.is_multiple_of(UNIT));
    // Release: whoever sees the size sees the base.
    BASE.store(base, Ordering::Relaxed);
    SIZE.store(size, Ordering::Release);
}

/// Start and end of the reservation.
pub fn bounds() -> (usize, usize) {
    // Acquire: see `initialize`.
    let size = SIZE.load(Ordering::Acquire);
    let base = BASE.load(Ordering::Relaxed);
    (base, base + size)
}

/// Bytes of the reservation.
pub(super) fn size() -> usize {
    // Relaxed: a number by itself.
    SIZE.load(Ordering::Relaxed)
}

/// The unit that `pc` lies in.
#[inline]
fn unit_of(pc: usize) -> Option<usize> {
    // Acquire: see `initialize`.
    let size = SIZE.load(Ordering::Acquire);
    let offset = pc.wrapping_sub(BASE.load(Ordering::Relaxed));
    (offset < size).then_some(offset >> UNIT_LOG)
}

/// The blob at `pc`; null: none.
#[inline]
pub(super) fn find(pc: usize) -> *const Blob {
    let Some(unit) = unit_of(pc) else { return std::ptr::null() };
    match SEGMENTS[unit >> CHUNK_LOG].get() {
        // Acquire: the blob is seen as it was when it was entered here.
        Some(chunk) => chunk[unit & (CHUNK - 1)].load(Ordering::Acquire),
        None => std::ptr::null(),
    }
}

/// Enters `blob` (null: nothing) for these units.
pub(super) fn set(units: std::ops::Range<u32>, blob: *mut Blob) {
    for unit in units {
        let unit = unit as usize;
        let chunk =
            SEGMENTS[unit >> CHUNK_LOG].get_or_init(|| (0..CHUNK).map(|_| AtomicPtr::default()).collect());
        // Release: see `find`.
        chunk[unit & (CHUNK - 1)].store(blob, Ordering::Release);
    }
}
