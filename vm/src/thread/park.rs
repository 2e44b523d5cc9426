//! `Unsafe.park` and `unpark`, which `LockSupport` is made of.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use super::{JavaThread, Scope, sleep, status};

/// Waits for the current thread's permit: for ever when `time` is 0 and not absolute, else until
/// `time` milliseconds since the epoch (absolute) or for `time` nanoseconds. Returns at once when the
/// thread is interrupted; may return without reason.
pub fn park(t: &mut Scope<'_>, is_absolute: bool, time: i64) {
    if t.park_event.try_take() || sleep::is_interrupted(t) {
        return;
    }
    if time < 0 || (is_absolute && time == 0) {
        return;
    }
    let forever = time == 0;
    let deadline = if forever { None } else { Instant::now().checked_add(duration(is_absolute, time)) };
    let s = if forever { status::PARKED } else { status::PARKED_TIMED };
    t.counting_wait(|t| {
        t.with_status(s, |t| {
            let thread = t.thread();
            t.blocked(|| thread.park_event.wait(deadline));
        });
    });
}

fn duration(is_absolute: bool, time: i64) -> Duration {
    if is_absolute {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Duration::from_millis(time as u64).saturating_sub(now)
    } else {
        Duration::from_nanos(time as u64)
    }
}

/// Gives `target` its permit.
pub fn unpark(target: &JavaThread) {
    target.park_event.give();
}
