//! [`Monitor`] and the table of inflated objects.

use std::cell::Cell;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering};

use gc::object::{FAST_LOCKED, INFLATED, LOCK_MASK, UNLOCKED};
use gc::{NarrowRef, ObjRef};
use parking_lot::Mutex;

use super::super::safepoint::{self, Stopped};
use super::super::{JavaThread, Scope};
use crate::symbol::FxMap;

/// [`Monitor::owner`] of an object that was inflated while another thread had it fast-locked.
const ANONYMOUS: usize = 1;

const MIN_SPIN: u32 = 20;
const MAX_SPIN: u32 = 2000;

/// Threads that want the monitor, and threads that wait in it; first come first.
#[derive(Default)]
pub(super) struct Queues {
    pub entry: VecDeque<&'static JavaThread>,
    pub waiting: VecDeque<&'static JavaThread>,
}

/// The monitor of an inflated object. Never freed, but used again for other objects.
pub struct Monitor {
    /// 0, [`ANONYMOUS`], or the address of the owner.
    owner: AtomicUsize,
    /// Times entered beyond the first; written by the owner only.
    recursions: Cell<u32>,
    /// Threads that are in the middle of entering or waiting.
    pins: AtomicU32,
    /// Length of the entry queue.
    contenders: AtomicU32,
    /// A thread is awake to take the monitor, spinning or woken: no other needs to be woken. See
    /// [`Monitor::release`].
    heir: AtomicBool,
    /// Rounds to spin before queueing: grows when spinning helps.
    spin: AtomicU32,
    pub(super) queues: Mutex<Queues>,
}

// SAFETY: `recursions` is written by the owner only, and read by others while it is stopped.
unsafe impl Sync for Monitor {}

fn address(thread: &JavaThread) -> usize {
    std::ptr::from_ref(thread) as usize
}

impl Monitor {
    fn new() -> Monitor {
        Monitor {
            owner: AtomicUsize::new(0),
            recursions: Cell::new(0),
            pins: AtomicU32::new(0),
            contenders: AtomicU32::new(0),
            heir: AtomicBool::new(false),
            spin: AtomicU32::new(200),
            queues: Mutex::default(),
        }
    }

