//! Threads: `ThreadInfo` objects, CPU times, allocated bytes, deadlocks.

use std::cell::Cell;
use std::sync::atomic::{AtomicU64, Ordering};

use gc::{Handle, NarrowRef, ObjRef};

use super::{ILLEGAL_ARGUMENT, attributes, memory};
use crate::class::{BasicType, KlassRef};
use crate::loader::boot;
use crate::native::jvm::c_function;
use crate::runtime::{alloc, java_call};
use crate::stack::frames;
use crate::stack::trace::{self, TraceElement};
use crate::symbol::Symbol;
use crate::thread::safepoint::{self, poll_bit};
use crate::thread::{JResult, JavaThread, Scope, Stopped, ThreadState, Value, monitor, status};
use crate::vm::vm;
use crate::well_known::{Wk, f};

const STATE_SUSPENDED: i32 = 0x0010_0000;
const STATE_NATIVE: i32 = 0x0040_0000;

/// The highest total of allocated bytes that was reported: the total never falls.
static MOST_ALLOCATED: AtomicU64 = AtomicU64::new(0);

// ---- finding threads ----------------------------------------------------------------------------

/// The live thread with this `Thread.getId`, and the number of its activation.
fn find(t: &mut Scope<'_>, tid: i64) -> Option<(&'static JavaThread, u64)> {
    let threads = t.lock_threads();
    let is_it = |thread: &&JavaThread| thread.live_object(t).is_some_and(|o| f::Thread::tid.get(o) == tid);
    threads.all().iter().copied().find(|x| is_it(x)).map(|x| (x, x.id()))
}

/// The ids in a `long[]`, which must be positive.
fn ids_in(t: &mut Scope<'_>, ids: Handle<'_>) -> JResult<Vec<i64>> {
    let mut all = vec![0i64; ids.get(t).length()];
    ids.get(t).read_array(0, &mut all);
    if all.iter().any(|id| *id <= 0) {
        return Err(t.throw_new(ILLEGAL_ARGUMENT, "Invalid thread ID entry"));
    }
    Ok(all)
}

fn check_lengths(t: &mut Scope<'_>, ids: Handle<'_>, other: Handle<'_>, what: &str) -> JResult<()> {
    if ids.get(t).length() == other.get(t).length() {
        return Ok(());
    }
    let text = format!(
        "The length of the given {what} array does not match the length of the given array of thread IDs"
    );
    Err(t.throw_new(ILLEGAL_ARGUMENT, &text))
}

/// Numbers of live threads, and of daemons among them.
pub(super) fn live_counts(t: &mut Scope<'_>) -> (i64, i64) {
    let threads = t.lock_threads();
    let live = || threads.all().iter().filter(|x| x.live_object(t).is_some());
    (live().count() as i64, live().filter(|x| x.is_daemon()).count() as i64)
}

// ---- snapshots ----------------------------------------------------------------------------------

/// A slot of the current thread's handles that outlives the closure in which it was made.
type Slot = *mut Cell<NarrowRef>;

/// What was found of a thread while it was stopped.
#[derive(Default)]
struct Snapshot {
    thread: Option<Slot>,
    status: i32,
    blocker: Option<Slot>,
    owner: Option<Slot>,
    blocked: (u64, u64),
    waited: (u64, u64),
    trace: Vec<TraceElement>,
    /// Locked objects, each with the depth of the frame that locked it, -1 when that is unknown.
    monitors: Vec<(Slot, i32)>,
    synchronizers: Vec<Slot>,
}

/// What is asked for.
#[derive(Clone, Copy)]
struct Wanted {
    depth: usize,
    monitors: bool,
    synchronizers: bool,
}

/// Depth for `maxDepth`: negative means all.
fn depth(max: i32) -> usize {
    usize::try_from(max).unwrap_or(usize::MAX)
}

fn slot(t: &Scope<'_>, o: Option<ObjRef<'_>>) -> Option<Slot> {
    o.map(|o| t.new_slot(o.narrow()))
}

/// The handle that a slot is.
///
/// # Safety
/// The slot must have been made during `'s`.
unsafe fn handle<'s>(slot: Option<Slot>) -> Option<Handle<'s>> {
    // SAFETY: by the caller's promise; slots are made for objects only.
    slot.map(|s| unsafe { Handle::from_slot(s) })
}

/// The class of `java.util.concurrent` locks with owners, if it is loaded.
fn synchronizer_class() -> Option<KlassRef> {
    let name = Symbol::find(b"java/util/concurrent/locks/AbstractOwnableSynchronizer")?;
    boot::loader().classes.read().get(&name).copied()
}

