//! `Thread.sleep` and interruption.
//!
//! Whether a thread is interrupted stands in the field `Thread.interrupted`, which the class library
//! also reads and writes. [`interrupt`] is called after the field was set; it gives all of the thread's
//! permits, and whatever the thread waits in looks at the field again.

use std::time::{Duration, Instant};

use super::{JResult, JavaThread, Scope, native, safepoint, status};
use crate::well_known::f;

/// Whether the current thread is interrupted.
pub fn is_interrupted(t: &Scope<'_>) -> bool {
    t.thread_object(t).is_some_and(|o| f::Thread::interrupted.get(o))
}

/// Clears the current thread's interrupt; returns whether there was one.
pub fn take_interrupt(t: &Scope<'_>) -> bool {
    match t.thread_object(t) {
        Some(o) if f::Thread::interrupted.get(o) => {
            f::Thread::interrupted.set(o, false);
            true
        }
        _ => false,
    }
}

/// Wakes `target` from whatever it waits in.
pub fn interrupt(target: &JavaThread) {
    target.event.give();
    target.park_event.give();
}

/// Sleeps.
///
/// # Errors
/// IllegalArgumentException, InterruptedException.
pub fn sleep(t: &mut Scope<'_>, millis: i64) -> JResult<()> {
    if millis < 0 {
        return Err(t.throw_new("java/lang/IllegalArgumentException", "timeout value is negative"));
    }
    if take_interrupt(t) {
        return Err(interrupted(t));
    }
    if millis == 0 {
        t.blocked(native::yield_now);
        return Ok(());
    }
    // None: the end of time
    let deadline = Instant::now().checked_add(Duration::from_millis(millis as u64));
    let woken = t.counting_wait(|t| {
        t.with_status(status::SLEEPING, |t| {
            let thread = t.thread();
            while deadline.is_none_or(|d| Instant::now() < d) {
                t.blocked(|| thread.event.wait(deadline));
                if take_interrupt(t) {
                    return true;
                }
            }
            false
        })
    });
    // Thread.stop goes before the interrupt by which it has woken this thread
    safepoint::poll(t)?;
    if woken { Err(interrupted(t)) } else { Ok(()) }
}

fn interrupted(t: &mut Scope<'_>) -> super::Thrown {
    t.throw_new("java/lang/InterruptedException", "sleep interrupted")
}
