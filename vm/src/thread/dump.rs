//! Thread dumps in HotSpot's format, and stack traces of other threads.
//!
//! The interpreter does not record which frame locked an object, so "- locked" lines are found by
//! looking, in the frames of methods with a `monitorenter`, for references to objects that the thread
//! has locked; javac keeps the object of a `synchronized` statement in a local variable.

use std::fmt::Write;
use std::sync::atomic::Ordering;

use classfile::opcode::Opcode;
use gc::{Handle, NarrowRef, ObjRef};

use super::safepoint::{self, Stopped};
use super::status::display_address;
use super::{JResult, JavaThread, Scope, ThreadState, lifecycle, monitor, status};
use crate::class::{KlassRef, MethodRef};
use crate::diag::{gc_log, histogram};
use crate::loader::modules;
use crate::native::{handles, management};
use crate::options::{FlagId, VM_NAME, VM_VERSION, Value as Setting};
use crate::os::time;
use crate::runtime::alloc;
use crate::stack::{self, JavaFrame, trace};
use crate::vm::vm;
use crate::well_known::{Wk, f};

/// Prints the dump of all threads where the VM's output goes (`-XX:+DisplayVMOutputToStderr`).
pub fn print(t: &mut Scope<'_>) {
    let is_on = |id| vm().options.current(id) == Setting::Bool(true);
    let mut text = describe(t, Wanted { locks: is_on(FlagId::PrintConcurrentLocks), extended: false });
    text.push_str(&gc_log::describe_heap());
    if is_on(FlagId::PrintClassHistogram) {
        text.push_str(&histogram::take(t, true));
    }
    t.blocked(|| tty(&text));
}

/// What is shown of each thread besides its state and frames.
#[derive(Clone, Copy)]
pub struct Wanted {
    /// The locks of `java.util.concurrent` that it owns.
    pub locks: bool,
    /// How much it has allocated.
    pub extended: bool,
}

/// The dump of all threads.
pub fn describe(t: &mut Scope<'_>, wanted: Wanted) -> String {
    safepoint::operation(t, "PrintThreads", |t, stopped| {
        let mut out = String::new();
        // writing to a String cannot fail
        let _ = describe_all(&mut out, t, stopped, wanted);
        out
    })
}

/// Prints where the VM's own output goes.
pub fn tty(text: &str) {
    use std::io::Write;
    let to_stderr = crate::vm::try_vm().is_some_and(|vm| vm.options.flags().display_vm_output_to_stderr);
    // a closed stream must not end the VM
    let _ = if to_stderr {
        std::io::stderr().write_all(text.as_bytes())
    } else {
        let mut o = std::io::stdout().lock();
        o.write_all(text.as_bytes()).and_then(|()| o.flush())
    };
}

fn describe_all(out: &mut String, t: &Scope<'_>, stopped: &Stopped<'_>, wanted: Wanted) -> std::fmt::Result {
    // 2024-02-29_12-34-56
    let stamp = time::local_stamp(time::now_millis());
    writeln!(out, "{} {}", &stamp[..10], stamp[11..].replace('-', ":"))?;
    writeln!(out, "Full thread dump {VM_NAME} ({VM_VERSION} {}):\n", vm().options.vm_info())?;
    writeln!(out, "Threads class SMR info:")?;
    let list = stopped.threads();
    writeln!(out, "_java_thread_list=0x{:016x}, length={}, elements={{", list.as_ptr() as usize, list.len())?;
    for (i, x) in list.iter().enumerate() {
        let end = match i + 1 {
            n if n == list.len() => "\n",
            n if n % 4 == 0 => ",\n",
            _ => ", ",
        };
        write!(out, "0x{:016x}{end}", std::ptr::from_ref(*x) as usize)?;
    }
    writeln!(out, "}}\n")?;
    let locks = wanted.locks.then(|| owned_synchronizers(stopped));
    for x in list {
        describe_thread(out, t, x, wanted)?;
        if let Some(locks) = &locks {
            let mut own = locks.iter().filter(|(owner, _)| *owner == x.object.get()).peekable();
            writeln!(out, "\n   Locked ownable synchronizers:")?;
            if own.peek().is_none() {
                writeln!(out, "\t- None")?;
            }
            for (_, lock) in own {
                // SAFETY: an object found while all threads are stopped.
                let Some(o) = (unsafe { lock.decode() }) else { continue };
                writeln!(out, "\t- <{}> (a {})", display_address(*lock), class_text(o))?;
            }
        }
        writeln!(out)?;
    }
    crate::tiering::describe_threads(out)?;
    let (globals, weaks) = (handles::GLOBALS.len(), handles::WEAK_GLOBALS.len());
    writeln!(out, "JNI global refs: {globals}, weak refs: {weaks}\n")?;
    deadlocks(out, t, stopped)
}