/// `AbstractOwnableSynchronizer.exclusiveOwnerThread`
fn exclusive_owner<'a>(class: KlassRef, o: ObjRef<'a>) -> Option<ObjRef<'a>> {
    let field = class.fields.get().iter().find(|x| x.name == "exclusiveOwnerThread")?;
    // SAFETY: a field of reference type of the object's class.
    unsafe { o.load_ref(field.offset as usize) }
}

/// Why a thread does not run: the object that it is blocked on, waits for, or is parked for; and the
/// thread that has it.
fn blocker<'a>(
    t: &'a Scope<'_>,
    stopped: &Stopped<'_>,
    thread: &JavaThread,
    status: i32,
) -> (Option<ObjRef<'a>>, Option<ObjRef<'a>>) {
    // SAFETY: roots of a stopped thread.
    let (blocked_on, waiting_on) =
        unsafe { (thread.blocked_on.get().decode(), thread.waiting_on.get().decode()) };
    if status == status::PARKED || status == status::PARKED_TIMED {
        let blocker = thread.thread_object(t).and_then(|o| f::Thread::park_blocker.get(o));
        let owner = blocker.zip(synchronizer_class()).and_then(|(b, class)| {
            if KlassRef::of(b).is_subtype_of(class) { exclusive_owner(class, b) } else { None }
        });
        return (blocker, owner);
    }
    let object = blocked_on.or(waiting_on);
    let owner = object.and_then(|o| monitor::owner(stopped, o)).and_then(|x| x.thread_object(t));
    (object, owner)
}

const MONITORENTER: u8 = 0xc2;

/// The depth of the frame that locked `object`: a synchronized method's that did, else the outermost
/// one that has a `monitorenter` and the object in a local variable, where compilers keep it.
fn locking_depth(thread: &JavaThread, object: NarrowRef) -> i32 {
    let mut depth = -1;
    for (i, frame) in frames(thread).enumerate() {
        let m = frame.method;
        let locals = if m.is_native() { 0 } else { m.max_locals.into() };
        let in_block =
            m.cold.bytecode.contains(&MONITORENTER) && (0..locals).any(|k| frame.local_is(k, object));
        if in_block || frame.locked() == Some(object) {
            depth = i as i32;
        }
    }
    depth
}

fn snapshot(t: &Scope<'_>, stopped: &Stopped<'_>, thread: &JavaThread, wanted: Wanted) -> Snapshot {
    let mut status = thread.status(t);
    let (object, owner) = blocker(t, stopped, thread, status);
    let mut blocker = slot(t, object);
    if status == status::BLOCKED_ON_MONITOR_ENTER && owner.is_none() {
        // about to get it
        status = status::RUNNABLE;
        blocker = None;
    }
    // Relaxed: a hint that belongs to the thread, which is stopped.
    if thread.ctx.poll.load(Ordering::Relaxed) & poll_bit::SUSPEND != 0 {
        status |= STATE_SUSPENDED;
    }
    if thread.state() == ThreadState::InNative {
        status |= STATE_NATIVE;
    }
    // Relaxed: as above.
    let both =
        |count: &AtomicU64, nanos: &AtomicU64| (count.load(Ordering::Relaxed), nanos.load(Ordering::Relaxed));
    let trace = trace::of_thread(thread, wanted.depth);
    for e in &trace {
        // keeps the methods' classes alive
        t.new_slot(e.method.holder.mirror(t).narrow());
    }
    let shown = trace.len();
    let owned = if wanted.monitors { monitor::held_by(thread) } else { Vec::new() };
    Snapshot {
        thread: slot(t, thread.thread_object(t)),
        status,
        blocker,
        owner: slot(t, owner),
        blocked: both(&thread.blocked_count, &thread.blocked_nanos),
        waited: both(&thread.waited_count, &thread.waited_nanos),
        trace,
        monitors: owned
            .into_iter()
            .map(|n| (n, locking_depth(thread, n)))
            // those of frames that are not shown are not shown either
            .filter(|(_, depth)| usize::try_from(*depth).is_ok_and(|d| d < shown) || *depth < 0)
            .map(|(n, depth)| (t.new_slot(n), depth))
            .collect(),
        synchronizers: Vec::new(),
    }
}

