//! `Object.wait`, `notify` and `notifyAll` (JLS §17.2).
//!
//! A waiting thread stands in the monitor's wait queue with `wait_state` [`WAITING`]. A notifier moves
//! it to the entry queue and sets [`NOTIFIED`], both under the queues' lock; it is woken when its turn
//! to enter comes. A thread that is interrupted or times out takes itself out of the wait queue under
//! the same lock, so it is either notified or not. A notification counts more than an interrupt: the
//! thread then returns normally and stays interrupted.

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use gc::{Handle, NarrowRef};

use super::super::{JResult, JavaThread, Scope, safepoint, sleep, status};
use super::table::{self, Monitor};
use super::throw_not_owner;
use gc::object::{FAST_LOCKED, INFLATED, LOCK_MASK};

const NONE: u32 = 0;
const WAITING: u32 = 1;
const NOTIFIED: u32 = 2;

/// The object's monitor, inflated, if the current thread owns it.
fn own_monitor(t: &mut Scope<'_>, h: Handle<'_>) -> JResult<&'static Monitor> {
    let o = h.get(t);
    // Acquire: pairs with the release of the inflating compare-and-swap.
    let found = match o.mark().load(Ordering::Acquire) & LOCK_MASK {
        FAST_LOCKED if t.ctx.lock_stack.contains(o.narrow()) => Some(table::inflate_own(t, o)),
        INFLATED => Some(table::find(t, o)).filter(|m| m.is_owned_by(t, o.narrow())),
        _ => None,
    };
    found.ok_or_else(|| throw_not_owner(t))
}

/// Waits to be notified; for ever when `millis` is 0.
///
/// # Errors
/// IllegalArgumentException, IllegalMonitorStateException, InterruptedException.
pub fn wait(t: &mut Scope<'_>, h: Handle<'_>, millis: i64) -> JResult<()> {
    if millis < 0 {
        return Err(t.throw_new("java/lang/IllegalArgumentException", "timeout value is negative"));
    }
    let m = own_monitor(t, h)?;
    if sleep::take_interrupt(t) {
        return Err(t.throw_bare("java/lang/InterruptedException"));
    }
    let thread = t.forever();
    let start = Instant::now();
    let deadline = if millis == 0 { None } else { start.checked_add(Duration::from_millis(millis as u64)) };
    let timed = if millis == 0 { status::IN_OBJECT_WAIT } else { status::IN_OBJECT_WAIT_TIMED };

    m.pin();
    t.waiting_on.set(h.narrow());
    // Relaxed: statistics.
    t.waited_count.fetch_add(1, Ordering::Relaxed);
    // Relaxed: published by the queues' lock.
    t.wait_state.store(WAITING, Ordering::Relaxed);
    let old_status = t.set_status(t, timed);
    m.queues.lock().waiting.push_back(thread);
    let recursions = m.release_fully();

    // Acquire: pairs with the release in `wake`.
    while t.wait_state.load(Ordering::Acquire) == WAITING
        && !sleep::is_interrupted(t)
        && deadline.is_none_or(|d| Instant::now() < d)
    {
        t.blocked(|| thread.event.wait(deadline));
    }
    let notified = {
        let mut q = m.queues.lock();
        // Relaxed: under the queues' lock.
        let notified = t.wait_state.swap(NONE, Ordering::Relaxed) == NOTIFIED;
        if !notified {
            q.waiting.retain(|w| !std::ptr::eq(*w, thread));
        }
        notified
    };
    t.set_status(t, status::BLOCKED_ON_MONITOR_ENTER);
    t.blocked(|| m.acquire(thread, notified));
    m.set_recursions(recursions);
    t.set_status(t, old_status);
    t.waiting_on.set(NarrowRef::NULL);
    m.unpin();
    // Relaxed: statistics.
    t.waited_nanos.fetch_add(start.elapsed().as_nanos() as u64, Ordering::Relaxed);
    let interrupted = !notified && sleep::take_interrupt(t);
    // Thread.stop goes before the interrupt by which it has woken this thread
    safepoint::poll(t)?;
    if interrupted {
        return Err(t.throw_bare("java/lang/InterruptedException"));
    }
    Ok(())
}

/// Runs `f`, at rest, with the monitor given up altogether, which this thread owns, and takes it again as often. No notification or
/// interrupt has to do with it.
///
/// # Errors
/// IllegalMonitorStateException.
pub fn without(t: &mut Scope<'_>, h: Handle<'_>, f: impl FnOnce()) -> JResult<()> {
    let m = own_monitor(t, h)?;
    let thread = t.forever();
    m.pin();
    let recursions = m.release_fully();
    let old_status = t.set_status(t, status::BLOCKED_ON_MONITOR_ENTER);
    t.blocked(|| {
        f();
        m.acquire(thread, false);
    });
    t.set_status(t, old_status);
    m.set_recursions(recursions);
    m.unpin();
    Ok(())
}

/// Moves the thread that has waited longest to the entry queue; false when there is none.
fn wake(t: &Scope<'_>, m: &Monitor) -> bool {
    let mut q = m.queues.lock();
    let Some(w) = q.waiting.pop_front() else { return false };
    notified(t, w);
    m.requeue(&mut q, w);
    true
}

/// Marks a waiting thread as notified; it cannot go on before the notifier gives the monitor up.
fn notified(t: &Scope<'_>, w: &JavaThread) {
    w.set_status(t, status::BLOCKED_ON_MONITOR_ENTER);
    // Release: pairs with the acquire in `wait`.
    w.wait_state.store(NOTIFIED, Ordering::Release);
}

/// The monitor if it can have waiting threads: a fast-locked object has none.
fn notifiable(t: &mut Scope<'_>, h: Handle<'_>) -> JResult<Option<&'static Monitor>> {
    let o = h.get(t);
    // Acquire: as in `own_monitor`.
    if o.mark().load(Ordering::Acquire) & LOCK_MASK == FAST_LOCKED && t.ctx.lock_stack.contains(o.narrow()) {
        return Ok(None);
    }
    own_monitor(t, h).map(Some)
}

/// Wakes one waiting thread.
///
/// # Errors
/// IllegalMonitorStateException.
pub fn notify(t: &mut Scope<'_>, h: Handle<'_>) -> JResult<()> {
    if let Some(m) = notifiable(t, h)? {
        wake(t, m);
    }
    Ok(())
}

/// Wakes all waiting threads.
///
/// # Errors
/// IllegalMonitorStateException.
pub fn notify_all(t: &mut Scope<'_>, h: Handle<'_>) -> JResult<()> {
    if let Some(m) = notifiable(t, h)? {
        while wake(t, m) {}
    }
    Ok(())
}