/// Owners, and locks of `java.util.concurrent` that they own: looks at the whole heap.
fn owned_synchronizers(stopped: &Stopped<'_>) -> Vec<(NarrowRef, NarrowRef)> {
    let mut all = Vec::new();
    management::for_each_owned_synchronizer(stopped, |owner, lock| all.push((owner, lock.narrow())));
    all
}

/// One thread: its line of facts, its state, its frames.
fn describe_thread(out: &mut String, t: &Scope<'_>, x: &JavaThread, wanted: Wanted) -> std::fmt::Result {
    write!(out, "\"{}\" ", lifecycle::thread_name(t, x))?;
    if let Some(o) = x.thread_object(t) {
        let daemon = if f::Thread::daemon.get(o) { "daemon " } else { "" };
        write!(out, "#{} {daemon}prio={} ", f::Thread::tid.get(o), f::Thread::priority.get(o))?;
    }
    let allocated = match wanted.extended {
        true => format!("allocated={} ", gc_log::proper_size(x.ctx.tlab.allocated_bytes() as usize)),
        false => String::new(),
    };
    writeln!(
        out,
        "os_prio=0 cpu={:.2}ms elapsed={:.2}s {allocated}tid=0x{:016x} nid=0x{:x} {} [0x{:016x}]",
        x.cpu_nanos().unwrap_or(0) as f64 / 1e6,
        x.age().as_secs_f64(),
        std::ptr::from_ref(x) as usize,
        // Relaxed: a number by itself.
        x.os_tid.load(Ordering::Relaxed),
        activity(t, x),
        newest_frame(x) & !0xfff,
    )?;
    let s = x.status(t);
    if !x.object.get().is_null() {
        writeln!(out, "   java.lang.Thread.State: {}", status::description(s))?;
    }
    describe_frames(out, t, x)
}

/// Address of the newest frame, 0 if there is none.
fn newest_frame(x: &JavaThread) -> usize {
    match x.ctx.anchor_pc.get() {
        0 => x.ctx.frame.get() as usize,
        _ => x.ctx.anchor_fp.get(),
    }
}

