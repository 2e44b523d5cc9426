//! What `-Xlog:gc*` says of the heap, in the words of HotSpot 17's serial collector, so that tools that read its logs
//! can read ours: at start, for each collection, and at exit.
//!
//! All lines of a collection are written at its end, while all threads are stopped; those that belong to
//! an earlier moment are decorated with the time of that moment.

use std::fmt::Write;
use std::time::{Duration, Instant};

use gc::client::{Cause, Kind, Report, Spaces, Usage};
use parking_lot::Mutex;

use super::gc_stats;
use crate::native::management;
use crate::options::VM_VERSION;
use crate::os::machine;
use crate::os::time::{CpuTimes, cpu_times};
use crate::vm::vm;
use crate::{log, log_enabled, metaspace};

const K: usize = 1 << 10;
const M: usize = 1 << 20;
const G: usize = 1 << 30;

/// What is measured at the beginning of a collection, besides what the collector reports.
struct Before {
    cpu: CpuTimes,
    at: Instant,
    metaspace: Usage,
    cause: Cause,
}

static BEFORE: Mutex<Option<Before>> = Mutex::new(None);

/// Called immediately before each collection, with all threads stopped.
pub fn begin(cause: Cause) {
    let metaspace = gc_stats::metaspace_usage();
    *BEFORE.lock() = Some(Before { cpu: cpu_times(), at: Instant::now(), metaspace, cause });
}

/// Why the collection happens that goes on now, if one does.
pub fn running() -> Option<Cause> {
    BEFORE.lock().as_ref().map(|b| b.cause)
}

/// Called after each collection, with all threads still stopped: logs it, adds it to the statistics, and lets management know.
/// `sync_time` is what it took to stop them.
pub fn report(report: &Report, sync_time: Duration) {
    let before = BEFORE.lock().take();
    let metaspace = before.as_ref().map_or_else(gc_stats::metaspace_usage, |b| b.metaspace);
    let collection = gc_stats::record(report, metaspace);
    log_collection(report, metaspace, sync_time);
    if log_enabled!(info, [gc, cpu])
        && let Some(b) = before
    {
        log!(info, [gc, cpu], "GC({}) {}", report.id, cpu_line(b.cpu, cpu_times(), b.at.elapsed()));
    }
    management::collected(report.kind, &collection);
}

fn log_collection(r: &Report, metaspace_before: Usage, sync_time: Duration) {
    let (id, start) = (r.id, r.start);
    // the statistics have this collection already
    let full = gc_stats::collector(Kind::Full).count - u64::from(r.kind == Kind::Full);
    log!(info @ start, [gc, start], "GC({id}) {}", title(r));
    if log_enabled!(debug, [gc, heap]) {
        log!(debug @ start, [gc, heap], "GC({id}) Heap before GC {}", invocations(r, full, false));
        for line in summary(&r.before, metaspace_before) {
            log!(debug @ start, [gc, heap], "GC({id}) {line}");
        }
    }
    log!(debug @ start, [gc, task], "GC({id}) Threads stopped in {:.3}ms", millis(sync_time));
    log!(
        info @ start,
        [gc, task],
        "GC({id}) Using {} workers of {} for {}",
        r.workers,
        vm().heap.worker_count(),
        if r.kind == Kind::Full { "full compaction" } else { "evacuation" }
    );
    log_phases(r);
    log_references(r);
    log_ages(r);
    if r.evacuation_failed {
        log!(info, [gc, promotion], "GC({id}) Promotion failed");
    }
    log!(
        debug,
        [gc, heap],
        "GC({id}) Promoted: {}K, old regions evacuated: {}",
        r.promoted / K,
        r.old_regions
    );
    for line in heap_changes(r) {
        log!(info, [gc, heap], "GC({id}) {line}");
    }
    let after = gc_stats::metaspace_usage();
    log!(info, [gc, metaspace], "GC({id}) {}", change("Metaspace", metaspace_before, after));
    if log_enabled!(debug, [gc, heap]) {
        log!(debug, [gc, heap], "GC({id}) Heap after GC {}", invocations(r, full, true));
        for line in summary(&r.after, after) {
            log!(debug, [gc, heap], "GC({id}) {line}");
        }
    }
    log!(info, [gc], "GC({id}) {}", total_line(r));
}

