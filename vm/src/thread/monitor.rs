//! Monitors (JLS §17.1): locking, unlocking, identity hashes.
//!
//! # States of the mark word's lock bits
//! - *unlocked*.
//! - *fast-locked*: one compare-and-swap took it, and the owner's [lock stack](jit::lock_stack) says
//!   who that is. Locking again pushes once more.
//! - *inflated*: a [`Monitor`] in the [`table`] has owner, recursion count and queues. An object is
//!   inflated by the first thread that finds it locked by another, by `Object.wait`, and when the
//!   owner's lock stack is full.
//!
//! Whoever inflates an object that another thread has fast-locked cannot tell who that is: the
//! monitor's owner is then anonymous, and the owner claims it when it next enters or exits.
//!
//! The identity hash lies in other bits of the same word, in every state, so hashing needs no monitor;
//! all writers of the mark are compare-and-swaps that keep each other's bits.
//!
//! # Deflation
//! Only at a safepoint, and only of monitors that nobody owns, waits for or waits in (`pins`). So a
//! monitor that was looked up stays valid until the thread's next poll without any counting, and
//! per-thread [caches](MonitorCache) are emptied there. The collector deflates at each collection;
//! besides, an inflation that makes the table pass a doubling threshold runs a safepoint for it.

mod table;
#[cfg(test)]
mod tests;
mod wait;

use std::sync::atomic::Ordering;
use std::time::Instant;

use gc::object::{FAST_LOCKED, HASH_BITS, HASH_SHIFT, INFLATED, LOCK_MASK, UNLOCKED};
use gc::{Handle, NarrowRef, ObjRef};

pub use table::{Monitor, MonitorCache, deflate_idle, inflated_count, update_table};
pub use wait::{notify, notify_all, wait, without};

use super::safepoint::Stopped;
use super::{JResult, JavaThread, Scope, Thrown, safepoint, status};

/// Times to look again at an object that another thread has fast-locked before inflating it.
const FAST_SPINS: u32 = 40;

/// Locks `o` without waiting, if it is unlocked or fast-locked by this thread.
#[inline]
pub fn try_fast_enter(thread: &JavaThread, o: ObjRef<'_>) -> bool {
    let mark = o.mark();
    // Relaxed: the compare-and-swap decides.
    let seen = mark.load(Ordering::Relaxed);
    let n = o.narrow();
    match seen & LOCK_MASK {
        UNLOCKED if !thread.ctx.lock_stack.is_full() => {
            // Acquire: what earlier owners did is visible (JLS §17.4.4).
            if mark.compare_exchange(seen, seen & !LOCK_MASK, Ordering::Acquire, Ordering::Relaxed).is_err() {
                return false;
            }
            thread.ctx.lock_stack.push(n);
            true
        }
        FAST_LOCKED if !thread.ctx.lock_stack.is_full() && thread.ctx.lock_stack.contains(n) => {
            thread.ctx.lock_stack.push_repeat(n);
            true
        }
        _ => false,
    }
}

/// Unlocks `o` once, if this thread has fast-locked it and nobody has inflated it.
#[inline]
pub fn try_fast_exit(thread: &JavaThread, o: ObjRef<'_>) -> bool {
    let mark = o.mark();
    // Relaxed: only the owner and inflation leave the fast-locked state.
    let mut seen = mark.load(Ordering::Relaxed);
    let n = o.narrow();
    if seen & LOCK_MASK != FAST_LOCKED {
        return false;
    }
    match thread.ctx.lock_stack.remove_newest(n) {
        None => return false,
        Some(true) => return true,
        Some(false) => {}
    }
    while seen & LOCK_MASK == FAST_LOCKED {
        // Release: what this owner did is visible to the next one.
        match mark.compare_exchange_weak(seen, seen | UNLOCKED, Ordering::Release, Ordering::Relaxed) {
            Ok(_) => return true,
            Err(now) => seen = now,
        }
    }
    // inflated meanwhile: the anonymous monitor is claimed by way of the lock stack
    thread.ctx.lock_stack.push(n);
    false
}

/// Locks the object; waits in state blocked while another thread owns it.
#[inline]
pub fn enter(t: &mut Scope<'_>, h: Handle<'_>) {
    if !try_fast_enter(t, h.get(t)) {
        enter_slow(t, h);
    }
}

#[cold]
#[inline(never)]
fn enter_slow(t: &mut Scope<'_>, h: Handle<'_>) {
    let mut spins = 0;
    loop {
        let o = h.get(t);
        if try_fast_enter(t, o) {
            return;
        }
        // Acquire: pairs with the release of the inflating compare-and-swap.
        match o.mark().load(Ordering::Acquire) & LOCK_MASK {
            UNLOCKED => {
                if t.ctx.lock_stack.is_full() {
                    make_room(t);
                }
            }
            FAST_LOCKED if t.ctx.lock_stack.contains(o.narrow()) => {
                table::inflate_own(t, o);
            }
            FAST_LOCKED => {
                // Relaxed: a hint.
                if spins < FAST_SPINS && t.ctx.poll.load(Ordering::Relaxed) == 0 {
                    spins += 1;
                    std::hint::spin_loop();
                } else {
                    table::inflate(o);
                    table::deflate_if_many(t);
                }
            }
            INFLATED => {
                let m = table::find(t, o);
                if !m.try_enter(t, o.narrow()) {
                    enter_contended(t, h, m);
                }
                return;
            }
            _ => unreachable!("a forwarded object outside a collection"),
        }
    }
}

/// Frees an entry of the full lock stack.
fn make_room(t: &Scope<'_>) {
    if let Some(n) = t.ctx.lock_stack.oldest() {
        // SAFETY: a root of this thread; the token keeps the collector away.
        let o = unsafe { n.decode() }.expect("lock stacks hold no null");
        table::inflate_own(t, o);
    }
}