/// Gives each snapshot the synchronizers that its thread owns: looks at the whole heap.
fn add_synchronizers(t: &Scope<'_>, stopped: &Stopped<'_>, snapshots: &mut [Option<Snapshot>]) {
    for_each_owned_synchronizer(stopped, |owner, o| {
        // SAFETY: the slots are the current thread's, made during this operation.
        let owned = |s: &&mut Snapshot| s.thread.is_some_and(|slot| unsafe { (*slot).get() } == owner);
        if let Some(s) = snapshots.iter_mut().flatten().find(owned) {
            s.synchronizers.push(t.new_slot(o.narrow()));
        }
    });
}

/// Calls `f` with the owner, a `java.lang.Thread`, and each lock of `java.util.concurrent` that is owned.
pub fn for_each_owned_synchronizer(stopped: &Stopped<'_>, mut f: impl FnMut(NarrowRef, ObjRef<'_>)) {
    let Some(class) = synchronizer_class() else { return };
    for thread in stopped.threads() {
        vm().heap.retire(&thread.ctx.tlab);
    }
    // SAFETY: all threads are stopped, and their buffers have been retired.
    unsafe {
        vm().heap.for_each_object(|o| {
            if KlassRef::of(o).is_subtype_of(class)
                && let Some(owner) = exclusive_owner(class, o)
            {
                f(owner.narrow(), o);
            }
        });
    }
}

/// Stops all threads and looks at those with the given ids, or at all. `None` for ids of no thread.
fn take_snapshots(t: &mut Scope<'_>, ids: Option<&[i64]>, wanted: Wanted) -> Vec<Option<Snapshot>> {
    safepoint::operation(t, "ThreadDump", |t, stopped| {
        let id_of = |x: &JavaThread| x.live_object(t).map(|o| f::Thread::tid.get(o));
        let take = |x: &JavaThread| snapshot(t, stopped, x, wanted);
        let mut all: Vec<_> = match ids {
            None => stopped.threads().iter().filter(|x| id_of(x).is_some()).map(|x| Some(take(x))).collect(),
            Some(ids) => ids
                .iter()
                .map(|id| stopped.threads().iter().find(|x| id_of(x) == Some(*id)).map(|x| take(x)))
                .collect(),
        };
        if wanted.synchronizers {
            add_synchronizers(t, stopped, &mut all);
        }
        all
    })
}

// ---- ThreadInfo ---------------------------------------------------------------------------------

fn trace_array<'s>(t: &mut Scope<'s>, elements: &[TraceElement]) -> JResult<Handle<'s>> {
    let k = Wk::StackTraceElement.klass();
    let a = alloc::new_object_array(t, k, elements.len() as i32)?;
    for (i, e) in elements.iter().enumerate() {
        let mut n = t.nested();
        let element = alloc::new_instance(&mut n, k)?;
        trace::init_element(&mut n, element, *e)?;
        a.get(&n).set_elem_ref(i, Some(element.get(&n)));
    }
    Ok(a)
}

fn object_array<'s>(t: &mut Scope<'s>, slots: impl ExactSizeIterator<Item = Slot>) -> JResult<Handle<'s>> {
    let a = alloc::new_object_array(t, Wk::Object.klass(), slots.len() as i32)?;
    for (i, s) in slots.enumerate() {
        // SAFETY: a slot of the current thread that is still in use.
        let o = unsafe { handle(Some(s)) };
        a.get(t).set_elem_ref(i, o.map(|o| o.get(t)));
    }
    Ok(a)
}

/// A number of times with milliseconds, or with -1 when times are not asked for.
fn count_and_time((count, nanos): (u64, u64)) -> [Value<'static>; 2] {
    let millis = if attributes::reports_contention() { (nanos / 1_000_000) as i64 } else { -1 };
    [Value::Long(count as i64), Value::Long(millis)]
}