/// Marking, moving and so on: at level info for full collections, as these may be long.
fn log_phases(r: &Report) {
    let mut at = r.start;
    for (i, (name, time)) in r.phases.iter().enumerate() {
        let end = at + *time;
        let (id, number, time) = (r.id, i + 1, millis(*time));
        match r.kind {
            Kind::Full => {
                log!(info @ at, [gc, phases, start], "GC({id}) Phase {number}: {name}");
                log!(info @ end, [gc, phases], "GC({id}) Phase {number}: {name} {time:.3}ms");
            }
            Kind::Young => {
                log!(debug @ at, [gc, phases, start], "GC({id}) {name}");
                log!(debug @ end, [gc, phases], "GC({id}) {name} {time:.3}ms");
            }
        }
        at = end;
    }
}

/// In the order of [`gc::object::Strength`].
const STRENGTHS: [&str; 4] = ["SoftReference", "WeakReference", "FinalReference", "PhantomReference"];

fn log_references(r: &Report) {
    let id = r.id;
    let time: Duration =
        r.phases.iter().filter(|(name, _)| *name == "Reference Processing").map(|p| p.1).sum();
    log!(debug, [gc, phases, ref], "GC({id}) Reference Processing: {:.1}ms", millis(time));
    for (i, name) in STRENGTHS.iter().enumerate() {
        log!(debug, [gc, phases, ref], "GC({id})   {name}:");
        log!(debug, [gc, phases, ref], "GC({id})     Discovered: {}", r.discovered[i]);
        log!(debug, [gc, phases, ref], "GC({id})     Cleared: {}", r.enqueued[i]);
    }
    if log_enabled!(debug, [gc, ref]) {
        let counts: Vec<String> = (0..STRENGTHS.len())
            .map(|i| format!("{} {} of {}", STRENGTHS[i], r.enqueued[i], r.discovered[i]))
            .collect();
        log!(debug, [gc, ref], "GC({id}) References cleared: {}", counts.join(", "));
    }
}

fn log_ages(r: &Report) {
    if r.kind == Kind::Full {
        return;
    }
    let (id, heap) = (r.id, &vm().heap);
    let (threshold, most) = (heap.tenuring_threshold(), vm().options.flags().max_tenuring_threshold);
    let target = heap.survivor_target();
    log!(
        debug,
        [gc, age],
        "GC({id}) Desired survivor size {target} bytes, new threshold {threshold} (max threshold {most})"
    );
    if log_enabled!(trace, [gc, age]) {
        log!(trace, [gc, age], "GC({id}) Age table with threshold {threshold} (max threshold {most})");
        for line in age_table(&r.ages) {
            log!(trace, [gc, age], "GC({id}) {line}");
        }
    }
}

/// At start, when the heap has been made.
pub fn started() {
    log!(info, [gc], "Using Excelsa generational copying collector");
    if !log_enabled!(info, [gc, init]) {
        return;
    }
    let (options, heap) = (&vm().options, &vm().heap);
    let flags = options.flags();
    let on = |b: bool| if b { "Enabled" } else { "Disabled" };
    let build = if cfg!(debug_assertions) { "debug" } else { "release" };
    log!(info, [gc, init], "Version: {VM_VERSION} ({build})");
    log!(
        info,
        [gc, init],
        "CPUs: {} total, {} available",
        machine::configured_processors(),
        options.processors()
    );
    let memory = machine::memory(flags.use_container_support) as usize;
    log!(info, [gc, init], "Memory: {}", proper_size(memory));
    log!(info, [gc, init], "Large Page Support: Disabled");
    log!(info, [gc, init], "NUMA Support: Disabled");
    log!(info, [gc, init], "Compressed Oops: Enabled (Non-zero based)");
    log!(info, [gc, init], "Heap Min Capacity: {}", exact_size(options.heap.min as usize));
    log!(info, [gc, init], "Heap Initial Capacity: {}", exact_size(options.heap.initial as usize));
    log!(info, [gc, init], "Heap Max Capacity: {}", exact_size(options.heap.max as usize));
    log!(info, [gc, init], "Pre-touch: {}", on(flags.always_pre_touch));
    log!(info, [gc, init], "Parallel Workers: {}", heap.worker_count());
}