fn activity(t: &Scope<'_>, x: &JavaThread) -> &'static str {
    match x.status(t) {
        status::BLOCKED_ON_MONITOR_ENTER => "waiting for monitor entry ",
        status::IN_OBJECT_WAIT | status::IN_OBJECT_WAIT_TIMED => "in Object.wait() ",
        status::RUNNABLE if x.waiting_for_class.get().is_some() => "in Object.wait() ",
        // the dispatcher, which prints
        status::RUNNABLE if std::ptr::eq(x, t.thread()) => "waiting on condition ",
        status::RUNNABLE if x.state() != ThreadState::Blocked => "runnable ",
        status::RUNNABLE if x.ctx.poll.load(Ordering::Relaxed) != 0 && !x.ctx.frame.get().is_null() => {
            "runnable "
        }
        _ => "waiting on condition ",
    }
}

fn describe_frames(out: &mut String, t: &Scope<'_>, x: &JavaThread) -> std::fmt::Result {
    let held = Held::of(x);
    for (i, frame) in stack::frames(x).enumerate() {
        let m = frame.method;
        writeln!(out, "\tat {}", describe_frame(m, frame.bci))?;
        if i == 0 {
            waiting_line(out, t, x, m)?;
        }
        if i == 0
            && let Some(k) = x.waiting_for_class.get()
        {
            writeln!(out, "\t- waiting on the Class initialization monitor for {}", k.external_name())?;
        }
        if i == 0 && !x.blocked_on.get().is_null() && x.waiting_on.get().is_null() {
            lock_line(out, "waiting to lock", x.blocked_on.get())?;
        }
        for n in held.in_frame(&frame) {
            lock_line(out, "locked", n)?;
        }
    }
    Ok(())
}

/// `pkg.Class.method(module@1.0/File.java:12)`: how the VM itself prints a frame.
pub fn describe_frame(m: MethodRef, bci: Option<u32>) -> String {
    let module = modules::module_of(m.holder);
    let module = match module.version() {
        _ if !module.is_named() => String::new(),
        Some(version) => format!("{}@{version}/", module.text()),
        None => format!("{}/", module.text()),
    };
    let line = bci.and_then(|b| m.line_number(b));
    let place = match (m.is_native(), m.holder.cold.source_file.get(), line) {
        (true, ..) => "Native Method".into(),
        (_, None, _) => "Unknown Source".into(),
        (_, Some(file), Some(n)) => format!("{file}:{n}"),
        (_, Some(file), None) => file.text().into_owned(),
    };
    format!("{}.{}({module}{place})", m.holder.external_name(), m.name)
}

/// What the newest frame waits for.
fn waiting_line(out: &mut String, t: &Scope<'_>, x: &JavaThread, m: MethodRef) -> std::fmt::Result {
    if !x.waiting_on.get().is_null() {
        let what = match x.status(t) {
            status::BLOCKED_ON_MONITOR_ENTER => "waiting to re-lock in wait()",
            _ => "waiting on",
        };
        return lock_line(out, what, x.waiting_on.get());
    }
    let Some(o) = x.thread_object(t) else { return Ok(()) };
    match f::Thread::park_blocker.get(o) {
        Some(b) if m.name == "park" => {
            let class = KlassRef::of(b).external_name();
            writeln!(out, "\t- parking to wait for  <{}> (a {class})", display_address(b.narrow()))
        }
        _ => Ok(()),
    }
}

fn lock_line(out: &mut String, what: &str, n: NarrowRef) -> std::fmt::Result {
    // SAFETY: a root of a stopped thread; the token keeps the collector away.
    let Some(o) = (unsafe { n.decode() }) else { return Ok(()) };
    writeln!(out, "\t- {what} <{}> (a {})", display_address(n), class_text(o))
}

fn class_text(o: ObjRef<'_>) -> String {
    let k = KlassRef::of(o);
    if k == Wk::Class.klass() {
        let of = KlassRef::from_mirror(o).map_or_else(|| "a primitive type".into(), KlassRef::external_name);
        return format!("java.lang.Class for {of}");
    }
    k.external_name()
}

/// The objects that a thread has locked and that no frame has been found for yet.
struct Held(Vec<NarrowRef>);

impl Held {
    fn of(x: &JavaThread) -> Held {
        let mut held = monitor::held_by(x);
        // given up for the time of the wait only
        if !x.waiting_on.get().is_null() && !held.contains(&x.waiting_on.get()) {
            held.push(x.waiting_on.get());
        }
        Held(held)
    }

    /// Objects that `frame` has locked, newest first. An object whose lock is shared by several frames
    /// is shown in each.
    fn in_frame(&self, frame: &JavaFrame<'_>) -> Vec<NarrowRef> {
        let mut found = Vec::new();
        let m = frame.method;
        if !m.is_native() && has_monitorenter(m) {
            // javac gives an inner statement's object a later variable; what is left over from earlier
            // frames lies in variables that have not been written yet, behind those
            for i in 0..m.max_locals as usize {
                if let Some(n) = self.0.iter().find(|n| frame.local_is(i, **n))
                    && !found.contains(n)
                {
                    found.push(*n);
                }
            }
            found.reverse();
        }
        found.extend(frame.locked().filter(|n| self.0.contains(n)));
        found
    }
}

fn has_monitorenter(m: MethodRef) -> bool {
    classfile::bytecode::instructions(m.cold.bytecode)
        .filter_map(Result::ok)
        .any(|i| i.opcode == Opcode::Monitorenter)
}

/// Cycles of threads that wait for each other's monitors.
fn deadlocks(out: &mut String, t: &Scope<'_>, stopped: &Stopped<'_>) -> std::fmt::Result {
    let cycles = find_deadlocks(t, stopped);
    for cycle in &cycles {
        writeln!(out, "\nFound one Java-level deadlock:\n=============================")?;
        for (i, x) in cycle.iter().enumerate() {
            let n = x.blocked_on.get();
            // SAFETY: a root of a stopped thread; the token keeps the collector away.
            let class = unsafe { n.decode() }.map_or_else(String::new, class_text);
            let owner = cycle[(i + 1) % cycle.len()];
            writeln!(
                out,
                "\"{}\":\n  waiting to lock monitor 0x{:016x} (object {}, a {class}),\n  which is held by \"{}\"\n",
                lifecycle::thread_name(t, x),
                n.address(),
                display_address(n),
                lifecycle::thread_name(t, owner),
            )?;
        }
        writeln!(
            out,
            "Java stack information for the threads listed above:\n\
             ==================================================="
        )?;
        for x in cycle {
            writeln!(out, "\"{}\":", lifecycle::thread_name(t, x))?;
            describe_frames(out, t, x)?;
        }
    }
    match cycles.len() {
        0 => Ok(()),
        1 => writeln!(out, "\nFound 1 deadlock.\n"),
        n => writeln!(out, "\nFound {n} deadlocks.\n"),
    }
}

/// Cycles of threads of which each is blocked on a monitor that the next one owns.
pub fn find_deadlocks(_t: &Scope<'_>, stopped: &Stopped<'_>) -> Vec<Vec<&'static JavaThread>> {
    let next = |x: &JavaThread| {
        // SAFETY: a root of a stopped thread; the token keeps the collector away.
        let o = unsafe { x.blocked_on.get().decode() }?;
        monitor::owner(stopped, o).filter(|owner| !std::ptr::eq(*owner, x))
    };
    let mut cycles: Vec<Vec<&'static JavaThread>> = Vec::new();
    for start in stopped.threads() {
        let mut path = vec![*start];
        while let Some(n) = path.last().and_then(|x| next(x)) {
            if std::ptr::eq(n, path[0]) {
                if !cycles.iter().flatten().any(|x| std::ptr::eq(*x, path[0])) {
                    cycles.push(path);
                }
                break;
            }
            if path.iter().any(|x| std::ptr::eq(*x, n)) {
                break; // leads into a cycle that another start finds
            }
            path.push(n);
        }
    }
    cycles
}