/// A `java.lang.management.ThreadInfo`; with arrays of locks when `locks` is given.
fn thread_info<'s>(
    t: &mut Scope<'s>,
    s: &Snapshot,
    with_trace: bool,
    locks: Option<Wanted>,
) -> JResult<Handle<'s>> {
    let k = memory::class(t, "java/lang/management/ThreadInfo")?;
    let info = alloc::new_instance(t, k)?;
    let mut n = t.nested();
    let trace = if with_trace { Some(trace_array(&mut n, &s.trace)?) } else { None };
    // SAFETY: the slots were made by the caller, whose handles are still in use.
    let [thread, blocker, owner] = unsafe { [handle(s.thread), handle(s.blocker), handle(s.owner)] };
    let mut args = vec![Value::Ref(thread), Value::Int(s.status), Value::Ref(blocker), Value::Ref(owner)];
    args.extend(count_and_time(s.blocked));
    args.extend(count_and_time(s.waited));
    args.push(Value::Ref(trace));
    let mut desc =
        "Ljava/lang/Thread;ILjava/lang/Object;Ljava/lang/Thread;JJJJ[Ljava/lang/StackTraceElement;"
            .to_owned();
    if let Some(w) = locks {
        let (mut monitors, mut depths, mut synchronizers) = (None, None, None);
        if w.monitors {
            monitors = Some(object_array(&mut n, s.monitors.iter().map(|m| m.0))?);
            let a = alloc::new_prim_array(&mut n, BasicType::Int, s.monitors.len() as i32)?;
            let all: Vec<i32> = s.monitors.iter().map(|m| m.1).collect();
            a.get(&n).write_array(0, &all);
            depths = Some(a);
        }
        if w.synchronizers {
            synchronizers = Some(object_array(&mut n, s.synchronizers.iter().copied())?);
        }
        args.extend([Value::Ref(monitors), Value::Ref(depths), Value::Ref(synchronizers)]);
        desc.push_str("[Ljava/lang/Object;[I[Ljava/lang/Object;");
    }
    java_call::construct(&mut n, info, &format!("({desc})V"), &args)?;
    Ok(info)
}

// ---- times --------------------------------------------------------------------------------------

/// CPU nanoseconds of a thread in the list, whose lock is held; -1 when the system does not say.
fn cpu_time(thread: &JavaThread, with_system: bool) -> i64 {
    if !with_system {
        return user_time(thread).unwrap_or(-1);
    }
    // Relaxed: written before the thread came into the list.
    let pthread = thread.pthread.load(Ordering::Relaxed);
    if pthread == 0 {
        return -1;
    }
    let mut clock = 0;
    let mut now = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the thread exists as long as it is in the list; the pointers are to live values.
    let failed = unsafe {
        libc::pthread_getcpuclockid(pthread as libc::pthread_t, &mut clock) != 0
            || libc::clock_gettime(clock, &mut now) != 0
    };
    if failed { -1 } else { now.tv_sec * 1_000_000_000 + now.tv_nsec }
}

/// User time by `/proc`: field 14 of the thread's `stat`, in clock ticks.
fn user_time(thread: &JavaThread) -> Option<i64> {
    // Relaxed: as above.
    let tid = thread.os_tid.load(Ordering::Relaxed);
    let stat = std::fs::read_to_string(format!("/proc/self/task/{tid}/stat")).ok()?;
    // the name, in brackets, may hold blanks
    let ticks: i64 = stat.rsplit_once(')')?.1.split_whitespace().nth(11)?.parse().ok()?;
    // SAFETY: sysconf takes any name; this one is always known.
    let per_second = unsafe { libc::sysconf(libc::_SC_CLK_TCK) };
    Some(ticks * (1_000_000_000 / per_second))
}

/// CPU time of the thread with the given id, 0 for the current one; -1 when there is none.
fn cpu_time_of(t: &mut Scope<'_>, tid: i64, with_system: bool) -> JResult<i64> {
    if tid < 0 {
        return Err(t.throw_new(ILLEGAL_ARGUMENT, "Invalid thread ID"));
    }
    if tid == 0 {
        return Ok(cpu_time(t.thread(), with_system));
    }
    Ok(find_and(t, tid, |x| cpu_time(x, with_system)).unwrap_or(-1))
}

/// Runs `f` on the live thread with this id, which cannot end meanwhile.
fn find_and<R>(t: &mut Scope<'_>, tid: i64, f: impl FnOnce(&JavaThread) -> R) -> Option<R> {
    let (thread, id) = find(t, tid)?;
    let threads = t.lock_threads();
    threads.contains(thread, id).then(|| f(thread))
}

/// Bytes that the thread with the given id has allocated, 0 for the current one; -1 when there is none.
fn allocated_by(t: &mut Scope<'_>, tid: i64) -> i64 {
    if tid == 0 {
        return t.ctx.tlab.allocated_bytes() as i64;
    }
    let Some((thread, id)) = find(t, tid) else { return -1 };
    let bytes = safepoint::with_stopped(t, thread, id, |_, x| x.ctx.tlab.allocated_bytes());
    bytes.map_or(-1, |b| b as i64)
}

