//! Collections as the VM sees them: when they happen, and what the collector finds as its roots.
//!
//! A collection is the operation of a safepoint. Whoever asks for one because there is no room allocates inside that
//! operation, so that no other thread takes what has become free; and when another thread has collected meanwhile, it
//! only tries again.

use std::cell::Cell;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use std::time::Instant;

use gc::stress::Countdown;
use gc::{Cause, Client, Fate, Kind, NarrowRef, Phase, ReferenceLayout, Report, Request, Visitor};

use parking_lot::Mutex;

use super::out_of_memory::OutOfMemory;
use super::overhead_limit::{Collection, Limits, OverheadLimit, Verdict};
use super::{references, string_table, young_slots};
use crate::compile_env::{dependencies, liveness};
use crate::diag::gc_log;
use crate::interp::calls;
use crate::loader::unload;
use crate::native::handles::{GLOBALS, WEAK_GLOBALS};
use crate::os::time;
use crate::stack::check::{self, Moment};
use crate::stack::roots;
use crate::thread::{JavaThread, Scope, Stopped, monitor, safepoint};
use crate::vm::{try_vm, vm};
use crate::well_known::{Wk, f};
use crate::{code, compiled};

/// Threads whose roots are one task.
const THREADS_PER_TASK: usize = 4;
/// Tasks that the slots of metadata are divided into.
const CLASS_TASKS: usize = 4;

/// The VM during a collection.
struct VmClient<'a> {
    stopped: &'a Stopped<'a>,
}

/// A part of the roots.
enum Task {
    /// Threads from this index on.
    Threads(usize),
    /// A part of the class loader data.
    Classes(usize),
    /// Global references, the list of pending references; in a young collection the metadata's slots.
    Globals,
    /// Weak slots.
    Weak,
}

impl VmClient<'_> {
    fn threads(&self) -> &[&'static JavaThread] {
        self.stopped.threads()
    }

    fn thread_tasks(&self) -> usize {
        self.threads().len().div_ceil(THREADS_PER_TASK)
    }

    fn task(&self, task: usize) -> Task {
        match task {
            0 => Task::Globals,
            n if n <= self.thread_tasks() => Task::Threads((n - 1) * THREADS_PER_TASK),
            n => match n - 1 - self.thread_tasks() {
                n if n < CLASS_TASKS => Task::Classes(n),
                _ => Task::Weak,
            },
        }
    }

    fn visit_thread(&self, phase: Phase, thread: &JavaThread, visit: &mut Visitor<'_>) {
        thread.for_each_root(|slot| visit_root(slot, visit));
        // Running code keeps its class. Otherwise mirrors are the loaders' roots.
        let mirrors = phase == Phase::Mark;
        // SAFETY: the thread is stopped.
        unsafe { roots::for_each_slot(thread, mirrors, visit) };
    }
}

/// Visits a slot that may hold null.
fn visit_root(slot: &Cell<NarrowRef>, visit: &mut Visitor<'_>) {
    if !slot.get().is_null() {
        visit(slot);
    }
}

impl Client for VmClient<'_> {
    fn root_tasks(&self, phase: Phase) -> usize {
        let always = 1 + self.thread_tasks();
        match phase {
            Phase::Young => always,
            Phase::Mixed | Phase::Mark => always + CLASS_TASKS,
            Phase::Adjust => always + CLASS_TASKS + 1,
        }
    }

    fn visit_roots(&self, phase: Phase, task: usize, visit: &mut Visitor<'_>) {
        match self.task(task) {
            Task::Globals => {
                GLOBALS.for_each(|slot| visit_root(slot, visit));
                references::visit(&mut |slot| visit_root(slot, visit));
                if phase == Phase::Young {
                    young_slots::visit(visit);
                }
            }
            Task::Threads(from) => {
                for thread in self.threads().iter().skip(from).take(THREADS_PER_TASK) {
                    self.visit_thread(phase, thread, visit);
                }
            }
            Task::Classes(part) => {
                let mut visit = |slot: &Cell<NarrowRef>| visit_root(slot, visit);
                if phase == Phase::Mark {
                    unload::visit_strong(part, CLASS_TASKS, &mut visit);
                } else {
                    unload::visit_all(part, CLASS_TASKS, &mut visit);
                }
            }
            Task::Weak => {
                WEAK_GLOBALS.for_each(|slot| visit_root(slot, visit));
                string_table::for_each_slot(visit);
                monitor::update_table(self.stopped, |n| {
                    let slot = Cell::new(n);
                    visit(&slot);
                    Some(slot.get())
                });
            }
        }
    }

    fn visit_pinned(&self, visit: &mut dyn FnMut(NarrowRef)) {
        for thread in self.threads() {
            thread.pins.for_each(|pin| visit(pin.get()));
        }
    }

    fn visit_class(&self, class: u32, visit: &mut Visitor<'_>) {
        unload::visit_class(class, &mut |slot| visit_root(slot, visit));
    }

    fn visit_loader(&self, loader: NarrowRef, visit: &mut Visitor<'_>) {
        unload::visit_loader(loader, &mut |slot| visit_root(slot, visit));
    }

    fn process_weak(&self, phase: Phase, fate: &Fate<'_>) {
        let young = phase == Phase::Young;
        let fate_of = |n: NarrowRef| if young && !vm().heap.is_young(n) { Some(n) } else { fate(n) };
        WEAK_GLOBALS.for_each(|slot| {
            if !slot.get().is_null() {
                slot.set(fate_of(slot.get()).unwrap_or(NarrowRef::NULL));
            }
        });
        monitor::update_table(self.stopped, fate_of);
        if young {
            string_table::process_young(fate);
        } else {
            string_table::process_all(fate);
        }
        if phase == Phase::Mark {
            if unload::unload(fate) != 0 {
                self.threads().iter().for_each(|t| calls::clear_itable_cache(t));
            }
            // some may have been freed
            young_slots::rebuild();
            unload::end_marking();
        }
    }

    fn add_pending(&self, f: &mut dyn FnMut(NarrowRef) -> NarrowRef) {
        references::update(f);
    }
}