    /// Keeps the monitor from being deflated.
    pub(super) fn pin(&self) {
        // Relaxed: deflation happens at safepoints, which order everything.
        self.pins.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn unpin(&self) {
        self.pins.fetch_sub(1, Ordering::Relaxed);
    }

    /// Whether `thread` owns the monitor of object `n`, be it anonymously.
    pub(super) fn is_held_by(&self, thread: &JavaThread, n: NarrowRef) -> bool {
        // Relaxed: a thread sees its own stores, and only these matter for the answer.
        match self.owner.load(Ordering::Relaxed) {
            ANONYMOUS => thread.ctx.lock_stack.contains(n),
            o => o == address(thread),
        }
    }

    /// [`Monitor::is_held_by`] for the current thread, which claims an anonymous monitor of its own.
    pub(super) fn is_owned_by(&self, thread: &JavaThread, n: NarrowRef) -> bool {
        // Relaxed: as above; nobody but the owner replaces ANONYMOUS.
        if self.owner.load(Ordering::Relaxed) == ANONYMOUS {
            let held = thread.ctx.lock_stack.remove_all(n);
            if held == 0 {
                return false;
            }
            self.recursions.set(held - 1);
            self.owner.store(address(thread), Ordering::Relaxed);
            return true;
        }
        self.is_held_by(thread, n)
    }

    #[inline]
    fn try_acquire(&self, thread: &JavaThread) -> bool {
        // SeqCst: acquires what earlier owners did, and see `release` for the total order.
        self.owner.load(Ordering::SeqCst) == 0
            && self.owner.compare_exchange(0, address(thread), Ordering::SeqCst, Ordering::Relaxed).is_ok()
    }

    /// Enters when the monitor is free or the thread's own.
    pub(super) fn try_enter(&self, thread: &JavaThread, n: NarrowRef) -> bool {
        if self.is_owned_by(thread, n) {
            self.recursions.set(self.recursions.get() + 1);
            return true;
        }
        self.try_acquire(thread)
    }

    /// Waits for the monitor and takes it. The thread is at rest and has pinned the monitor; it may
    /// be in the entry queue already.
    pub(super) fn acquire(&self, thread: &'static JavaThread, queued: bool) {
        if !queued {
            if self.spin(thread) {
                return;
            }
            self.queues.lock().entry.push_back(thread);
            // SeqCst: before the attempts below; see `release`.
            self.contenders.fetch_add(1, Ordering::SeqCst);
        }
        while !self.try_acquire(thread) {
            // SeqCst: before the last attempt; see `release`.
            self.heir.store(false, Ordering::SeqCst);
            if self.try_acquire(thread) {
                break;
            }
            thread.event.wait(None);
            if self.spin(thread) {
                break;
            }
        }
        let mut q = self.queues.lock();
        let at = q.entry.iter().position(|t| std::ptr::eq(*t, thread)).expect("the thread is queued");
        q.entry.remove(at);
        self.contenders.fetch_sub(1, Ordering::SeqCst);
        // Under the lock, so that a releaser which has woken this thread in vain is not taken for one
        // that has woken the next.
        self.heir.store(false, Ordering::SeqCst);
    }

    /// Tries again and again for a while. The spinning thread is the heir meanwhile, so that no sleeping
    /// one is woken in vain.
    fn spin(&self, thread: &JavaThread) -> bool {
        // SeqCst: see `release`. A failed spin clears it before the caller's last attempt.
        let heir = !self.heir.swap(true, Ordering::SeqCst);
        // Relaxed: a heuristic.
        let limit = self.spin.load(Ordering::Relaxed);
        let mut taken = false;
        for _ in 0..limit {
            taken = self.try_acquire(thread);
            if taken {
                break;
            }
            std::hint::spin_loop();
        }
        let next = if taken { (limit + limit / 8).min(MAX_SPIN) } else { (limit - limit / 4).max(MIN_SPIN) };
        self.spin.store(next, Ordering::Relaxed);
        if heir {
            self.heir.store(false, Ordering::SeqCst);
        }
        taken
    }

    /// Moves a waiting thread to the entry queue; the caller holds the queues' lock and the monitor.
    pub(super) fn requeue(&self, q: &mut Queues, thread: &'static JavaThread) {
        q.entry.push_back(thread);
        // SeqCst: before the owner's release.
        self.contenders.fetch_add(1, Ordering::SeqCst);
    }

    /// Leaves the monitor once; the current thread owns it.
    pub(super) fn exit(&self) {
        match self.recursions.get() {
            0 => self.release(),
            r => self.recursions.set(r - 1),
        }
    }

    /// Gives the monitor up altogether and returns the recursion count.
    pub(super) fn release_fully(&self) -> u32 {
        let r = self.recursions.replace(0);
        self.release();
        r
    }

    pub(super) fn set_recursions(&self, r: u32) {
        self.recursions.set(r);
    }

    /// The releaser stores `owner`, then loads `contenders` and `heir`. A contender adds itself, or, when
    /// it has been heir in vain, clears `heir`; then it tries to take `owner`. All are SeqCst, so either
    /// the releaser sees that somebody must be woken, or the contender sees the monitor free.
    fn release(&self) {
        self.owner.store(0, Ordering::SeqCst);
        if self.contenders.load(Ordering::SeqCst) != 0 && !self.heir.swap(true, Ordering::SeqCst) {
            let first = {
                let q = self.queues.lock();
                if q.entry.is_empty() {
                    self.heir.store(false, Ordering::SeqCst);
                }
                q.entry.front().copied()
            };
            // Without the lock, as the system may run the woken thread at once in place of this one.
            if let Some(first) = first {
                first.event.give();
            }
        }
    }
}

const SHARDS: usize = 16;
const FIRST_THRESHOLD: usize = 1024;

type Shard = Mutex<FxMap<u32, &'static Monitor>>;

static TABLE: [Shard; SHARDS] =
    [const { Mutex::new(FxMap::with_hasher(std::hash::BuildHasherDefault::new())) }; SHARDS];
static FREE: Mutex<Vec<&'static Monitor>> = Mutex::new(Vec::new());
static COUNT: AtomicUsize = AtomicUsize::new(0);
/// Inflated objects at which the next one asks for a deflation.
static THRESHOLD: AtomicUsize = AtomicUsize::new(FIRST_THRESHOLD);

fn shard(n: NarrowRef) -> &'static Shard {
    &TABLE[(n.0 as usize >> 2 ^ n.0 as usize >> 9) % SHARDS]
}

/// Number of inflated objects.
pub fn inflated_count() -> usize {
    // Relaxed: a number by itself.
    COUNT.load(Ordering::Relaxed)
}

