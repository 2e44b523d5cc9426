//! [`Event`]: a permit that one thread waits for and any thread can give.
//!
//! Each thread has two: one for `LockSupport` and one for monitors and sleeping. A permit that is
//! given while nobody waits is kept (at most one), so a wake-up is never lost; callers tolerate
//! spurious ones, because a [`JavaThread`](super::JavaThread) is used again after its thread ended.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Instant;

use crate::os::futex;

const EMPTY: u32 = 0;
const PERMIT: u32 = 1;
const WAITING: u32 = 2;

/// A one-permit semaphore; see the module's head.
#[derive(Default)]
pub struct Event {
    state: AtomicU32,
}

impl Event {
    /// Takes the permit if it is there. Never waits.
    #[inline]
    pub fn try_take(&self) -> bool {
        // Acquire: what the giver did before giving is visible to the taker.
        self.state.load(Ordering::Relaxed) == PERMIT && self.state.swap(EMPTY, Ordering::Acquire) == PERMIT
    }

    /// Throws away a permit that is left from earlier.
    pub fn clear(&self) {
        // Acquire: pairs with `give`, so that a caller which looks at its condition next sees what
        // was done before the permit was given.
        self.state.swap(EMPTY, Ordering::Acquire);
    }

    /// Waits for the permit and takes it; until `deadline` at most. Only the owner calls this.
    pub fn wait(&self, deadline: Option<Instant>) {
        // Acquire on failure: the permit is there. Success publishes nothing but WAITING.
        if self.state.compare_exchange(EMPTY, WAITING, Ordering::Relaxed, Ordering::Acquire).is_err() {
            self.clear();
            return;
        }
        loop {
            let timeout = deadline.map(|d| d.saturating_duration_since(Instant::now()));
            let in_time = futex::wait(&self.state, WAITING, timeout);
            // Acquire: pairs with the release in `give`.
            if !in_time || self.state.load(Ordering::Acquire) == PERMIT {
                self.clear();
                return;
            }
        }
    }

    /// Gives the permit, and wakes the owner when it waits.
    pub fn give(&self) {
        // Release: publishes what the giver did before.
        if self.state.swap(PERMIT, Ordering::Release) == WAITING {
            futex::wake_one(&self.state);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_permit_is_kept_once() {
        let e = Event::default();
        e.give();
        e.give();
        e.wait(None);
        assert!(!e.try_take());
        let start = Instant::now();
        e.wait(Some(start + Duration::from_millis(20)));
        assert!(start.elapsed() >= Duration::from_millis(20));
    }

    #[test]
    fn giving_wakes_the_waiter() {
        let e = Arc::new(Event::default());
        let e2 = Arc::clone(&e);
        let t = std::thread::spawn(move || (0..100).for_each(|_| e2.wait(None)));
        while !t.is_finished() {
            e.give();
            std::thread::yield_now();
        }
        t.join().unwrap();
    }
}
