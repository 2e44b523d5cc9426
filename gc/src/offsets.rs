//! [`OffsetTable`]: where, in old regions, the object starts that covers the first byte of a card.
//!
//! An entry below 64 is the distance back in words of 8 bytes. A larger entry `64 + k` says: look `2^k` cards
//! further back, which lie in the same object.

use std::sync::atomic::{AtomicU8, Ordering};

use crate::barrier::CARD_SHIFT;
use crate::heap::HeapError;
use crate::mem::Reservation;
use crate::object::SHIFT;

const CARD_WORDS: usize = 1 << (CARD_SHIFT - SHIFT);

pub(crate) struct OffsetTable {
    table: Reservation,
    base: usize,
}

impl OffsetTable {
    pub fn reserve(base: usize, bytes: usize) -> Result<OffsetTable, HeapError> {
        let size = (bytes >> CARD_SHIFT) + 2;
        let table = Reservation::new(size).map_err(|e| HeapError::Reserve(size, e))?;
        Ok(OffsetTable { table, base })
    }

    fn entry(&self, card: usize) -> &AtomicU8 {
        debug_assert!(card < self.table.size());
        // SAFETY: the table covers the whole heap, and callers pass addresses in it.
        unsafe { &*self.table.base().add(card).cast::<AtomicU8>() }
    }

    /// Records an object, or filler, `[start, end)`. Objects of a region are recorded in any order, each by one thread.
    #[inline(always)]
    pub fn record(&self, start: usize, end: usize) {
        let first = (start - self.base + (1 << CARD_SHIFT) - 1) >> CARD_SHIFT;
        let last = (end - 1 - self.base) >> CARD_SHIFT;
        if first <= last {
            self.record_cards(start, first, last);
        }
    }

    fn record_cards(&self, start: usize, first: usize, last: usize) {
        let words = ((first << CARD_SHIFT) - (start - self.base)) >> SHIFT;
        self.entry(first).store(words as u8, Ordering::Relaxed);
        debug_assert!(words < CARD_WORDS);
        for card in first + 1..=last {
            let back = (card - first).ilog2() as u8;
            self.entry(card).store(CARD_WORDS as u8 + back, Ordering::Relaxed);
        }
    }

    /// Start of the object that covers the first byte of the card of `addr`.
    #[inline]
    pub fn object_start(&self, addr: usize) -> usize {
        let mut card = (addr - self.base) >> CARD_SHIFT;
        loop {
            let e = usize::from(self.entry(card).load(Ordering::Relaxed));
            if e < CARD_WORDS {
                return self.base + (card << CARD_SHIFT) - (e << SHIFT);
            }
            card -= 1 << (e - CARD_WORDS);
        }
    }
}

#[cfg(test)]
mod tests;
