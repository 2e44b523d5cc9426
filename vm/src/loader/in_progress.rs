//! Loads in progress through loaders that are not parallel capable. `loadClass` runs with such a loader's monitor held, so one load at a
//! time is on its way; but a loader may give its monitor up in the middle (by `wait`), and another thread then asks for the same class.
//! It waits for the first load, as HotSpot's does, and without the monitor, which the first load needs to go on.

use std::thread::{self, ThreadId};

use gc::Handle;
use parking_lot::{Condvar, Mutex};

use super::data::Loader;
use crate::symbol::Symbol;
use crate::thread::{JResult, Scope, monitor};

/// A load: the address of the loader, the name.
type Load = (usize, Symbol);

#[derive(Default)]
struct Table {
    running: Vec<(Load, ThreadId)>,
    /// Threads that wait for others: waiter, whom it waits for.
    waiting: Vec<(ThreadId, ThreadId)>,
}

impl Table {
    /// A thread that has `load` on its way; `None` when `me` has, and of those that wait (through others, perhaps) for `me`.
    fn runner(&self, load: Load, me: ThreadId) -> Option<ThreadId> {
        if self.running.contains(&(load, me)) {
            return None;
        }
        self.running.iter().filter(|r| r.0 == load).map(|r| r.1).find(|&r| !self.waits_for(r, me))
    }

    fn waits_for(&self, mut thread: ThreadId, me: ThreadId) -> bool {
        while let Some(w) = self.waiting.iter().find(|w| w.0 == thread) {
            thread = w.1;
            if thread == me {
                return true;
            }
        }
        false
    }
}

static TABLE: Mutex<Table> = Mutex::new(Table { running: Vec::new(), waiting: Vec::new() });
/// Some load has ended.
static ENDED: Condvar = Condvar::new();

/// A load that this thread has on its way until it is dropped.
pub(super) struct Running(Load);

impl Running {
    /// Notes that this thread starts a load. It holds the loader's monitor.
    pub(super) fn start(name: Symbol, loader: &'static Loader) -> Running {
        let load = (std::ptr::from_ref(loader).addr(), name);
        TABLE.lock().running.push((load, thread::current().id()));
        Running(load)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let me = thread::current().id();
        let mut table = TABLE.lock();
        if let Some(i) = table.running.iter().rposition(|r| *r == (self.0, me)) {
            table.running.remove(i);
        }
        ENDED.notify_all();
    }
}

/// Waits while another thread has the load of `name` on its way; not for one that waits for this thread. The loader's monitor, which this
/// thread holds, is given up meanwhile, and those who wait on it are notified: the other load may be among them.
///
/// # Errors
/// IllegalMonitorStateException when the monitor is not this thread's.
pub(super) fn wait_for_others(
    t: &mut Scope<'_>,
    name: Symbol,
    loader: &'static Loader,
    object: Handle<'_>,
) -> JResult<()> {
    let (load, me) = ((std::ptr::from_ref(loader).addr(), name), thread::current().id());
    while TABLE.lock().runner(load, me).is_some() {
        monitor::notify_all(t, object)?;
        monitor::without(t, object, || {
            let mut table = TABLE.lock();
            while let Some(runner) = table.runner(load, me) {
                table.waiting.push((me, runner));
                ENDED.wait(&mut table);
                table.waiting.retain(|w| w.0 != me);
            }
        })?;
    }
    Ok(())
}