/// Resets counts or times of contention of a thread, of all for id 0; whether there was such a thread.
pub(super) fn reset_contention(t: &mut Scope<'_>, tid: i64, counts: bool) -> JResult<bool> {
    if tid < 0 {
        return Err(t.throw_bare(ILLEGAL_ARGUMENT));
    }
    let reset = |x: &JavaThread| {
        let both =
            if counts { [&x.blocked_count, &x.waited_count] } else { [&x.blocked_nanos, &x.waited_nanos] };
        // Relaxed: statistics; an event counted at the same moment may be lost.
        both.iter().for_each(|c| c.store(0, Ordering::Relaxed));
    };
    if tid == 0 {
        t.lock_threads().all().iter().for_each(|x| reset(x));
        return Ok(true);
    }
    Ok(find_and(t, tid, reset).is_some())
}

// ---- deadlocks ----------------------------------------------------------------------------------

/// For each thread the one that has what it is blocked on, by position in the list.
fn waits_for(t: &Scope<'_>, stopped: &Stopped<'_>, monitors_only: bool) -> Vec<Option<usize>> {
    let position = |o: ObjRef<'_>| stopped.threads().iter().position(|x| x.thread_object(t) == Some(o));
    let edge = |x: &JavaThread| {
        let status = x.status(t);
        let parked = status == status::PARKED || status == status::PARKED_TIMED;
        let counts = status == status::BLOCKED_ON_MONITOR_ENTER || (parked && !monitors_only);
        if counts { blocker(t, stopped, x, status).1.and_then(position) } else { None }
    };
    stopped.threads().iter().map(|x| edge(x)).collect()
}

/// The members of all cycles, cycle by cycle.
fn cycles(next: &[Option<usize>]) -> Vec<usize> {
    let mut seen = vec![false; next.len()];
    let mut found = Vec::new();
    for start in 0..next.len() {
        let mut path = Vec::new();
        let mut at = Some(start);
        while let Some(i) = at {
            if let Some(first) = path.iter().position(|p| *p == i) {
                found.extend_from_slice(&path[first..]);
                break;
            }
            if std::mem::replace(&mut seen[i], true) {
                break;
            }
            path.push(i);
            at = next[i];
        }
    }
    found
}

fn deadlocks<'s>(t: &mut Scope<'s>, monitors_only: bool) -> JResult<Option<Handle<'s>>> {
    let slots: Vec<Slot> = safepoint::operation(t, "FindDeadlocks", |t, stopped| {
        let found = cycles(&waits_for(t, stopped, monitors_only));
        found.into_iter().filter_map(|i| slot(t, stopped.threads()[i].thread_object(t))).collect()
    });
    if slots.is_empty() {
        return Ok(None);
    }
    let a = alloc::new_object_array(t, Wk::Thread.klass(), slots.len() as i32)?;
    for (i, s) in slots.into_iter().enumerate() {
        // SAFETY: made above, under this scope.
        let o = unsafe { handle(Some(s)) };
        a.get(t).set_elem_ref(i, o.map(|o| o.get(t)));
    }
    Ok(Some(a))
}

