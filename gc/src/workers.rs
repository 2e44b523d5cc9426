//! Threads that collect: the thread that asks for a collection, and helpers that sleep in between.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use parking_lot::{Condvar, Mutex};

/// A job, as a raw pointer to the closure that all threads run.
#[derive(Clone, Copy)]
struct Job(*const (dyn Fn(usize) + Sync));

// SAFETY: the closure is Sync, and `run` keeps it alive until every helper is done with it.
unsafe impl Send for Job {}

#[derive(Default)]
struct State {
    job: Option<Job>,
    /// Number of the job.
    round: u64,
    /// Helpers that have not finished it.
    running: usize,
    /// Helpers that exist.
    started: usize,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    work: Condvar,
    done: Condvar,
    /// A thread has panicked in this round.
    failed: AtomicBool,
}

/// The collector's threads.
pub struct Workers {
    count: usize,
    shared: Arc<Shared>,
}

impl Workers {
    /// `count` workers, the caller of [`Workers::run`] being one; the others are started when first needed.
    pub fn new(count: usize) -> Workers {
        Workers { count, shared: Arc::default() }
    }

    pub fn count(&self) -> usize {
        self.count
    }

    /// Starts the threads that are missing; returns how many workers there are, should the system refuse threads.
    pub fn start(&self) -> usize {
        let mut s = self.shared.state.lock();
        while s.started + 1 < self.count {
            let shared = Arc::clone(&self.shared);
            let (number, round) = (s.started + 1, s.round);
            let name = format!("GC Thread#{number}");
            if std::thread::Builder::new().name(name).spawn(move || serve(&shared, number, round)).is_err() {
                break;
            }
            s.started += 1;
        }
        s.started + 1
    }

    /// Runs `f(0)` here and `f(1) ... f(n - 1)` on the other threads, and returns when all are done; `n` is what
    /// [`Workers::start`] gave, or 1.
    ///
    /// # Panics
    /// When `f` panics on any of them.
    pub fn run(&self, n: usize, f: &(dyn Fn(usize) + Sync)) {
        if n <= 1 {
            f(0);
            return;
        }
        // SAFETY: only the lifetime is forgotten: below, this waits until no helper runs the closure.
        let job: *const (dyn Fn(usize) + Sync + 'static) =
            unsafe { std::mem::transmute(std::ptr::from_ref::<dyn Fn(usize) + Sync>(f)) };
        {
            let mut s = self.shared.state.lock();
            s.job = Some(Job(job));
            s.round += 1;
            s.running = s.started;
            self.shared.work.notify_all();
        }
        self.shared.guarded(|| f(0));
        let mut s = self.shared.state.lock();
        while s.running > 0 {
            self.shared.done.wait(&mut s);
        }
        s.job = None;
        drop(s);
        // Relaxed: the threads are done, and the lock has been taken since.
        assert!(!self.shared.failed.swap(false, Ordering::Relaxed), "a collector thread failed");
    }

    /// For a thread that waits for others within a job: waits a little, longer when it has waited before.
    ///
    /// # Panics
    /// When one of the others has panicked, and will never do what is waited for.
    pub fn wait(&self, rounds: &mut u32) {
        assert!(!self.shared.failed.load(Ordering::Relaxed), "another collector thread failed");
        *rounds += 1;
        if *rounds < 64 { std::hint::spin_loop() } else { std::thread::yield_now() }
    }
}

impl Shared {
    /// Runs `f` and notes whether it panics.
    fn guarded(&self, f: impl FnOnce()) {
        if std::panic::catch_unwind(std::panic::AssertUnwindSafe(f)).is_err() {
            self.failed.store(true, Ordering::Relaxed);
        }
    }
}

fn serve(shared: &Shared, number: usize, mut seen: u64) {
    loop {
        let job = {
            let mut s = shared.state.lock();
            while s.round == seen {
                shared.work.wait(&mut s);
            }
            seen = s.round;
            s.job.expect("a round has a job")
        };
        // SAFETY: `run` waits for this thread before the closure's life ends.
        let f = unsafe { &*job.0 };
        shared.guarded(|| f(number));
        let mut s = shared.state.lock();
        s.running -= 1;
        if s.running == 0 {
            shared.done.notify_one();
        }
    }
}

#[cfg(test)]
mod tests;
