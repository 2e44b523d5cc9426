//! The performance counters that change: collector, class loading, compilers, as `jstat` reads them from the memory of
//! [`super::perf_data`]. The table [`NUMBERS`] has a row for each number, [`TEXTS`] for each text.
//!
//! A thread takes a sample of the VM's statistics every `-XX:PerfDataSamplingInterval` milliseconds and stores the rows' values. It
//! touches no objects, and neither safepoints nor the end of the process wait for it. Names are those of HotSpot's serial collector; the one
//! survivor space that this heap has at a time is the second (`S1`), as with G1. There is no space for classes apart from the metaspace.

use std::sync::atomic::{AtomicI64, AtomicU8, Ordering};
use std::time::Duration;

use gc::Kind;
use gc::client::Usage;

use super::gc_stats::{self, Collector, Pool};
use super::perf_data::{self, Initial, Units, Variability};
use crate::loader::{define, unload};
use crate::metaspace;
use crate::os::time;
use crate::tiering::report;
use crate::vm::vm;

/// The VM's statistics at a moment.
struct Sample {
    eden: Usage,
    survivor: Usage,
    old: Usage,
    metaspace: Usage,
    young: Collector,
    full: Collector,
    compilers: report::Summary,
}

impl Sample {
    fn take() -> Sample {
        let pools = gc_stats::snapshot();
        Sample {
            eden: Pool::Eden.of(&pools),
            survivor: Pool::Survivor.of(&pools),
            old: Pool::Tenured.of(&pools),
            metaspace: Pool::Metaspace.of(&pools),
            young: gc_stats::collector(Kind::Young),
            full: gc_stats::collector(Kind::Full),
            compilers: report::summary(),
        }
    }
}