/// At exit, with threads still running.
pub fn exiting() {
    if !log_enabled!(info, [gc, heap, exit]) {
        return;
    }
    log!(info, [gc, heap, exit], "Heap");
    for line in summary(&vm().heap.spaces(), gc_stats::metaspace_usage()) {
        log!(info, [gc, heap, exit], "{line}");
    }
    for (kind, name) in [(Kind::Young, "young"), (Kind::Full, "old")] {
        let c = gc_stats::collector(kind);
        let total = c.time.as_secs_f64();
        if c.count > 0 {
            log!(
                debug,
                [gc, heap, exit],
                "Accumulated {name} generation GC time {total:.7} secs, {} GC's, avg GC time {:.7}",
                c.count,
                total / c.count as f64
            );
        }
    }
}

/// The heap's spaces at present, as at the end of thread dumps.
pub fn describe_heap() -> String {
    format!("Heap\n{}\n", describe_spaces())
}

/// The lines of the heap's spaces at present.
pub fn describe_spaces() -> String {
    let lines = summary(&vm().heap.spaces(), gc_stats::metaspace_usage());
    lines.join("\n") + "\n"
}

fn millis(d: Duration) -> f64 {
    d.as_secs_f64() * 1000.0
}

/// What HotSpot calls such a pause; those with parts of the old generation as its G1 does.
fn title(r: &Report) -> String {
    let kind = match r.kind {
        Kind::Young if r.marked => "Young (Prepare Mixed)",
        Kind::Young if r.old_regions > 0 => "Young (Mixed)",
        Kind::Young => "Young",
        Kind::Full => "Full",
    };
    format!("Pause {kind} ({})", r.cause.name())
}

/// `Pause Young (Allocation Failure) 8M->1M(30M) 2.345ms`
fn total_line(r: &Report) -> String {
    let (before, after) = (r.before.used() / M, r.after.used() / M);
    format!("{} {before}M->{after}M({}M) {:.3}ms", title(r), r.after.committed() / M, millis(r.duration))
}

fn change(name: &str, before: Usage, after: Usage) -> String {
    let usage = |u: Usage| format!("{}K({}K)", u.used / K, u.committed / K);
    format!("{name}: {}->{}", usage(before), usage(after))
}

fn young(s: &Spaces) -> Usage {
    Usage { used: s.eden.used + s.survivor.used, committed: s.eden.committed + s.survivor.committed }
}

/// The young and the old generation before and after.
fn heap_changes(r: &Report) -> [String; 2] {
    let (b, a) = (&r.before, &r.after);
    let generation = change("DefNew", young(b), young(a));
    let parts = format!("{} {}", change("Eden", b.eden, a.eden), change("From", b.survivor, a.survivor));
    [format!("{generation} {parts}"), change("Tenured", b.old, a.old)]
}

/// Numbers of collections before this one, of which `full` were full ones, or with it.
fn invocations(r: &Report, full: u64, with: bool) -> String {
    let full = full + u64::from(with && r.kind == Kind::Full);
    format!("invocations={} (full {full}):", r.id + u64::from(with))
}

fn percent(u: Usage) -> usize {
    (u.used * 100).checked_div(u.committed).unwrap_or(0)
}

fn summary(s: &Spaces, metaspace: Usage) -> Vec<String> {
    let space = |u: Usage| format!("{}K, {:3}% used", u.committed / K, percent(u));
    let generation = |u: Usage| format!("total {}K, used {}K", u.committed / K, u.used / K);
    let reserved = metaspace::usage().1;
    vec![
        format!(" def new generation   {}", generation(young(s))),
        format!("  eden space {}", space(s.eden)),
        format!("  from space {}", space(s.survivor)),
        format!(" tenured generation   {}", generation(s.old)),
        format!("   the space {}", space(s.old)),
        format!(
            " Metaspace       used {}K, committed {}K, reserved {}K",
            metaspace.used / K,
            metaspace.committed / K,
            reserved / K
        ),
    ]
}

fn age_table(ages: &[usize]) -> Vec<String> {
    let mut total = 0;
    let mut lines = Vec::new();
    for (age, bytes) in ages.iter().enumerate().filter(|(_, b)| **b > 0) {
        total += bytes;
        lines.push(format!("- age {age:3}: {bytes:10} bytes, {total:10} total"));
    }
    lines
}

fn cpu_line(before: CpuTimes, after: CpuTimes, real: Duration) -> String {
    let mut line = String::new();
    let times = [
        ("User", after.user.saturating_sub(before.user)),
        ("Sys", after.system.saturating_sub(before.system)),
        ("Real", real),
    ];
    for (name, time) in times {
        let gap = if line.is_empty() { "" } else { " " };
        // writing to a String cannot fail
        let _ = write!(line, "{gap}{name}={:.2}s", time.as_secs_f64());
    }
    line
}

