//! Which parts of the code cache are free: best fit, with neighbours joined when they are freed. Counts in units.

use std::collections::{BTreeMap, BTreeSet};

/// Allocator of a range of units, beginning at 0.
pub struct FreeList {
    /// Units from here on have never been used.
    top: u32,
    end: u32,
    /// Free ranges below `top`, by start; no two of them touch, nor does one touch `top`.
    by_start: BTreeMap<u32, u32>,
    /// The same by length.
    by_length: BTreeSet<(u32, u32)>,
    free: u32,
}

impl FreeList {
    pub fn new(end: u32) -> FreeList {
        FreeList { top: 0, end, by_start: BTreeMap::new(), by_length: BTreeSet::new(), free: 0 }
    }

    /// Start of `length` units, from the smallest free range that has them.
    pub fn take(&mut self, length: u32) -> Option<u32> {
        debug_assert!(length > 0);
        if let Some(&(found, start)) = self.by_length.range((length, 0)..).next() {
            self.remove(start, found);
            if found > length {
                self.insert(start + length, found - length);
            }
            return Some(start);
        }
        if length > self.end - self.top {
            return None;
        }
        let start = self.top;
        self.top += length;
        Some(start)
    }

    /// Gives back what [`Self::take`] gave.
    pub fn give(&mut self, start: u32, length: u32) {
        let (mut start, mut length) = (start, length);
        if let Some((&before, &n)) = self.by_start.range(..start).next_back() {
            debug_assert!(before + n <= start, "freed twice");
            if before + n == start {
                self.remove(before, n);
                (start, length) = (before, n + length);
            }
        }
        if let Some((&after, &n)) = self.by_start.range(start..).next() {
            debug_assert!(start + length <= after, "freed twice");
            if start + length == after {
                self.remove(after, n);
                length += n;
            }
        }
        debug_assert!(start + length <= self.top);
        if start + length == self.top {
            self.top = start;
        } else {
            self.insert(start, length);
        }
    }

    fn insert(&mut self, start: u32, length: u32) {
        self.by_start.insert(start, length);
        self.by_length.insert((length, start));
        self.free += length;
    }

    fn remove(&mut self, start: u32, length: u32) {
        self.by_start.remove(&start);
        self.by_length.remove(&(length, start));
        self.free -= length;
    }

    /// Units in use.
    pub fn used(&self) -> u32 {
        self.top - self.free
    }

    /// Units from 0 that are or have been in use.
    pub fn top(&self) -> u32 {
        self.top
    }

    /// Length of the longest free range.
    pub fn largest(&self) -> u32 {
        self.by_length.last().map_or(0, |l| l.0).max(self.end - self.top)
    }

    /// Number of free ranges below the top.
    pub fn fragments(&self) -> usize {
        self.by_start.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn best_fit_and_joining() {
        let mut f = FreeList::new(100);
        let taken: Vec<u32> = [10, 4, 10, 6, 10].iter().map(|&n| f.take(n).unwrap()).collect();
        assert_eq!(taken, [0, 10, 14, 24, 30]);
        f.give(10, 4);
        f.give(24, 6);
        assert_eq!((f.used(), f.top(), f.fragments()), (30, 40, 2));
        assert_eq!(f.take(5), Some(24));
        assert_eq!(f.take(4), Some(10));
        f.give(10, 4);
        f.give(24, 5);
        f.give(14, 10);
        assert_eq!((f.fragments(), f.take(20)), (1, Some(10)));
        f.give(0, 10);
        f.give(30, 10);
        assert_eq!((f.top(), f.used(), f.fragments()), (30, 20, 1));
        f.give(10, 20);
        assert_eq!((f.top(), f.used(), f.fragments()), (0, 0, 0));
        assert_eq!((f.take(101), f.take(100), f.take(1)), (None, Some(0), None));
    }

    #[test]
    fn against_a_model() {
        const END: u32 = 500;
        let mut used = [false; END as usize];
        let mut live: Vec<(u32, u32)> = Vec::new();
        let mut f = FreeList::new(END);
        let mut seed = 12345u32;
        let mut random = |n: u32| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 8) % n
        };
        for _ in 0..20_000 {
            if random(2) == 0 || live.is_empty() {
                let n = 1 + random(20);
                match f.take(n) {
                    Some(at) => {
                        for u in &mut used[at as usize..(at + n) as usize] {
                            assert!(!std::mem::replace(u, true), "given out twice");
                        }
                        live.push((at, n));
                    }
                    None => assert!(f.largest() < n),
                }
            } else {
                let (at, n) = live.swap_remove(random(live.len() as u32) as usize);
                used[at as usize..(at + n) as usize].fill(false);
                f.give(at, n);
            }
            assert_eq!(f.used() as usize, used.iter().filter(|u| **u).count());
        }
    }
}