fn enter_contended(t: &mut Scope<'_>, h: Handle<'_>, m: &'static Monitor) {
    m.pin();
    t.blocked_on.set(h.narrow());
    let start = Instant::now();
    // Relaxed: statistics.
    t.blocked_count.fetch_add(1, Ordering::Relaxed);
    t.with_status(status::BLOCKED_ON_MONITOR_ENTER, |t| {
        let thread = t.forever();
        t.blocked(|| m.acquire(thread, false));
    });
    // Relaxed: as above.
    t.blocked_nanos.fetch_add(start.elapsed().as_nanos() as u64, Ordering::Relaxed);
    t.blocked_on.set(NarrowRef::NULL);
    m.unpin();
}

/// Unlocks the object once.
///
/// # Errors
/// IllegalMonitorStateException "current thread is not owner" (JNI's wording).
#[inline]
pub fn exit(t: &mut Scope<'_>, h: Handle<'_>) -> JResult<()> {
    if try_exit(t, h.get(t)) { Ok(()) } else { Err(throw_not_owner(t)) }
}

/// Unlocks the object once; false when this thread does not own it (the `monitorexit` instruction
/// then throws IllegalMonitorStateException without a message). Wakes a waiting thread if need be, but
/// never waits.
#[inline]
pub fn try_exit(thread: &JavaThread, o: ObjRef<'_>) -> bool {
    try_fast_exit(thread, o) || exit_slow(thread, o)
}

#[cold]
#[inline(never)]
fn exit_slow(thread: &JavaThread, o: ObjRef<'_>) -> bool {
    loop {
        // Acquire: pairs with the release of the inflating compare-and-swap.
        match o.mark().load(Ordering::Acquire) & LOCK_MASK {
            INFLATED => {
                let m = table::find(thread, o);
                return m.is_owned_by(thread, o.narrow()) && {
                    m.exit();
                    true
                };
            }
            FAST_LOCKED if thread.ctx.lock_stack.contains(o.narrow()) => {
                if try_fast_exit(thread, o) {
                    return true;
                }
            }
            _ => return false,
        }
    }
}

#[cold]
fn throw_not_owner(t: &mut Scope<'_>) -> Thrown {
    t.throw_new("java/lang/IllegalMonitorStateException", "current thread is not owner")
}

/// Whether `thread`, which is the current one or stopped, owns the object's monitor.
pub fn holds_lock(thread: &JavaThread, o: ObjRef<'_>) -> bool {
    // Acquire: pairs with the release of the inflating compare-and-swap.
    match o.mark().load(Ordering::Acquire) & LOCK_MASK {
        FAST_LOCKED => thread.ctx.lock_stack.contains(o.narrow()),
        INFLATED => table::find_uncached(o).is_held_by(thread, o.narrow()),
        _ => false,
    }
}

/// The thread that owns the object's monitor. At a safepoint only: it looks at all lock stacks.
pub fn owner(stopped: &Stopped<'_>, o: ObjRef<'_>) -> Option<&'static JavaThread> {
    stopped.threads().iter().copied().find(|t| holds_lock(t, o))
}

/// The objects that a stopped thread, or the current one, has locked; each once.
pub fn held_by(thread: &JavaThread) -> Vec<NarrowRef> {
    let mut held = table::owned_by(thread);
    thread.ctx.lock_stack.for_each(|e| {
        if !held.contains(&e.get()) {
            held.push(e.get());
        }
    });
    held
}

/// Releases everything that the current thread has locked (a native thread that detaches).
pub fn release_all(t: &mut Scope<'_>) {
    while let Some(n) = t.ctx.lock_stack.oldest() {
        // SAFETY: a root of this thread; the token keeps the collector away.
        let o = unsafe { n.decode() }.expect("lock stacks hold no null");
        try_exit(t, o);
    }
    table::release_owned(t);
}

/// The object's identity hash: 25 bits, never zero.
#[inline]
pub fn identity_hash(thread: &JavaThread, o: ObjRef<'_>) -> i32 {
    // Relaxed: the hash publishes nothing else.
    let h = o.mark().load(Ordering::Relaxed) >> HASH_SHIFT;
    if h != 0 { h as i32 } else { make_hash(thread, o) }
}

#[cold]
#[inline(never)]
fn make_hash(thread: &JavaThread, o: ObjRef<'_>) -> i32 {
    let new = next_hash(thread);
    let mark = o.mark();
    // Relaxed throughout: the first hash written wins, and the word's lock bits are kept as they are.
    let mut seen = mark.load(Ordering::Relaxed);
    loop {
        let there = seen >> HASH_SHIFT;
        if there != 0 {
            return there as i32;
        }
        match mark.compare_exchange_weak(seen, seen | new << HASH_SHIFT, Ordering::Relaxed, Ordering::Relaxed)
        {
            Ok(_) => return new as i32,
            Err(now) => seen = now,
        }
    }
}

/// Marsaglia's xor-shift, a state per thread.
fn next_hash(thread: &JavaThread) -> u32 {
    loop {
        let [x, y, z, w] = thread.hash_state.get();
        let a = x ^ (x << 11);
        let v = (w ^ (w >> 19)) ^ (a ^ (a >> 8));
        thread.hash_state.set([y, z, w, v]);
        let h = v & ((1 << HASH_BITS) - 1);
        if h != 0 {
            return h;
        }
    }
}

/// Deflates idle monitors at a safepoint of its own.
pub fn deflate_now(t: &mut Scope<'_>) -> usize {
    safepoint::operation(t, "DeflateMonitors", |_, stopped| deflate_idle(stopped))
}