/// A row: name, units, variability, value.
type Number = (&'static str, Units, Variability, fn(&Sample) -> usize);
/// A row: name, value.
type Text = (&'static str, fn(&Sample) -> String);

/// Bytes of a text, with the NUL at its end.
const TEXT: usize = 256;

use Units::{Bytes, Events, None as Plain, Ticks};
use Variability::{Constant, Monotonic, Variable};

/// What `jstat` shows as numbers.
const NUMBERS: &[Number] = &[
    ("sun.os.hrt.ticks", Ticks, Monotonic, |_| since_start()),
    ("java.cls.loadedClasses", Events, Monotonic, |_| define::loaded_classes() as usize),
    ("java.cls.unloadedClasses", Events, Monotonic, |_| unload::unloaded_classes() as usize),
    ("java.cls.sharedLoadedClasses", Events, Constant, |_| 0),
    ("java.cls.sharedUnloadedClasses", Events, Constant, |_| 0),
    ("sun.cls.loadedBytes", Bytes, Monotonic, |s| s.metaspace.used + unload::unloaded_bytes()),
    ("sun.cls.unloadedBytes", Bytes, Monotonic, |_| unload::unloaded_bytes()),
    ("sun.cls.sharedLoadedBytes", Bytes, Constant, |_| 0),
    ("sun.cls.sharedUnloadedBytes", Bytes, Constant, |_| 0),
    ("sun.cls.time", Ticks, Monotonic, |_| define::define_nanos() as usize),
    ("java.ci.totalTime", Ticks, Monotonic, |s| nanos(s.compilers.time)),
    ("sun.ci.totalCompiles", Events, Monotonic, |s| s.compilers.compiled),
    ("sun.ci.totalBailouts", Events, Monotonic, |s| s.compilers.bailed_out),
    ("sun.ci.totalInvalidates", Events, Monotonic, |s| s.compilers.invalidated),
    ("sun.ci.lastType", Plain, Variable, |s| s.compilers.last.kind),
    ("sun.ci.lastSize", Bytes, Variable, |s| s.compilers.last.size),
    ("sun.ci.lastFailedType", Plain, Variable, |s| s.compilers.last_failed.kind),
    ("sun.gc.policy.collectors", Plain, Constant, |_| 2),
    ("sun.gc.policy.generations", Plain, Constant, |_| 2),
    ("sun.gc.policy.tenuringThreshold", Plain, Variable, |_| vm().heap.tenuring_threshold() as usize),
    ("sun.gc.policy.maxTenuringThreshold", Plain, Constant, |_| {
        vm().options.flags().max_tenuring_threshold as usize
    }),
    ("sun.gc.policy.desiredSurvivorSize", Bytes, Variable, |_| vm().heap.survivor_target()),
    ("sun.gc.collector.0.invocations", Events, Monotonic, |s| s.young.count as usize),
    ("sun.gc.collector.0.time", Ticks, Monotonic, |s| nanos(s.young.time)),
    ("sun.gc.collector.1.invocations", Events, Monotonic, |s| s.full.count as usize),
    ("sun.gc.collector.1.time", Ticks, Monotonic, |s| nanos(s.full.time)),
    ("sun.gc.generation.0.minCapacity", Bytes, Constant, |_| {
        vm().options.heap.young_initial.unwrap_or(0) as usize
    }),
    ("sun.gc.generation.0.maxCapacity", Bytes, Constant, |_| max_young()),
    ("sun.gc.generation.0.capacity", Bytes, Variable, |s| s.eden.committed + s.survivor.committed),
    ("sun.gc.generation.0.spaces", Plain, Constant, |_| 3),
    ("sun.gc.generation.0.space.0.maxCapacity", Bytes, Constant, |_| max_young()),
    ("sun.gc.generation.0.space.0.capacity", Bytes, Variable, |s| s.eden.committed),
    ("sun.gc.generation.0.space.0.used", Bytes, Variable, |s| s.eden.used),
    ("sun.gc.generation.0.space.1.maxCapacity", Bytes, Constant, |_| 0),
    ("sun.gc.generation.0.space.1.capacity", Bytes, Constant, |_| 0),
    ("sun.gc.generation.0.space.1.used", Bytes, Constant, |_| 0),
    ("sun.gc.generation.0.space.2.maxCapacity", Bytes, Constant, |_| max_young()),
    ("sun.gc.generation.0.space.2.capacity", Bytes, Variable, |s| s.survivor.committed),
    ("sun.gc.generation.0.space.2.used", Bytes, Variable, |s| s.survivor.used),
    ("sun.gc.generation.1.minCapacity", Bytes, Constant, |_| 0),
    ("sun.gc.generation.1.maxCapacity", Bytes, Constant, |_| vm().heap.max_bytes()),
    ("sun.gc.generation.1.capacity", Bytes, Variable, |s| s.old.committed),
    ("sun.gc.generation.1.spaces", Plain, Constant, |_| 1),
    ("sun.gc.generation.1.space.0.maxCapacity", Bytes, Constant, |_| vm().heap.max_bytes()),
    ("sun.gc.generation.1.space.0.capacity", Bytes, Variable, |s| s.old.committed),
    ("sun.gc.generation.1.space.0.used", Bytes, Variable, |s| s.old.used),
    ("sun.gc.metaspace.minCapacity", Bytes, Constant, |_| 0),
    ("sun.gc.metaspace.maxCapacity", Bytes, Constant, |_| metaspace::capacity()),
    ("sun.gc.metaspace.capacity", Bytes, Variable, |s| s.metaspace.committed),
    ("sun.gc.metaspace.used", Bytes, Variable, |s| s.metaspace.used),
    ("sun.gc.compressedclassspace.minCapacity", Bytes, Constant, |_| 0),
    ("sun.gc.compressedclassspace.maxCapacity", Bytes, Constant, |_| 0),
    ("sun.gc.compressedclassspace.capacity", Bytes, Constant, |_| 0),
    ("sun.gc.compressedclassspace.used", Bytes, Constant, |_| 0),
];

/// What `jstat` shows as text.
const TEXTS: &[Text] = &[
    ("sun.gc.cause", |_| cause(super::gc_log::running())),
    ("sun.gc.lastCause", |_| cause(gc_stats::last_cause())),
    ("sun.ci.lastMethod", |s| s.compilers.last.method.clone()),
    ("sun.ci.lastFailedMethod", |s| s.compilers.last_failed.method.clone()),
];

fn cause(cause: Option<gc::Cause>) -> String {
    cause.map_or("No GC", gc::Cause::name).into()
}

fn since_start() -> usize {
    (time::monotonic_nanos() - vm().started.0) as usize
}

fn nanos(d: Duration) -> usize {
    d.as_nanos() as usize
}

fn max_young() -> usize {
    vm().options.heap.young_max.map_or(vm().heap.max_bytes(), |max| max as usize)
}

/// The counters' values in memory.
struct Counters {
    numbers: Vec<(&'static AtomicI64, &'static Number)>,
    texts: Vec<(&'static [AtomicU8], &'static Text)>,
}

impl Counters {
    fn add(sample: &Sample) -> Counters {
        let number = |row: &'static Number| {
            let address =
                perf_data::add(row.0, row.1 as u8, row.2 as u8, &Initial::Long(row.3(sample) as i64));
            // SAFETY: the value is aligned to 8 bytes and stays; nobody accesses it otherwise.
            (unsafe { AtomicI64::from_ptr(address.cast()) }, row)
        };
        let text = |row: &'static Text| {
            let address =
                perf_data::add(row.0, Units::String as u8, Variable as u8, &Initial::Bytes(&[0; TEXT]));
            // SAFETY: a value of that many bytes, which stays; nobody accesses it otherwise.
            (unsafe { std::slice::from_raw_parts(address.cast::<AtomicU8>(), TEXT) }, row)
        };
        Counters { numbers: NUMBERS.iter().map(number).collect(), texts: TEXTS.iter().map(text).collect() }
    }

    /// Stores the values. Readers in other processes see each number whole, but no moment of them all.
    fn store(&self, sample: &Sample) {
        for (value, (_, _, variability, of)) in &self.numbers {
            if !matches!(variability, Constant) {
                // Relaxed: as said.
                value.store(of(sample) as i64, Ordering::Relaxed);
            }
        }
        for (value, (_, of)) in &self.texts {
            let text = of(sample);
            // the last byte stays 0
            let bytes = text.bytes().chain(std::iter::repeat(0)).take(TEXT - 1);
            value.iter().zip(bytes).for_each(|(to, byte)| to.store(byte, Ordering::Relaxed));
        }
    }
}

/// At start, when there is memory for counters: adds them, and keeps them up to date if anybody can see them.
pub fn start(is_shared: bool) {
    let counters = Counters::add(&Sample::take());
    let interval = vm().options.flags().perf_data_sampling_interval;
    if !is_shared {
        return;
    }
    let interval = Duration::from_millis(interval as u64);
    let run = move || {
        loop {
            std::thread::sleep(interval);
            counters.store(&Sample::take());
        }
    };
    if std::thread::Builder::new().stack_size(STACK).spawn(run).is_err() {
        crate::log!(
            warning,
            [os, thread],
            "No thread could be started: performance counters are not kept up to date"
        );
    }
}

/// Stack of the thread that takes samples.
const STACK: usize = 128 << 10;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique() {
        let mut names: Vec<_> = NUMBERS.iter().map(|r| r.0).chain(TEXTS.iter().map(|r| r.0)).collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
    }
}
