//! `JVM_RawMonitor*`: locks of the JDK's native libraries. Their holders run native code, so threads
//! that wait for one hold no safepoint up.

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

use parking_lot::lock_api::RawMutex as _;

/// A lock that its owner may take again.
pub struct RawMonitor {
    lock: parking_lot::RawMutex,
    /// `pthread_self` of the owner, 0: none.
    owner: AtomicU64,
    /// Times taken, by the owner.
    depth: AtomicU32,
}

pub fn create() -> *mut RawMonitor {
    Box::into_raw(Box::new(RawMonitor {
        lock: parking_lot::RawMutex::INIT,
        owner: AtomicU64::new(0),
        depth: AtomicU32::new(0),
    }))
}

/// # Safety
/// `m` must come from [`create`], and nobody may use it any more.
pub unsafe fn destroy(m: *mut RawMonitor) {
    // SAFETY: by the caller's promise.
    drop(unsafe { Box::from_raw(m) });
}

impl RawMonitor {
    /// Takes the lock; waits while another thread has it.
    pub fn enter(&self) {
        let me = super::native::pthread_self();
        // Relaxed: only the thread's own value matters, and it wrote that itself.
        if self.owner.load(Ordering::Relaxed) != me {
            self.lock.lock();
            self.owner.store(me, Ordering::Relaxed);
        }
        // Relaxed: guarded by the lock.
        self.depth.fetch_add(1, Ordering::Relaxed);
    }

    /// Gives the lock up once. Does nothing when the calling thread does not own it.
    pub fn exit(&self) {
        if self.owner.load(Ordering::Relaxed) != super::native::pthread_self() {
            return;
        }
        if self.depth.fetch_sub(1, Ordering::Relaxed) == 1 {
            self.owner.store(0, Ordering::Relaxed);
            // SAFETY: this thread owns the lock.
            unsafe { self.lock.unlock() };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recursion_and_exclusion() {
        struct Shared(*mut RawMonitor, *mut u64);
        // SAFETY: both are shared on purpose; the number is guarded by the monitor.
        unsafe impl Sync for Shared {}
        let mut number = 0u64;
        let s = Shared(create(), &mut number);
        let s = &s;
        std::thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(move || {
                    for _ in 0..5000 {
                        // SAFETY: the monitor lives, and guards the number.
                        unsafe {
                            (*s.0).enter();
                            (*s.0).enter();
                            *s.1 += 1;
                            (*s.0).exit();
                            (*s.0).exit();
                        }
                    }
                });
            }
        });
        assert_eq!(number, 15_000);
        // SAFETY: all threads have ended.
        unsafe { destroy(s.0) };
    }
}