/// Tells the collector how references are laid out; once their classes are loaded.
pub fn set_reference_layout() {
    vm().heap.set_reference_layout(ReferenceLayout {
        referent: f::Reference::referent.offset(),
        next: f::Reference::next.offset(),
        discovered: f::Reference::discovered.offset(),
        timestamp: f::SoftReference::timestamp.offset(),
    });
    LAYOUT_KNOWN.store(true, Ordering::Release);
    set_soft_clock();
}

/// Set when the classes of references are loaded.
static LAYOUT_KNOWN: AtomicBool = AtomicBool::new(false);

/// Sets the clock by which softly reachable objects age: milliseconds, as of now.
fn set_soft_clock() {
    let now = time::monotonic_nanos() / 1_000_000;
    if LAYOUT_KNOWN.load(Ordering::Acquire)
        // SAFETY: a root, which no one moves meanwhile: the threads are stopped, or the caller is the only one.
        && let Some(mirror) = unsafe { Wk::SoftReference.klass().mirror.get().decode() }
    {
        f::SoftReference::clock.set(mirror, now);
    }
    vm().heap.set_soft_clock(now);
}

/// Full collections so far.
static FULL: AtomicU64 = AtomicU64::new(0);

/// What a collection meant for those that asked for it.
struct Done {
    kind: Kind,
    verdict: Verdict,
}

/// Collects; all threads are stopped.
fn run(stopped: &Stopped<'_>, request: Request) -> Done {
    let heap = &vm().heap;
    let _no_questions = liveness::collect();
    monitor::deflate_idle(stopped);
    for thread in stopped.threads() {
        heap.retire(&thread.ctx.tlab);
    }
    let client = VmClient { stopped };
    gc_log::begin(request.cause);
    check_frames(stopped, Moment::Before);
    // SAFETY: the mutators are stopped, their buffers retired; the client visits their roots.
    let report: Report = unsafe { heap.collect(&client, request) };
    check_frames(stopped, Moment::After);
    if report.kind == Kind::Full {
        // Relaxed: read and written at safepoints, or as a hint.
        FULL.fetch_add(1, Ordering::Relaxed);
        young_slots::rebuild();
        string_table::forget_old();
    }
    dependencies::collected(stopped);
    if request.cause == Cause::Stress && vm().options.flags().gc_stress_deoptimizes {
        compiled::deoptimize_activations(stopped, |_| true);
    }
    code::free_unused(stopped);
    set_soft_clock();
    gc_log::report(&report, stopped.sync_time);
    Done { kind: report.kind, verdict: note_overhead(&report) }
}

/// Checks the references in the threads' frames: always in debug builds and under a stress flag, by the header that each leads to; with
/// the flags that check the heap, by the places of all objects.
fn check_frames(stopped: &Stopped<'_>, moment: Moment) {
    let flags = vm().options.flags();
    let exact = match moment {
        Moment::Before => flags.verify_before_gc,
        Moment::After => flags.verify_after_gc,
    };
    let stress = flags.gc_stress_allocations != 0 || flags.gc_stress_polls != 0;
    let heap = &vm().heap;
    if exact {
        // SAFETY: the mutators are stopped, their buffers retired.
        let starts = unsafe { heap.starts(moment.text()) };
        stopped.threads().iter().for_each(|t| check::references(t, moment, |n| starts.has(n)));
    } else if stress || cfg!(debug_assertions) {
        stopped.threads().iter().for_each(|t| check::references(t, moment, |n| heap.has_header(n)));
    }
}

/// The rule for "GC overhead limit exceeded", and when the last collection ended.
static OVERHEAD: Mutex<Option<(OverheadLimit, Instant)>> = Mutex::new(None);

