//! Work that several collector threads share: each has a stack of its own, part of which it offers for stealing when
//! the others might have nothing to do.

use std::sync::atomic::{AtomicUsize, Ordering};

use crossbeam::deque::{Steal, Stealer, Worker as Deque};
use parking_lot::Mutex;

use crate::workers::Workers;

/// Items that are on their way: their memory has been asked for, they are handed out a little later.
const AHEAD: usize = 8;
/// A stack of at least this length is shared.
const SHARE: usize = 128;

/// What the threads know of each other.
pub(crate) struct Pool<T> {
    deques: Vec<Mutex<Option<Deque<T>>>>,
    stealers: Vec<Stealer<T>>,
    idle: AtomicUsize,
}

impl<T: Copy> Pool<T> {
    /// For `workers` threads, all of which must take part.
    pub fn new(workers: usize) -> Pool<T> {
        let deques: Vec<Deque<T>> = (0..workers).map(|_| Deque::new_lifo()).collect();
        let stealers = deques.iter().map(Deque::stealer).collect();
        let deques = deques.into_iter().map(|d| Mutex::new(Some(d))).collect();
        Pool { deques, stealers, idle: AtomicUsize::new(0) }
    }

    /// Whether there is one thread only.
    #[inline(always)]
    pub fn is_single(&self) -> bool {
        self.stealers.len() == 1
    }
}

/// One thread's work.
pub(crate) struct Queue<'p, T> {
    pool: &'p Pool<T>,
    id: usize,
    deque: Deque<T>,
    stack: Vec<T>,
    /// The items on their way, a ring: the oldest is at `first`.
    ahead: [T; AHEAD],
    first: usize,
    count: usize,
}

impl<'p, T: Copy + Default> Queue<'p, T> {
    /// The queue of thread `id`; once for each.
    pub fn new(pool: &'p Pool<T>, id: usize) -> Queue<'p, T> {
        let deque = pool.deques[id].lock().take().expect("each thread takes its queue once");
        Queue {
            pool,
            id,
            deque,
            stack: Vec::with_capacity(4096),
            ahead: [T::default(); AHEAD],
            first: 0,
            count: 0,
        }
    }

    #[inline(always)]
    pub fn push(&mut self, item: T) {
        self.stack.push(item);
    }

    /// An item of this thread's own: new ones first, but for a few that wait until their memory, which `prefetch` asks
    /// for, has come.
    #[inline(always)]
    pub fn next(&mut self, prefetch: impl Fn(T)) -> Option<T> {
        while self.count < AHEAD {
            let Some(item) = self.pop() else { break };
            prefetch(item);
            self.ahead[(self.first + self.count) % AHEAD] = item;
            self.count += 1;
        }
        if self.count == 0 {
            return None;
        }
        let item = self.ahead[self.first];
        self.first = (self.first + 1) % AHEAD;
        self.count -= 1;
        Some(item)
    }

    #[inline(always)]
    fn pop(&mut self) -> Option<T> {
        match self.stack.pop() {
            Some(item) => {
                if self.stack.len() > SHARE && !self.pool.is_single() && self.deque.is_empty() {
                    self.share();
                }
                Some(item)
            }
            None => self.deque.pop(),
        }
    }

    #[cold]
    fn share(&mut self) {
        let at = self.stack.len() - SHARE / 2;
        for item in self.stack.drain(at..) {
            self.deque.push(item);
        }
    }

    /// When this thread has nothing left: takes something from another one, waiting as long as any might still have some.
    /// False when all are done.
    ///
    /// # Panics
    /// When another one of `workers` has panicked.
    pub fn find(&mut self, workers: &Workers) -> bool {
        if self.pool.is_single() {
            return false;
        }
        loop {
            if let Some(item) = self.steal() {
                self.stack.push(item);
                return true;
            }
            // SeqCst: whoever sees all idle knows that nothing is left, as nobody idle pushes.
            self.pool.idle.fetch_add(1, Ordering::SeqCst);
            let mut rounds = 0u32;
            while self.pool.stealers.iter().all(Stealer::is_empty) {
                if self.pool.idle.load(Ordering::SeqCst) == self.pool.stealers.len() {
                    return false;
                }
                workers.wait(&mut rounds);
            }
            self.pool.idle.fetch_sub(1, Ordering::SeqCst);
        }
    }

    fn steal(&self) -> Option<T> {
        let n = self.pool.stealers.len();
        (1..n).find_map(|i| {
            let victim = &self.pool.stealers[(self.id + i) % n];
            loop {
                match victim.steal_batch_and_pop(&self.deque) {
                    Steal::Success(item) => return Some(item),
                    Steal::Retry => {}
                    Steal::Empty => return None,
                }
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_is_done_once_by_any_number_of_threads() {
        for workers in [1, 2, 4] {
            let pool: Pool<u32> = Pool::new(workers);
            let done = AtomicUsize::new(0);
            let members = &Workers::new(workers);
            std::thread::scope(|s| {
                for id in 0..workers {
                    let (pool, done) = (&pool, &done);
                    s.spawn(move || {
                        let mut queue = Queue::new(pool, id);
                        if id == 0 {
                            queue.push(17);
                        }
                        loop {
                            while let Some(n) = queue.next(|_| ()) {
                                done.fetch_add(1, Ordering::Relaxed);
                                if n > 0 {
                                    queue.push(n - 1);
                                    queue.push(n - 1);
                                }
                            }
                            if !queue.find(members) {
                                break;
                            }
                        }
                    });
                }
            });
            assert_eq!(done.into_inner(), (1 << 18) - 1);
        }
    }
}
