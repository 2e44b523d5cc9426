//! The chunks that arenas take from the reservation and give back: a buddy system of powers of two.
//!
//! Chunks have 1 KB to 16 MB and are aligned to their size. A free chunk whose buddy is free too is joined with it. Chunks that
//! are given out read as zero: pages of freed chunks go back to the system ([`Chunks::release_pages`]), what is smaller is
//! overwritten when it is used again.

use std::collections::BTreeMap;

use gc::mem::Reservation;

/// Bytes of the smallest chunk.
pub const GRANULE: usize = 1 << 10;
/// Sizes of chunks: `GRANULE << level`.
const LEVELS: usize = 15;
/// Bytes of the largest chunk.
pub const LARGEST: usize = GRANULE << (LEVELS - 1);
/// Least level whose chunks are whole pages.
const PAGE_LEVEL: usize = 2;

/// A chunk in use: its first granule, counted from the reservation's base, and its size.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Chunk {
    granule: u32,
    level: u8,
}

impl Chunk {
    pub fn size(self) -> usize {
        GRANULE << self.level
    }
    /// Distance from the reservation's base.
    pub fn offset(self) -> usize {
        self.granule as usize * GRANULE
    }
}

pub struct Chunks {
    reservation: Reservation,
    /// Offset of the first byte that never was in a chunk.
    top: usize,
    /// Free chunks of each level by first granule, lowest first: whether they may hold something else than zeros.
    free: [BTreeMap<u32, bool>; LEVELS],
}

impl Chunks {
    pub fn new(reservation: Reservation) -> Chunks {
        Chunks { reservation, top: 0, free: Default::default() }
    }

    pub fn base(&self) -> usize {
        self.reservation.base() as usize
    }
    pub fn reserved(&self) -> usize {
        self.reservation.size()
    }
    /// A zeroed chunk of at least `size` bytes; `None` when the reservation has none.
    pub fn take(&mut self, size: usize) -> Option<Chunk> {
        let level = size.div_ceil(GRANULE).next_power_of_two().trailing_zeros() as usize;
        let (mut found, granule, dirty) = self.find(level)?;
        while found > level {
            found -= 1;
            self.free[found].insert(granule + (1 << found), dirty);
        }
        let chunk = Chunk { granule, level: level as u8 };
        if dirty {
            // SAFETY: a free chunk of the reservation, which nobody else uses.
            unsafe { std::ptr::write_bytes((self.base() + chunk.offset()) as *mut u8, 0, chunk.size()) };
        }
        Some(chunk)
    }

    /// Takes a free chunk of `level` or the next larger one out of the lists.
    fn find(&mut self, level: usize) -> Option<(usize, u32, bool)> {
        for l in level..LEVELS {
            if let Some((granule, dirty)) = self.free[l].pop_first() {
                return Some((l, granule, dirty));
            }
        }
        if level >= LEVELS || self.top + LARGEST > self.reserved() {
            return None;
        }
        let granule = (self.top / GRANULE) as u32;
        self.top += LARGEST;
        Some((LEVELS - 1, granule, false))
    }

    /// Takes a chunk back.
    pub fn give_back(&mut self, chunk: Chunk) {
        let (mut granule, mut level) = (chunk.granule, usize::from(chunk.level));
        while level + 1 < LEVELS && self.free[level].remove(&(granule ^ (1 << level))).is_some() {
            granule &= !(1 << level);
            level += 1;
        }
        self.free[level].insert(granule, true);
    }

    /// Gives the pages of free chunks back to the system.
    pub fn release_pages(&mut self) {
        for level in PAGE_LEVEL..LEVELS {
            for (&granule, dirty) in self.free[level].iter_mut().filter(|c| *c.1) {
                // SAFETY: a free chunk of whole pages.
                let done = unsafe { self.reservation.uncommit(granule as usize * GRANULE, GRANULE << level) };
                *dirty = done.is_err();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buddies_join() {
        let mut c = Chunks::new(Reservation::new(2 * LARGEST).unwrap());
        let all: Vec<Chunk> = (0..40).map(|i| c.take(GRANULE << (i % 5)).unwrap()).collect();
        let mut places: Vec<(usize, usize)> = all.iter().map(|x| (x.offset(), x.size())).collect();
        places.sort_unstable();
        assert!(places.windows(2).all(|w| w[0].0 + w[0].1 <= w[1].0));
        assert!(places.iter().all(|p| p.0 % p.1 == 0));
        for x in &all {
            // SAFETY: chunks in use, inside the reservation.
            unsafe { ((c.base() + x.offset()) as *mut u8).write_bytes(0xff, x.size()) };
        }
        all.iter().step_by(2).chain(all.iter().skip(1).step_by(2)).for_each(|x| c.give_back(*x));
        assert_eq!(c.free[LEVELS - 1].len(), 1);
        c.release_pages();
        let whole = c.take(LARGEST).unwrap();
        // SAFETY: a chunk in use.
        let bytes =
            unsafe { std::slice::from_raw_parts((c.base() + whole.offset()) as *const u8, 64 * GRANULE) };
        assert!(bytes.iter().all(|b| *b == 0));
        assert!(c.take(1).is_some());
        assert!(c.take(LARGEST).is_none());
        assert!(c.take(LARGEST + 1).is_none());
    }

    #[test]
    fn small_chunks_are_zeroed() {
        let mut c = Chunks::new(Reservation::new(LARGEST).unwrap());
        let (a, b) = (c.take(GRANULE).unwrap(), c.take(GRANULE).unwrap());
        // SAFETY: chunks in use.
        unsafe { ((c.base() + b.offset()) as *mut u8).write_bytes(7, GRANULE) };
        c.give_back(b);
        let again = c.take(GRANULE).unwrap();
        assert_eq!(again, b);
        // SAFETY: a chunk in use.
        let bytes = unsafe { std::slice::from_raw_parts((c.base() + again.offset()) as *const u8, GRANULE) };
        assert!(bytes.iter().all(|b| *b == 0));
        c.give_back(a);
    }
}
