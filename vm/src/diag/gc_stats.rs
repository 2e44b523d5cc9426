//! Statistics of collections, kept in one place for logs, management and the heap's report at exit.
//!
//! [`record`] is called while all threads are stopped; readers may come at any time. The lock is held for copying only.

use std::time::{Duration, Instant};

use gc::client::{Cause, Kind, Report, Spaces, Usage};
use parking_lot::Mutex;

use crate::os::time;
use crate::vm::{try_vm, vm};
use crate::{code, metaspace};

/// What management calls memory pools.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pool {
    Eden,
    Survivor,
    Tenured,
    Metaspace,
    Code,
}

impl Pool {
    pub const ALL: [Pool; 5] = [Pool::Eden, Pool::Survivor, Pool::Tenured, Pool::Metaspace, Pool::Code];

    /// Whether it is a part of the heap.
    pub fn is_heap(self) -> bool {
        !matches!(self, Pool::Metaspace | Pool::Code)
    }

    /// Whether a collection of this kind collects it.
    pub fn collected_by(self, kind: Kind) -> bool {
        match self {
            Pool::Eden | Pool::Survivor => true,
            Pool::Tenured => kind == Kind::Full,
            Pool::Metaspace | Pool::Code => false,
        }
    }

    /// Its usage at present.
    pub fn usage(self) -> Usage {
        self.of(&snapshot())
    }

    /// Its part of a snapshot.
    pub fn of(self, all: &Snapshot) -> Usage {
        all[self as usize]
    }
}

/// Usage of all pools, in the order of [`Pool::ALL`].
pub type Snapshot = [Usage; Pool::ALL.len()];

/// Metadata memory at present.
pub fn metaspace_usage() -> Usage {
    let (used, _) = metaspace::usage();
    Usage { used, committed: metaspace::committed().max(used) }
}

fn of_spaces(spaces: &Spaces, metaspace: Usage) -> Snapshot {
    [spaces.eden, spaces.survivor, spaces.old, metaspace, code::usage()]
}

/// All pools at present.
pub fn snapshot() -> Snapshot {
    of_spaces(&vm().heap.spaces(), metaspace_usage())
}

/// One collection, as management reports it.
#[derive(Clone, Debug)]
pub struct Collection {
    /// Number among the collections of its kind, from 1.
    pub number: u64,
    pub cause: Cause,
    /// Milliseconds since the start of the VM.
    pub start_millis: i64,
    pub end_millis: i64,
    pub before: Snapshot,
    pub after: Snapshot,
}

/// What the collections of one kind have done.
#[derive(Clone, Debug, Default)]
pub struct Collector {
    pub count: u64,
    pub time: Duration,
    pub last: Option<Collection>,
}

impl Collector {
    const NEW: Collector = Collector { count: 0, time: Duration::ZERO, last: None };
}

struct State {
    young: Collector,
    full: Collector,
    peaks: Snapshot,
    /// Usage at the end of the last collection that collected the pool.
    collected: [Option<Usage>; Pool::ALL.len()],
    last_full: Option<Instant>,
    last_cause: Option<Cause>,
}

static STATE: Mutex<State> = Mutex::new(State {
    young: Collector::NEW,
    full: Collector::NEW,
    peaks: [Usage { used: 0, committed: 0 }; Pool::ALL.len()],
    collected: [None; Pool::ALL.len()],
    last_full: None,
    last_cause: None,
});

impl State {
    fn collector(&mut self, kind: Kind) -> &mut Collector {
        match kind {
            Kind::Young => &mut self.young,
            Kind::Full => &mut self.full,
        }
    }

    /// The peak is a whole usage: the one at the moment when most was used.
    fn raise_peaks(&mut self, to: &Snapshot) {
        for (peak, usage) in self.peaks.iter_mut().zip(to) {
            let committed = peak.committed.max(usage.committed);
            *peak = Usage { used: peak.used.max(usage.used), committed };
        }
    }
}

/// Adds a collection, and returns it; `metaspace` is the usage before it.
pub fn record(report: &Report, metaspace: Usage) -> Collection {
    let before = of_spaces(&report.before, metaspace);
    let after = of_spaces(&report.after, metaspace_usage());
    let ago = report.start.elapsed().as_millis() as i64;
    let start_millis = (millis_since_start() - ago).max(0);
    let mut state = STATE.lock();
    state.raise_peaks(&before);
    state.raise_peaks(&after);
    let mixed = |p: &Pool| report.old_regions > 0 && *p == Pool::Tenured;
    for pool in Pool::ALL.into_iter().filter(|p| p.collected_by(report.kind) || mixed(p)) {
        state.collected[pool as usize] = Some(pool.of(&after));
    }
    if report.kind == Kind::Full {
        state.last_full = Some(Instant::now());
    }
    state.last_cause = Some(report.cause);
    let collector = state.collector(report.kind);
    collector.count += 1;
    collector.time += report.duration;
    let collection = Collection {
        number: collector.count,
        cause: report.cause,
        start_millis,
        end_millis: start_millis + report.duration.as_millis() as i64,
        before,
        after,
    };
    collector.last = Some(collection.clone());
    collection
}

fn millis_since_start() -> i64 {
    try_vm().map_or(0, |vm| (time::monotonic_nanos() - vm.started.0) / 1_000_000)
}

/// What the collections of this kind have done so far.
pub fn collector(kind: Kind) -> Collector {
    STATE.lock().collector(kind).clone()
}

/// Why the last collection happened.
pub fn last_cause() -> Option<Cause> {
    STATE.lock().last_cause
}

/// The most that `pool` has used since the start or the last [`reset_peak`].
pub fn peak(pool: Pool) -> Usage {
    if pool == Pool::Code {
        // code comes and goes between collections
        return code::peak();
    }
    let now = snapshot();
    let mut state = STATE.lock();
    state.raise_peaks(&now);
    pool.of(&state.peaks)
}

/// Counts the peak of `pool` from the present usage on.
pub fn reset_peak(pool: Pool) {
    if pool == Pool::Code {
        code::reset_peak();
    }
    let now = pool.usage();
    STATE.lock().peaks[pool as usize] = now;
}

/// What `pool` used at the end of the last collection that collected it.
pub fn collection_usage(pool: Pool) -> Option<Usage> {
    STATE.lock().collected[pool as usize]
}

/// Milliseconds since the last full collection; since the start when there was none.
pub fn millis_since_full() -> i64 {
    match STATE.lock().last_full {
        Some(at) => at.elapsed().as_millis() as i64,
        None => millis_since_start(),
    }
}