fn note_overhead(report: &Report) -> Verdict {
    let flags = vm().options.flags();
    let mut overhead = OVERHEAD.lock();
    let (limit, last_end) = overhead.get_or_insert_with(|| {
        let limits = Limits {
            enabled: flags.use_gc_overhead_limit,
            time: flags.gc_time_limit,
            free: flags.gc_heap_free_limit,
        };
        (OverheadLimit::new(limits), report.start)
    });
    let max = vm().heap.max_bytes();
    let verdict = limit.note(&Collection {
        full: report.kind == Kind::Full,
        explicit: report.cause != Cause::AllocationFailure,
        duration: report.duration,
        since_last: report.start.saturating_duration_since(*last_end),
        free: max.saturating_sub(report.after.used()),
        max,
    });
    *last_end = report.start + report.duration;
    verdict
}

fn operation_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Young => "GenCollectForAllocation",
        Kind::Full => "GenCollectFull",
    }
}

/// Collects as asked for. A full collection that another thread has run since this was called will do.
pub fn collect(t: &mut Scope<'_>, request: Request) {
    let full = FULL.load(Ordering::Relaxed);
    safepoint::operation(t, operation_name(request.kind), |_, stopped| {
        let done = request.kind == Kind::Full && !request.clear_soft && FULL.load(Ordering::Relaxed) != full;
        if !done {
            run(stopped, request);
        }
    });
}

/// `System.gc()`.
pub fn system_gc(t: &mut Scope<'_>) {
    if !vm().options.flags().disable_explicit_gc {
        collect(t, Request { cause: Cause::SystemGc, kind: Kind::Full, clear_soft: false });
    }
}

/// Counts the polls of Java code, when a stress flag says so.
fn polls() -> &'static Countdown {
    static POLLS: OnceLock<Countdown> = OnceLock::new();
    POLLS.get_or_init(|| {
        let flags = vm().options.flags();
        Countdown::new(flags.gc_stress_polls, flags.gc_stress_seed)
    })
}

/// Whether each poll is to call [`stress_poll`].
pub fn stresses_polls() -> bool {
    try_vm().is_some() && polls().is_on()
}

/// At a poll of Java code: collects when a stress flag says so.
pub fn stress_poll(t: &mut Scope<'_>) {
    if polls().due() {
        stress(t);
    }
}

/// A collection that a stress flag asks for, before an allocation or at a poll.
pub fn stress(t: &mut Scope<'_>) {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let every = vm().options.flags().gc_stress_full_every;
    // Relaxed: a number by itself.
    let n = COUNT.fetch_add(1, Ordering::Relaxed) + 1;
    let kind = if every != 0 && n.is_multiple_of(every) { Kind::Full } else { Kind::Young };
    collect(t, Request { cause: Cause::Stress, kind, clear_soft: false });
}

/// The number of the collection that last cleared all soft references without making room, plus one; see
/// [`allocate`].
static HOPELESS: AtomicU64 = AtomicU64::new(0);
/// The next collection for an allocation clears all soft references: the overhead limit is near.
static CLEAR_SOFT: AtomicBool = AtomicBool::new(false);

/// Makes room for `size` bytes, which there was not, and allocates them. As far as needed there is a young collection, a full
/// one, and one that clears all soft references.
///
/// # Errors
/// The kind of `OutOfMemoryError` to throw.
#[cold]
pub fn allocate(t: &mut Scope<'_>, size: usize) -> Result<usize, OutOfMemory> {
    let heap = &vm().heap;
    let before = heap.collections();
    // More than the heap can ever hold: soft references are cleared before an OutOfMemoryError all the same, but
    // not again when nothing has been collected since.
    let impossible = size > heap.max_bytes();
    if impossible && HOPELESS.load(Ordering::Relaxed) == before + 1 {
        return Err(OutOfMemory::JavaHeap);
    }
    let ladder: &[(Kind, bool)] = if impossible {
        &[(Kind::Full, true)]
    } else {
        &[(Kind::Young, false), (Kind::Full, false), (Kind::Full, true)]
    };
    safepoint::operation(t, operation_name(Kind::Young), |t, stopped| {
        if heap.collections() != before
            && let Ok(at) = heap.allocate(&t.ctx.tlab, size)
        {
            return Ok(at);
        }
        let mut last = Kind::Young;
        for &(kind, clear_soft) in ladder {
            if kind == last && kind == Kind::Full && !clear_soft {
                continue; // the young collection went on as a full one
            }
            // Relaxed: read and written at safepoints.
            let clear_soft = clear_soft || CLEAR_SOFT.load(Ordering::Relaxed);
            let done = run(stopped, Request { cause: Cause::AllocationFailure, kind, clear_soft });
            if done.kind == Kind::Full {
                CLEAR_SOFT.store(done.verdict == Verdict::ClearSoftReferences, Ordering::Relaxed);
            }
            if done.verdict == Verdict::Exceeded {
                return Err(OutOfMemory::OverheadLimit);
            }
            last = done.kind;
            if !impossible && let Ok(at) = heap.allocate(&t.ctx.tlab, size) {
                return Ok(at);
            }
        }
        HOPELESS.store(heap.collections() + 1, Ordering::Relaxed);
        Err(OutOfMemory::JavaHeap)
    })
}
