//! The thread "Notification Thread", which tells Java code of collections and of memory thresholds.
//!
//! The collector cannot call Java. It leaves events in a queue and wakes this thread, which is started when the first sensor or
//! listener is registered. It is hidden from management, as in HotSpot.

use std::collections::VecDeque;

use gc::Kind;
use parking_lot::{Condvar, Mutex};

use super::collectors::{self, Event};
use super::sensors;
use crate::diag::gc_stats::Collection;
use crate::thread::{JResult, Scope, lifecycle};

#[derive(Default)]
struct Queue {
    events: VecDeque<Event>,
    /// Something is to be done.
    woken: bool,
}

static QUEUE: Mutex<Queue> = Mutex::new(Queue { events: VecDeque::new(), woken: false });
static WOKEN: Condvar = Condvar::new();
/// Whether the thread runs.
static STARTED: Mutex<bool> = Mutex::new(false);

/// Called after a collection, with all threads stopped.
pub fn collected(kind: Kind, collection: &Collection) {
    sensors::collected(kind, &collection.after);
    if let Some(event) = collectors::event(kind, collection) {
        QUEUE.lock().events.push_back(event);
        wake();
    }
}

/// Lets the thread look for something to do.
pub(super) fn wake() {
    QUEUE.lock().woken = true;
    WOKEN.notify_one();
}

/// Waits until there is something to do. Called in state blocked.
fn wait() {
    let mut queue = QUEUE.lock();
    while !queue.woken {
        WOKEN.wait(&mut queue);
    }
    queue.woken = false;
}

fn next_event() -> Option<Event> {
    QUEUE.lock().events.pop_front()
}

/// Starts the thread if it does not run yet.
///
/// # Errors
/// OutOfMemoryError when the system has no thread for it.
pub(super) fn start(t: &mut Scope<'_>) -> JResult<()> {
    let started = t.blocked(|| {
        let mut started = STARTED.lock();
        *started = *started || lifecycle::start_hidden("Notification Thread", run);
        *started
    });
    if started { Ok(()) } else { Err(t.throw_new("java/lang/OutOfMemoryError", lifecycle::NO_NATIVE_THREAD)) }
}

fn run(t: &mut Scope<'_>) {
    loop {
        t.blocked(wait);
        while sensors::has_pending() {
            sensors::process(t);
        }
        while let Some(event) = next_event() {
            let mut n = t.nested();
            // listeners' exceptions are nobody's
            if let Err(thrown) = collectors::notify(&mut n, &event) {
                n.catch(thrown);
            }
        }
    }
}
