//! When stress modes collect.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

/// Is due at every n-th call: exactly, or, with a seed, after gaps that are `n` on average.
#[derive(Debug)]
pub struct Countdown {
    every: u64,
    left: AtomicI64,
    /// State of the generator (xorshift), 0: gaps are equal.
    random: AtomicU64,
}

impl Countdown {
    /// Due every `every` calls, never when that is 0; a seed other than 0 makes the gaps random.
    pub fn new(every: u64, seed: u64) -> Countdown {
        let c = Countdown { every, left: AtomicI64::new(0), random: AtomicU64::new(seed) };
        c.left.store(c.gap(), Ordering::Relaxed);
        c
    }

    pub fn is_on(&self) -> bool {
        self.every != 0
    }

    fn gap(&self) -> i64 {
        let mut x = self.random.load(Ordering::Relaxed);
        let gap = if x == 0 || self.every == 0 {
            self.every
        } else {
            x ^= x << 13;
            x ^= x >> 7;
            x ^= x << 17;
            self.random.store(x, Ordering::Relaxed);
            1 + x % (2 * self.every - 1)
        };
        i64::try_from(gap).unwrap_or(i64::MAX)
    }

    /// Counts a call; true when a collection is due.
    pub fn due(&self) -> bool {
        // Relaxed: a counter by itself. Threads that race past zero wait for the one that sets it anew.
        let due = self.every != 0 && self.left.fetch_sub(1, Ordering::Relaxed) == 1;
        if due {
            self.left.store(self.gap(), Ordering::Relaxed);
        }
        due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dues(c: &Countdown, calls: usize) -> Vec<usize> {
        (1..=calls).filter(|_| c.due()).collect()
    }

    #[test]
    fn equal_gaps() {
        assert_eq!(dues(&Countdown::new(3, 0), 10), [3, 6, 9]);
        assert_eq!(dues(&Countdown::new(1, 0), 3), [1, 2, 3]);
        assert!(dues(&Countdown::new(0, 5), 100).is_empty());
    }

    #[test]
    fn random_gaps_have_the_mean_and_can_be_repeated() {
        let a = dues(&Countdown::new(10, 42), 100_000);
        assert_eq!(a, dues(&Countdown::new(10, 42), 100_000));
        assert_ne!(a, dues(&Countdown::new(10, 43), 100_000));
        assert!((9_000..11_000).contains(&a.len()), "{}", a.len());
    }
}