/// `Thread.dumpThreads`: an array of `StackTraceElement` arrays, null for threads that are not alive.
///
/// # Errors
/// OutOfMemoryError.
pub fn stack_trace_arrays<'s>(t: &mut Scope<'s>, threads: Handle<'_>) -> JResult<Handle<'s>> {
    t.scoped(|t| {
        let count = threads.get(t).length();
        let element = Wk::StackTraceElement.klass();
        let row = crate::loader::arrays::array_klass(t, element)?;
        let result = alloc::new_object_array(t, row, count as i32)?;
        for i in 0..count {
            let mut t = t.nested();
            let Some(trace) = trace_of(&mut t, threads, i) else { continue };
            let array = alloc::new_object_array(&mut t, element, trace.len() as i32)?;
            for (k, el) in trace.into_iter().enumerate() {
                let mut t = t.nested();
                let e = alloc::new_instance(&mut t, element)?;
                trace::init_element(&mut t, e, el)?;
                array.get(&t).set_elem_ref(k, Some(e.get(&t)));
            }
            result.get(&t).set_elem_ref(i, Some(array.get(&t)));
        }
        Ok(Some(result))
    })
    .map(|a| a.expect("an array"))
}

/// The trace of the thread at index `i` of a `Thread[]`, by a handshake with it. Handles of the methods' classes keep these
/// alive when the thread runs on.
fn trace_of(t: &mut Scope<'_>, threads: Handle<'_>, i: usize) -> Option<Vec<trace::TraceElement>> {
    let target = status::backing(threads.get(t).elem_ref(i)?)?;
    let id = target.id();
    safepoint::with_stopped(t, target, id, |t, x| {
        let element = |f: stack::JavaFrame<'_>| {
            t.new_slot(f.method.holder.mirror(t).narrow());
            trace::TraceElement { method: f.method, bci: f.bci }
        };
        stack::frames(x).map(element).collect()
    })
}