/// In the unit that leaves at least three digits.
pub fn proper_size(n: usize) -> String {
    match n {
        _ if n >= 100 * G => format!("{}G", n / G),
        _ if n >= 100 * M => format!("{}M", n / M),
        _ if n >= 100 * K => format!("{}K", n / K),
        _ => format!("{n}B"),
    }
}

/// In the largest unit of which it is a multiple.
fn exact_size(n: usize) -> String {
    for (unit, letter) in [(G, 'G'), (M, 'M'), (K, 'K')] {
        if n >= unit && n.is_multiple_of(unit) {
            return format!("{}{letter}", n / unit);
        }
    }
    format!("{n}B")
}

#[cfg(test)]
mod tests {
    use super::*;
    use gc::client::Cause;

    fn usage(used: usize, committed: usize) -> Usage {
        Usage { used: used * K, committed: committed * K }
    }

    fn a_report(kind: Kind, cause: Cause) -> Report {
        let spaces = |eden, survivor, old| Spaces {
            eden: usage(eden, 17472),
            survivor: usage(survivor, 2176),
            old: usage(old, 43712),
        };
        let mut ages = [0; 17];
        (ages[1], ages[3]) = (1_100_584, 16);
        Report {
            id: 0,
            kind,
            cause,
            start: Instant::now(),
            duration: Duration::from_nanos(1_250_499),
            before: spaces(17468, 0, 0),
            after: spaces(0, 1074, 0),
            phases: vec![("Evacuate", Duration::from_micros(1100))],
            promoted: 0,
            marked: false,
            old_regions: 0,
            evacuation_failed: false,
            tenuring_threshold: 15,
            ages,
            discovered: [0, 3, 0, 0],
            enqueued: [0, 1, 0, 0],
            workers: 2,
        }
    }

    #[test]
    fn pauses() {
        let young = a_report(Kind::Young, Cause::AllocationFailure);
        assert_eq!(total_line(&young), "Pause Young (Allocation Failure) 17M->1M(61M) 1.250ms");
        assert_eq!(title(&a_report(Kind::Full, Cause::SystemGc)), "Pause Full (System.gc())");
        let mixed = Report { old_regions: 3, ..a_report(Kind::Young, Cause::AllocationFailure) };
        assert_eq!(title(&mixed), "Pause Young (Mixed) (Allocation Failure)");
    }

    #[test]
    fn counts() {
        let full = a_report(Kind::Full, Cause::SystemGc);
        assert_eq!(invocations(&full, 4, false), "invocations=0 (full 4):");
        assert_eq!(invocations(&full, 4, true), "invocations=1 (full 5):");
        let young = a_report(Kind::Young, Cause::AllocationFailure);
        assert_eq!(invocations(&young, 0, true), "invocations=1 (full 0):");
    }

    #[test]
    fn spaces() {
        let r = a_report(Kind::Young, Cause::AllocationFailure);
        assert_eq!(
            heap_changes(&r),
            [
                "DefNew: 17468K(19648K)->1074K(19648K) Eden: 17468K(17472K)->0K(17472K) \
                 From: 0K(2176K)->1074K(2176K)",
                "Tenured: 0K(43712K)->0K(43712K)"
            ]
        );
        let line = change("Metaspace", usage(124, 320), usage(124, 320));
        assert_eq!(line, "Metaspace: 124K(320K)->124K(320K)");
    }

    #[test]
    fn ages_and_times() {
        let r = a_report(Kind::Young, Cause::AllocationFailure);
        assert_eq!(
            age_table(&r.ages),
            [
                "- age   1:    1100584 bytes,    1100584 total",
                "- age   3:         16 bytes,    1100600 total"
            ]
        );
        let at = |user, system| CpuTimes {
            user: Duration::from_millis(user),
            system: Duration::from_millis(system),
        };
        let line = cpu_line(at(1000, 50), at(1010, 50), Duration::from_millis(12));
        assert_eq!(line, "User=0.01s Sys=0.00s Real=0.01s");
    }

    #[test]
    fn units() {
        assert_eq!(proper_size(24105 * M + 5), "24105M");
        assert_eq!(proper_size(200 * G), "200G");
        assert_eq!([exact_size(8 * M), exact_size(64 * K), exact_size(1001)], ["8M", "64K", "1001B"]);
        assert_eq!(percent(usage(0, 0)), 0);
    }
}