c_function! {
    /// `GetThreadInfo`: fills `infos` for `ids`; null where there is no such thread.
    fn get_thread_info(t, ids: Handle<'_>, max_depth: i32, infos: Handle<'_>) -> i32, else -1; {
        if max_depth < -1 {
            return Err(t.throw_new(ILLEGAL_ARGUMENT, "Invalid maxDepth"));
        }
        let wanted_ids = ids_in(t, ids)?;
        if KlassRef::of(infos.get(t)).component != Some(memory::class(t, "java/lang/management/ThreadInfo")?) {
            return Err(t.throw_new(ILLEGAL_ARGUMENT, "infoArray element type is not ThreadInfo class"));
        }
        check_lengths(t, ids, infos, "ThreadInfo")?;
        let wanted = Wanted { depth: depth(max_depth), monitors: false, synchronizers: false };
        let snapshots = take_snapshots(t, Some(&wanted_ids), wanted);
        for (i, s) in snapshots.iter().enumerate() {
            let mut n = t.nested();
            let info = match s {
                Some(s) => Some(thread_info(&mut n, s, max_depth != 0, None)?),
                None => None,
            };
            infos.get(&n).set_elem_ref(i, info.map(|o| o.get(&n)));
        }
        Ok(0)
    }

    /// `DumpThreads`: `ThreadInfo`s of the given threads, or of all, with what they have locked.
    fn dump_threads(t, ids: Option<Handle<'_>>, monitors: u8, synchronizers: u8, max_depth: i32) -> object {
        let ids = match ids {
            Some(ids) => Some(ids_in(t, ids)?),
            None => None,
        };
        let wanted =
            Wanted { depth: depth(max_depth), monitors: monitors != 0, synchronizers: synchronizers != 0 };
        let k = memory::class(t, "java/lang/management/ThreadInfo")?;
        let snapshots = take_snapshots(t, ids.as_deref(), wanted);
        let a = alloc::new_object_array(t, k, snapshots.len() as i32)?;
        for (i, s) in snapshots.iter().enumerate() {
            if let Some(s) = s {
                let mut n = t.nested();
                let info = thread_info(&mut n, s, true, Some(wanted))?;
                a.get(&n).set_elem_ref(i, Some(info.get(&n)));
            }
        }
        Ok(Some(a))
    }

    /// `GetOneThreadAllocatedMemory`
    fn get_one_thread_allocated_memory(t, tid: i64) -> i64, else -1; {
        if tid < 0 {
            return Err(t.throw_new(ILLEGAL_ARGUMENT, "Invalid thread ID"));
        }
        Ok(allocated_by(t, tid))
    }

    /// `GetThreadAllocatedMemory`: entries of threads that do not exist stay as they are.
    fn get_thread_allocated_memory(t, ids: Handle<'_>, sizes: Handle<'_>) -> (), else (); {
        let all = ids_in(t, ids)?;
        check_lengths(t, ids, sizes, "long")?;
        for (i, id) in all.into_iter().enumerate() {
            let bytes = allocated_by(t, id);
            if bytes >= 0 {
                sizes.get(t).set_elem(i, bytes);
            }
        }
        Ok(())
    }

    /// `GetTotalThreadAllocatedMemory`: by all threads, those that have ended included.
    fn get_total_thread_allocated_memory(t) -> i64, else -1; {
        let ended = t.lock_threads().ended_allocated;
        let live: u64 = safepoint::operation(t, "ThreadsAllocatedBytes", |_, stopped| {
            stopped.threads().iter().map(|x| x.ctx.tlab.allocated_bytes()).sum()
        });
        // threads that end in between are missing for once
        // Relaxed: a number by itself.
        let before = MOST_ALLOCATED.fetch_max(ended + live, Ordering::Relaxed);
        Ok(before.max(ended + live) as i64)
    }

    /// `GetThreadCpuTime`
    fn get_thread_cpu_time(t, tid: i64) -> i64, else -1; {
        cpu_time_of(t, tid, true)
    }

    /// `GetThreadCpuTimeWithKind`: user time, with system time when asked for.
    fn get_thread_cpu_time_with_kind(t, tid: i64, with_system: u8) -> i64, else -1; {
        cpu_time_of(t, tid, with_system != 0)
    }

    /// `GetThreadCpuTimesWithKind`
    fn get_thread_cpu_times_with_kind(t, ids: Handle<'_>, times: Handle<'_>, with_system: u8) -> (), else (); {
        let all = ids_in(t, ids)?;
        check_lengths(t, ids, times, "long")?;
        for (i, id) in all.into_iter().enumerate() {
            if let Some(time) = find_and(t, id, |x| cpu_time(x, with_system != 0)) {
                times.get(t).set_elem(i, time);
            }
        }
        Ok(())
    }

    /// `GetInternalThreadTimes`: the VM has no threads of its own that it knows the times of.
    fn get_internal_thread_times(_t, _names: Handle<'_>, _times: Handle<'_>) -> i32, else 0; {
        Ok(0)
    }

    /// `FindCircularBlockedThreads`: threads in cycles of monitors; null when there are none.
    fn find_monitor_deadlocked_threads(t) -> object {
        deadlocks(t, true)
    }

    /// `FindDeadlocks`: threads in cycles of monitors, and of ownable synchronizers when wanted.
    fn find_deadlocks(t, monitors_only: u8) -> object {
        deadlocks(t, monitors_only != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::cycles;

    #[test]
    fn cycles_without_their_tails() {
        assert_eq!(cycles(&[Some(1), Some(0)]), [0, 1]);
        assert_eq!(cycles(&[Some(1), Some(2), Some(1), None]), [1, 2]);
        assert_eq!(cycles(&[Some(1), Some(2), None]), [0usize; 0]);
        assert_eq!(cycles(&[Some(3), Some(2), Some(1), Some(0)]), [0, 3, 1, 2]);
        assert_eq!(cycles(&[Some(0)]), [0]);
    }
}
