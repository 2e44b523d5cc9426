//! Regions: the heap's equal parts, each of one kind at a time.
//!
//! Objects never cross the end of a region, but for large ones, which have a run of regions of their own. A region's
//! attribute byte answers, for the address of any reference, what barriers and collectors ask most: is it young, is it
//! being evacuated.

use std::sync::atomic::{AtomicU8, AtomicU32, AtomicUsize, Ordering};

/// What a region is used for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum RegionKind {
    Free = 0,
    Eden = 1,
    Survivor = 2,
    Old = 3,
    /// First region of a large object.
    Large = 4,
    /// Further regions of a large object.
    LargeRest = 5,
    /// Never used: the start of the reservation, so that no object is near address zero.
    Guard = 6,
}

/// Attribute bits.
pub mod attr {
    /// Objects in it are being evacuated by the running collection.
    pub const EVACUATED: u8 = 1;
    /// Eden or survivor.
    pub const YOUNG: u8 = 2;
    /// Holds objects that native code works on: nothing in it moves.
    pub const PINNED: u8 = 4;
    /// Old, and to be evacuated by a coming collection: references to it are remembered.
    pub const CANDIDATE: u8 = 8;
}

/// One region.
#[derive(Debug)]
pub struct Region {
    kind: AtomicU8,
    /// Address behind the last object or buffer that was handed out.
    pub top: AtomicUsize,
    /// Memory from here to the end is zero, since nothing has been put there.
    pub dirty_end: AtomicUsize,
    /// For [`RegionKind::LargeRest`]: index of the object's first region.
    pub first: AtomicU32,
    /// Bytes that the last marking found alive.
    pub live: AtomicUsize,
}

impl Region {
    pub fn new(start: usize, kind: RegionKind) -> Region {
        Region {
            kind: AtomicU8::new(kind as u8),
            top: AtomicUsize::new(start),
            dirty_end: AtomicUsize::new(start),
            first: AtomicU32::new(0),
            live: AtomicUsize::new(0),
        }
    }

    pub fn kind(&self) -> RegionKind {
        match self.kind.load(Ordering::Acquire) {
            0 => RegionKind::Free,
            1 => RegionKind::Eden,
            2 => RegionKind::Survivor,
            3 => RegionKind::Old,
            4 => RegionKind::Large,
            5 => RegionKind::LargeRest,
            _ => RegionKind::Guard,
        }
    }

    pub fn set_kind(&self, kind: RegionKind) {
        self.kind.store(kind as u8, Ordering::Release);
    }

    /// Address behind the last thing in it.
    pub fn top(&self) -> usize {
        self.top.load(Ordering::Acquire)
    }
}
