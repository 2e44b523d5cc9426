//! The list of attached threads.
//!
//! A thread registers before it first enters the VM and leaves the list when it can no longer touch
//! the heap. Whoever stops threads holds the list's lock until they run again, so no thread comes or
//! goes meanwhile, and holding the lock proves that no stop is in progress.

use std::ops::Deref;
use std::sync::atomic::{AtomicPtr, AtomicU64, Ordering};

use parking_lot::{Condvar, Mutex, MutexGuard};

use super::{JavaThread, Scope, ThreadState};

/// The attached threads and the unused structures.
pub struct Threads {
    list: Vec<&'static JavaThread>,
    free: Vec<&'static JavaThread>,
    /// Attached threads that keep the VM alive.
    non_daemons: usize,
    /// Attached threads that management does not show.
    hidden: usize,
    /// Most threads at once, and all that were ever registered: for management.
    pub peak: usize,
    pub started: u64,
    /// Bytes that threads which have ended had allocated.
    pub ended_allocated: u64,
}

static THREADS: Mutex<Threads> = Mutex::new(Threads {
    list: Vec::new(),
    free: Vec::new(),
    non_daemons: 0,
    hidden: 0,
    peak: 0,
    started: 0,
    ended_allocated: 0,
});
/// Signalled when a non-daemon thread has left.
static LEFT: Condvar = Condvar::new();

/// Function table that a new thread's `JNIEnv` gets.
static JNI_FUNCTIONS: AtomicPtr<()> = AtomicPtr::new(std::ptr::null_mut());
/// Bytes of interpreter stack of a thread that asks for no size (`-Xss`).
static STACK_SIZE: AtomicU64 = AtomicU64::new(1 << 20);

/// Sets the function table for the threads that attach from now on; once, at start.
pub fn set_jni_functions(table: *const ()) {
    // Release: the table's content is visible to whoever loads the pointer.
    JNI_FUNCTIONS.store(table.cast_mut(), Ordering::Release);
}

/// Sets the default stack size (`-Xss`).
pub fn set_default_stack_size(bytes: u64) {
    // Relaxed: a number by itself.
    STACK_SIZE.store(bytes, Ordering::Relaxed);
}

pub fn default_stack_size() -> u64 {
    STACK_SIZE.load(Ordering::Relaxed)
}

/// The locked list. The owner must neither poll nor allocate in the Java heap.
pub struct Locked(MutexGuard<'static, Threads>);

impl Deref for Locked {
    type Target = Threads;
    fn deref(&self) -> &Threads {
        &self.0
    }
}

impl Threads {
    pub fn all(&self) -> &[&'static JavaThread] {
        &self.list
    }

    /// Number of threads that management shows.
    fn visible(&self) -> usize {
        self.list.len() - self.hidden
    }

    pub fn non_daemon_count(&self) -> usize {
        self.non_daemons
    }

    /// Whether `thread` still is the activation `id`.
    pub fn contains(&self, thread: &JavaThread, id: u64) -> bool {
        self.list.iter().any(|t| std::ptr::eq(*t, thread)) && thread.id() == id
    }
}

/// Locks the list for a caller that is not attached, or in native code.
pub fn lock_unattached() -> Locked {
    Locked(THREADS.lock())
}

/// Locks the list if nobody has it locked.
pub fn try_lock() -> Option<Locked> {
    THREADS.try_lock().map(Locked)
}

impl Scope<'_> {
    /// Locks the list; waits in state blocked while threads are stopped.
    pub fn lock_threads(&mut self) -> Locked {
        if let Some(g) = THREADS.try_lock() {
            return Locked(g);
        }
        // Release, then SeqCst: as in `Scope::blocked`, but without a poll afterwards: with the lock
        // held no safepoint is on, and a suspension must wait until the lock is free again.
        self.state.store(ThreadState::Blocked as u32, Ordering::Release);
        let g = THREADS.lock();
        self.state.store(ThreadState::InVm as u32, Ordering::SeqCst);
        Locked(g)
    }
}

impl Locked {
    /// A new structure for a thread, not in the list yet.
    ///
    /// # Errors
    /// The kernel's error when its stack cannot be reserved.
    pub fn create(&mut self, stack_size: usize) -> std::io::Result<&'static JavaThread> {
        let free = self.0.free.pop();
        let size = if stack_size == 0 { default_stack_size() as usize } else { stack_size };
        match JavaThread::create(free, size) {
            Ok(t) => {
                // Acquire: pairs with `set_jni_functions`.
                t.jni_env.functions.set(JNI_FUNCTIONS.load(Ordering::Acquire));
                let (invocations, back_edges) = crate::tiering::counter_masks();
                t.ctx.invocation_mask.set(invocations);
                t.ctx.back_edge_mask.set(back_edges);
                Ok(t)
            }
            Err(e) => {
                self.0.free.extend(free);
                Err(e)
            }
        }
    }

    /// Puts `thread` on the list.
    pub fn register(&mut self, thread: &'static JavaThread, daemon: bool) {
        // Relaxed: read under this lock, or by the thread itself.
        thread.daemon.store(daemon, Ordering::Relaxed);
        let n = &mut *self.0;
        n.list.push(thread);
        if thread.is_hidden() {
            n.hidden += 1;
        } else {
            n.started += 1;
        }
        n.peak = n.peak.max(n.visible());
        if !daemon {
            n.non_daemons += 1;
        }
    }

    /// Takes `thread` off the list and gives its structure back. It must not use its token again,
    /// nor be in state in-VM: nobody waits for it any more.
    pub fn unregister(&mut self, thread: &'static JavaThread) {
        let n = &mut *self.0;
        let at = n.list.iter().position(|t| std::ptr::eq(*t, thread)).expect("a registered thread");
        n.list.remove(at);
        n.ended_allocated += thread.ctx.tlab.allocated_bytes();
        n.hidden -= usize::from(thread.is_hidden());
        if !thread.is_daemon() {
            n.non_daemons -= 1;
            LEFT.notify_all();
        }
        // Relaxed: the lock publishes it.
        thread.state.store(ThreadState::Terminated as u32, Ordering::Relaxed);
        thread.retire();
        n.free.push(thread);
    }

    /// Gives back a structure that was never registered.
    pub fn discard(&mut self, thread: &'static JavaThread) {
        thread.retire();
        self.0.free.push(thread);
    }

    /// Waits until at most `own` non-daemon threads are left. Called in state blocked or native.
    pub fn wait_for_non_daemons(&mut self, own: usize) {
        while self.0.non_daemons > own {
            LEFT.wait(&mut self.0);
        }
    }

    /// Starts counting the peak afresh (`ThreadMXBean.resetPeakThreadCount`).
    pub fn reset_peak(&mut self) {
        self.0.peak = self.0.visible();
    }
}
