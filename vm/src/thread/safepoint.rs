//! Stopping threads: safepoints (all threads) and handshakes (one thread).
//!
//! # Protocol
//! A thread is *at rest* in the states new, native, blocked and terminated: there it touches neither
//! the heap nor its frames. In the states in-Java and in-VM it is *active*. The requester of a stop
//! 1. takes [`OPERATION`], so that there is one stop at a time, then the list of threads;
//! 2. sets the stop bit in the poll word of each thread concerned (SeqCst);
//! 3. waits until it has seen each of them at rest (SeqCst);
//! 4. runs its closure, clears the bits and wakes the threads.
//!
//! A thread that goes from rest to activity stores its new state (SeqCst), then loads its poll word
//! (SeqCst). This is Dekker's pattern: in the total order of these four accesses either the
//! thread's load comes after the requester's store of the bit - then the thread turns back and
//! rests -, or the requester's load of the state comes after the thread's store - then the requester
//! sees it active and waits. It cannot happen that both go on.
//!
//! A thread that goes to rest stores its state with Release at least; the requester's load acquires
//! it, so all that the thread did before (frames, heap, handles) is visible. When a bit is cleared
//! (Release) the thread's next load of the poll word acquires what the closure did.
//!
//! An active thread stops only where it polls: at back-edges and returns in Java code, and on the way
//! from native or blocked to VM. VM code that holds a token is never stopped in between; what blocks
//! must do so in [`Scope::blocked`], or a stop would wait for it for ever.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use gc::NarrowRef;
use parking_lot::{Condvar, Mutex, MutexGuard};

use crate::runtime::collect;

use super::{JResult, JavaThread, Scope, ThreadState, registry};

/// Bits of `ThreadContext::poll`.
pub mod poll_bit {
    /// A safepoint or handshake is on.
    pub const STOP: u32 = 1;
    /// `Thread.suspend`.
    pub const SUSPEND: u32 = 1 << 1;
    /// An exception waits to be thrown in Java code.
    pub const ASYNC: u32 = 1 << 2;
    /// Stress flags look at every poll.
    pub const STRESS: u32 = 1 << 3;
    /// The bits for which a thread stops.
    pub const STOPPING: u32 = STOP | SUSPEND;
}

/// Held by whoever stops threads.
static OPERATION: Mutex<()> = Mutex::new(());
/// Stopped threads wait here for their bits to be cleared.
static GATE: Mutex<()> = Mutex::new(());
static RESUMED: Condvar = Condvar::new();

/// Counts and times of safepoints so far.
#[derive(Default)]
pub struct Statistics {
    pub count: AtomicU64,
    /// Nanoseconds from the request until all threads were at rest.
    pub sync_nanos: AtomicU64,
    /// Nanoseconds of the operations.
    pub operation_nanos: AtomicU64,
    pub max_sync_nanos: AtomicU64,
}

pub static STATISTICS: Statistics = Statistics {
    count: AtomicU64::new(0),
    sync_nanos: AtomicU64::new(0),
    operation_nanos: AtomicU64::new(0),
    max_sync_nanos: AtomicU64::new(0),
};

/// Proof that threads are stopped, and which.
pub struct Stopped<'a> {
    threads: &'a [&'static JavaThread],
    /// Time that it took to stop them.
    pub sync_time: Duration,
}

impl Stopped<'_> {
    /// The stopped threads; at a safepoint all threads, the requester included.
    pub fn threads(&self) -> &[&'static JavaThread] {
        self.threads
    }
}

fn at_rest(t: &JavaThread) -> bool {
    !matches!(t.state(), ThreadState::InJava | ThreadState::InVm)
}