/// The monitors that a thread used last, by object.
#[derive(Default)]
pub struct MonitorCache([Cell<(u32, Option<&'static Monitor>)>; 4]);

impl MonitorCache {
    pub(in crate::thread) fn clear(&self) {
        self.0.iter().for_each(|c| c.set((0, None)));
    }
}

/// The monitor of an inflated object, which stays valid until the thread's next poll.
pub(super) fn find(thread: &JavaThread, o: ObjRef<'_>) -> &'static Monitor {
    let n = o.narrow();
    let slot = &thread.monitor_cache.0[n.0 as usize >> 1 & 3];
    match slot.get() {
        (key, Some(m)) if key == n.0 => m,
        _ => {
            let m = find_uncached(o);
            slot.set((n.0, Some(m)));
            m
        }
    }
}

pub(super) fn find_uncached(o: ObjRef<'_>) -> &'static Monitor {
    let n = o.narrow();
    shard(n).lock().get(&n.0).copied().expect("an inflated object is in the table")
}

/// Makes the object inflated, whoever has locked it. Mark and table change under the shard's lock,
/// so that who sees the mark also finds the monitor.
pub(super) fn inflate(o: ObjRef<'_>) -> &'static Monitor {
    let n = o.narrow();
    let mut map = shard(n).lock();
    let mark = o.mark();
    // Acquire: as in the compare-and-swap.
    let mut seen = mark.load(Ordering::Acquire);
    let mut fresh = None;
    loop {
        if seen & LOCK_MASK == INFLATED {
            FREE.lock().extend(fresh);
            return map[&n.0];
        }
        let m = *fresh
            .get_or_insert_with(|| FREE.lock().pop().unwrap_or_else(|| Box::leak(Box::new(Monitor::new()))));
        // Relaxed: published by the lock.
        let owner = if seen & LOCK_MASK == FAST_LOCKED { ANONYMOUS } else { 0 };
        m.owner.store(owner, Ordering::Relaxed);
        // AcqRel: acquires the last unlock, and publishes the monitor's state with the new mark.
        match mark.compare_exchange_weak(
            seen,
            seen & !LOCK_MASK | INFLATED,
            Ordering::AcqRel,
            Ordering::Acquire,
        ) {
            Ok(_) => {
                map.insert(n.0, m);
                COUNT.fetch_add(1, Ordering::Relaxed);
                return m;
            }
            Err(now) => seen = now,
        }
    }
}

/// Inflates an object that the current thread has fast-locked, and claims the monitor.
pub(super) fn inflate_own(t: &Scope<'_>, o: ObjRef<'_>) -> &'static Monitor {
    let m = inflate(o);
    let owned = m.is_owned_by(t, o.narrow());
    debug_assert!(owned);
    m
}

/// Deflates at a safepoint when the table has grown beyond its threshold.
pub(super) fn deflate_if_many(t: &mut Scope<'_>) {
    // Relaxed: a heuristic.
    if inflated_count() >= THRESHOLD.load(Ordering::Relaxed) {
        safepoint::operation(t, "DeflateMonitors", |_, stopped| {
            deflate_idle(stopped);
            THRESHOLD.store((inflated_count() * 2).max(FIRST_THRESHOLD), Ordering::Relaxed);
        });
    }
}

fn is_idle(m: &Monitor) -> bool {
    // Relaxed: the safepoint orders. A thread that waits in the monitor pins it.
    m.owner.load(Ordering::Relaxed) == 0 && m.pins.load(Ordering::Relaxed) == 0
}

fn free(m: &'static Monitor) {
    m.owner.store(0, Ordering::Relaxed);
    m.heir.store(false, Ordering::Relaxed);
    m.recursions.set(0);
    m.spin.store(200, Ordering::Relaxed);
    COUNT.fetch_sub(1, Ordering::Relaxed);
    FREE.lock().push(m);
}

/// Turns all inflated objects whose monitors are idle back to unlocked; returns how many.
pub fn deflate_idle(stopped: &Stopped<'_>) -> usize {
    let before = inflated_count();
    for s in &TABLE {
        s.lock().retain(|&key, m| {
            if !is_idle(m) {
                return true;
            }
            // SAFETY: the collector keeps the table's keys valid, see `update_table`.
            if let Some(o) = unsafe { NarrowRef(key).decode() } {
                // Relaxed: all threads are stopped.
                let mark = o.mark().load(Ordering::Relaxed);
                o.mark().store(mark & !LOCK_MASK | UNLOCKED, Ordering::Relaxed);
            }
            free(m);
            false
        });
    }
    clear_caches(stopped);
    before - inflated_count()
}

/// For the collector, which moves objects at a safepoint: gives every inflated object its new place,
/// and forgets the dead ones (`None`). The table is weak: threads that own, enter or wait in a
/// monitor hold its object by other roots.
pub fn update_table(stopped: &Stopped<'_>, mut forward: impl FnMut(NarrowRef) -> Option<NarrowRef>) {
    let mut entries = Vec::with_capacity(inflated_count());
    for s in &TABLE {
        entries.extend(s.lock().drain());
    }
    for (key, m) in entries {
        match forward(NarrowRef(key)) {
            Some(n) => {
                shard(n).lock().insert(n.0, m);
            }
            None => free(m),
        }
    }
    clear_caches(stopped);
}

fn clear_caches(stopped: &Stopped<'_>) {
    stopped.threads().iter().for_each(|t| t.monitor_cache.clear());
}

/// The inflated objects whose monitors `thread` owns by name.
pub(super) fn owned_by(thread: &JavaThread) -> Vec<NarrowRef> {
    let me = address(thread);
    // Relaxed: the thread is the current one or stopped.
    let own = |m: &Monitor| m.owner.load(Ordering::Relaxed) == me;
    TABLE
        .iter()
        .flat_map(|s| s.lock().iter().filter(|(_, m)| own(m)).map(|(k, _)| NarrowRef(*k)).collect::<Vec<_>>())
        .collect()
}

/// Releases all inflated monitors that the current thread owns.
pub(super) fn release_owned(t: &Scope<'_>) {
    let me = address(t.thread());
    for s in &TABLE {
        // Relaxed: a thread sees its own stores.
        let own: Vec<_> =
            s.lock().values().copied().filter(|m| m.owner.load(Ordering::Relaxed) == me).collect();
        for m in own {
            m.release_fully();
        }
    }
}
