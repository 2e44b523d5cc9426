//! `java.lang.Thread.threadStatus`: what a thread is doing, for `Thread.getState` and dumps.
//!
//! The values are JVMTI thread state bits, which `jdk.internal.misc.VM.toThreadState` decodes.

use std::sync::atomic::Ordering;
use std::time::Instant;

use gc::{NarrowRef, ObjRef};

use super::{JavaThread, Scope};
use crate::well_known::f;

const ALIVE: i32 = 0x1;
const RUNNABLE_BIT: i32 = 0x4;
const WAITING_INDEFINITELY: i32 = 0x10;
const WAITING_WITH_TIMEOUT: i32 = 0x20;
const SLEEPING_BIT: i32 = 0x40;
const WAITING: i32 = 0x80;
const IN_OBJECT_WAIT_BIT: i32 = 0x100;
const PARKED_BIT: i32 = 0x200;
const BLOCKED_BIT: i32 = 0x400;

pub const NEW: i32 = 0;
pub const TERMINATED: i32 = 0x2;
pub const RUNNABLE: i32 = ALIVE | RUNNABLE_BIT;
pub const SLEEPING: i32 = ALIVE | WAITING | WAITING_WITH_TIMEOUT | SLEEPING_BIT;
pub const IN_OBJECT_WAIT: i32 = ALIVE | WAITING | WAITING_INDEFINITELY | IN_OBJECT_WAIT_BIT;
pub const IN_OBJECT_WAIT_TIMED: i32 = ALIVE | WAITING | WAITING_WITH_TIMEOUT | IN_OBJECT_WAIT_BIT;
pub const PARKED: i32 = ALIVE | WAITING | WAITING_INDEFINITELY | PARKED_BIT;
pub const PARKED_TIMED: i32 = ALIVE | WAITING | WAITING_WITH_TIMEOUT | PARKED_BIT;
pub const BLOCKED_ON_MONITOR_ENTER: i32 = ALIVE | BLOCKED_BIT;

/// How a thread dump of HotSpot words a status.
pub fn description(status: i32) -> &'static str {
    match status {
        NEW => "NEW",
        RUNNABLE => "RUNNABLE",
        SLEEPING => "TIMED_WAITING (sleeping)",
        IN_OBJECT_WAIT => "WAITING (on object monitor)",
        IN_OBJECT_WAIT_TIMED => "TIMED_WAITING (on object monitor)",
        PARKED => "WAITING (parking)",
        PARKED_TIMED => "TIMED_WAITING (parking)",
        BLOCKED_ON_MONITOR_ENTER => "BLOCKED (on object monitor)",
        TERMINATED => "TERMINATED",
        _ => "UNKNOWN",
    }
}

impl JavaThread {
    /// The `java.lang.Thread`; `None` while it has none (early boot, native attaching).
    #[inline]
    pub fn thread_object<'a>(&self, _token: &'a Scope<'_>) -> Option<ObjRef<'a>> {
        // SAFETY: a root; the token keeps the collector away.
        unsafe { self.object.get().decode() }
    }

    /// The `java.lang.Thread` while the thread counts as alive: `Thread.join` has not returned yet. Hidden
    /// threads have none.
    pub fn live_object<'a>(&self, token: &'a Scope<'_>) -> Option<ObjRef<'a>> {
        self.thread_object(token).filter(|o| !self.is_hidden() && f::Thread::eetop.get(*o) != 0)
    }

    /// Sets the status in the `java.lang.Thread` and returns the earlier one.
    pub fn set_status(&self, token: &Scope<'_>, status: i32) -> i32 {
        match self.thread_object(token) {
            Some(o) => {
                let old = f::Thread::status.get(o);
                f::Thread::status.set(o, status);
                old
            }
            None => NEW,
        }
    }

    /// The status in the `java.lang.Thread`.
    pub fn status(&self, token: &Scope<'_>) -> i32 {
        self.thread_object(token).map_or(NEW, |o| f::Thread::status.get(o))
    }
}

impl Scope<'_> {
    /// Runs `body`, a wait that management counts (`ThreadInfo.getWaitedCount`).
    pub fn counting_wait<R>(&mut self, body: impl FnOnce(&mut Self) -> R) -> R {
        let start = Instant::now();
        // Relaxed: statistics.
        self.waited_count.fetch_add(1, Ordering::Relaxed);
        let r = body(self);
        // Relaxed: as above.
        self.waited_nanos.fetch_add(start.elapsed().as_nanos() as u64, Ordering::Relaxed);
        r
    }

    /// Runs `body` with the current thread's status set to `status`.
    pub fn with_status<R>(&mut self, status: i32, body: impl FnOnce(&mut Self) -> R) -> R {
        let old = self.set_status(self, status);
        let r = body(self);
        self.set_status(self, old);
        r
    }
}

/// Whether a `java.lang.Thread` is (still) backed by a thread of the VM.
pub fn backing<'t>(thread_object: ObjRef<'_>) -> Option<&'t JavaThread> {
    let p = f::Thread::eetop.get(thread_object);
    // SAFETY: the field holds 0 or the address of a JavaThread; those are never freed.
    if p == 0 { None } else { Some(unsafe { &*(p as usize as *const JavaThread) }) }
}

/// A narrow reference as an address, for dumps.
pub fn display_address(n: NarrowRef) -> String {
    format!("0x{:016x}", n.address())
}