/// Sets the stop bit of `targets` and waits until all are at rest.
fn stop(targets: &[&'static JavaThread], requester: Option<&JavaThread>) -> Duration {
    let start = Instant::now();
    let is_other = |t: &&&JavaThread| requester.is_none_or(|r| !std::ptr::eq(r, **t));
    for t in targets.iter().filter(is_other) {
        t.set_poll(poll_bit::STOP);
    }
    for t in targets.iter().filter(is_other) {
        let mut rounds = 0u32;
        while !at_rest(t) {
            rounds += 1;
            match rounds {
                0..200 => std::hint::spin_loop(),
                200..300 => std::thread::yield_now(),
                _ => std::thread::sleep(Duration::from_micros(u64::from(rounds - 290).min(500))),
            }
        }
    }
    start.elapsed()
}

fn resume(targets: &[&'static JavaThread]) {
    for t in targets {
        t.clear_poll(poll_bit::STOP);
    }
    // a thread that saw its bit set holds the gate's lock until it sleeps
    drop(GATE.lock());
    RESUMED.notify_all();
}

/// Rests until no bit asks the calling thread to stop. It may be in state in-VM or in-Java.
pub(super) fn stop_here(t: &JavaThread) {
    let before = t.state.load(Ordering::Relaxed);
    debug_assert!(before == ThreadState::InVm as u32 || before == ThreadState::InJava as u32);
    loop {
        // SeqCst: the bits were set before the load; see the module's head.
        if t.ctx.poll.load(Ordering::SeqCst) & poll_bit::STOPPING == 0 {
            return;
        }
        // Release: what this thread did is visible to the requester.
        t.state.store(ThreadState::Blocked as u32, Ordering::Release);
        {
            let mut gate = GATE.lock();
            // Acquire: what the operation did is visible when the bit is gone.
            while t.ctx.poll.load(Ordering::Acquire) & poll_bit::STOPPING != 0 {
                RESUMED.wait(&mut gate);
            }
        }
        // SeqCst, then the loop's load: from rest to activity.
        t.state.store(before, Ordering::SeqCst);
    }
}

/// Polls on behalf of Java code: stops if asked to, then throws an exception that another thread
/// sent with `Thread.stop`.
///
/// # Errors
/// The exception sent.
pub fn poll(t: &mut Scope<'_>) -> JResult<()> {
    // Relaxed: a hint; `stop_here` orders.
    if t.ctx.poll.load(Ordering::Relaxed) == 0 {
        return Ok(());
    }
    stop_here(t);
    if t.ctx.poll.load(Ordering::Relaxed) & poll_bit::STRESS != 0 {
        collect::stress_poll(t);
        // it may have been suspended while it waited for its turn
        stop_here(t);
    }
    // Acquire: pairs with the release in `send_async`.
    if t.ctx.poll.load(Ordering::Acquire) & poll_bit::ASYNC != 0 {
        t.clear_poll(poll_bit::ASYNC);
        // SAFETY: a root of this thread, read since the last safepoint.
        if let Some(e) = unsafe { t.handle_from(t.async_exception.replace(NarrowRef::NULL)) } {
            return Err(t.throw(e));
        }
    }
    Ok(())
}

/// Takes the right to stop threads; the caller rests meanwhile.
fn begin(t: &Scope<'_>) -> MutexGuard<'static, ()> {
    // As in `Scope::blocked`, but without a poll: with OPERATION held nobody stops this thread.
    t.state.store(ThreadState::Blocked as u32, Ordering::Release);
    loop {
        let g = OPERATION.lock();
        // Acquire: set under the same lock. Who has been suspended while it waited for its turn stays at rest: behind the operation
        // it would go on in Java code.
        if t.ctx.poll.load(Ordering::Acquire) & poll_bit::SUSPEND == 0 {
            t.state.store(ThreadState::InVm as u32, Ordering::SeqCst);
            return g;
        }
        drop(g);
        let mut gate = GATE.lock();
        while t.ctx.poll.load(Ordering::Acquire) & poll_bit::SUSPEND != 0 {
            RESUMED.wait(&mut gate);
        }
    }
}

/// Monotonic nanoseconds at the end of the last safepoint; 0 when there was none.
static LAST_END: AtomicU64 = AtomicU64::new(0);

fn record(name: &str, sync: Duration, operation: Duration) {
    let nanos = sync.as_nanos() as u64;
    // Relaxed: statistics.
    STATISTICS.count.fetch_add(1, Ordering::Relaxed);
    STATISTICS.sync_nanos.fetch_add(nanos, Ordering::Relaxed);
    STATISTICS.max_sync_nanos.fetch_max(nanos, Ordering::Relaxed);
    STATISTICS.operation_nanos.fetch_add(operation.as_nanos() as u64, Ordering::Relaxed);
    let end = crate::os::time::monotonic_nanos() as u64;
    let total = sync + operation;
    let last = LAST_END.swap(end, Ordering::Relaxed);
    let last = if last == 0 { crate::vm::try_vm().map_or(end, |vm| vm.started.0 as u64) } else { last };
    let since = end.saturating_sub(total.as_nanos() as u64).saturating_sub(last);
    // there is nothing to clean up at safepoints of this VM
    crate::log!(
        info,
        [safepoint],
        "Safepoint \"{name}\", Time since last: {since} ns, Reaching safepoint: {nanos} ns, Cleanup: 0 ns, \
         At safepoint: {} ns, Total: {} ns",
        operation.as_nanos(),
        total.as_nanos()
    );
}

/// Stops all other threads, runs `f`, and lets them go on. `f` may read and move everything; it must
/// not call Java, allocate through the token, or wait for another thread of the VM.
pub fn at_safepoint<R>(t: &mut Scope<'_>, f: impl FnOnce(&Scope<'_>, &Stopped<'_>) -> R) -> R {
    operation(t, "Operation", f)
}

/// [`at_safepoint`] with the name that `-Xlog:safepoint` shows.
pub fn operation<R>(t: &mut Scope<'_>, name: &str, f: impl FnOnce(&Scope<'_>, &Stopped<'_>) -> R) -> R {
    let operation = begin(t);
    let threads = t.lock_threads();
    let sync_time = stop(threads.all(), Some(t.thread()));
    let start = Instant::now();
    let r = f(t, &Stopped { threads: threads.all(), sync_time });
    let spent = start.elapsed();
    resume(threads.all());
    drop(threads);
    drop(operation);
    record(name, sync_time, spent);
    r
}

/// As [`operation`], from a thread that is not attached.
pub fn unattached_operation<R>(name: &str, f: impl FnOnce(&Stopped<'_>) -> R) -> R {
    let operation = OPERATION.lock();
    let threads = registry::lock_unattached();
    let sync_time = stop(threads.all(), None);
    let start = Instant::now();
    let r = f(&Stopped { threads: threads.all(), sync_time });
    let spent = start.elapsed();
    resume(threads.all());
    drop(threads);
    drop(operation);
    record(name, sync_time, spent);
    r
}

/// Stops all other threads for good: the process is about to end. The caller goes on.
pub fn stop_forever(t: Option<&mut Scope<'_>>) {
    match t {
        Some(t) => {
            std::mem::forget(begin(t));
            let threads = t.lock_threads();
            stop(threads.all(), Some(t.thread()));
            std::mem::forget(threads);
        }
        None => {
            std::mem::forget(OPERATION.lock());
            let threads = registry::lock_unattached();
            stop(threads.all(), None);
            std::mem::forget(threads);
        }
    }
}

/// Handshake: stops the thread that is (or was) the activation `id` of `target`, runs `f`, and lets
/// it go on; `None` when it has ended. The current thread may be the target.
pub fn with_stopped<R>(
    t: &mut Scope<'_>,
    target: &JavaThread,
    id: u64,
    f: impl FnOnce(&Scope<'_>, &'static JavaThread) -> R,
) -> Option<R> {
    let operation = begin(t);
    let threads = t.lock_threads();
    let r = if threads.contains(target, id) {
        let one = *threads.all().iter().find(|x| std::ptr::eq(**x, target)).expect("it is contained");
        stop(&[one], Some(t.thread()));
        let r = f(t, one);
        resume(&[one]);
        Some(r)
    } else {
        None
    };
    drop(threads);
    drop(operation);
    r
}

impl Scope<'_> {
    /// Runs `f`, which may wait for other threads, at rest. `f` must touch neither the heap nor
    /// handles. A lock that it returns must not be needed by anyone at a safepoint: the thread may be
    /// stopped while it holds it.
    #[inline]
    pub fn blocked<R>(&mut self, f: impl FnOnce() -> R) -> R {
        // Release: see the module's head.
        self.state.store(ThreadState::Blocked as u32, Ordering::Release);
        let r = f();
        self.native_to_vm();
        r
    }
}

/// Sends `exception` to be thrown in `target` when it next polls in Java code. Called from a
/// handshake's closure.
pub fn send_async(target: &JavaThread, exception: NarrowRef) {
    if !target.exiting.get() {
        target.async_exception.set(exception);
        // pairs with the acquire in `poll`
        target.set_poll(poll_bit::ASYNC);
    }
}

/// Suspends `target` (`Thread.suspend`): when this returns it is at rest. The current thread is
/// suspended before this returns to it.
pub fn suspend(t: &mut Scope<'_>, target: &JavaThread, id: u64) {
    let own = std::ptr::eq(target, t.thread());
    with_stopped(t, target, id, |_, one| {
        if !one.exiting.get() {
            one.set_poll(poll_bit::SUSPEND);
        }
    });
    if own {
        stop_here(t);
    }
}

/// Ends a suspension.
pub fn resume_suspended(target: &JavaThread) {
    target.clear_poll(poll_bit::SUSPEND);
    drop(GATE.lock());
    RESUMED.notify_all();
}
