//! The compiler threads that there are, and what each is doing, for thread dumps.

use std::fmt::Write;
use std::time::Instant;

use parking_lot::Mutex;

use super::broker::Task;
use super::policy::{CompilerKind, Level};
use super::report;
use crate::class::MethodRef;
use crate::thread::native;

/// A compiler thread. It never ends.
struct CompilerThread {
    kind: CompilerKind,
    number: usize,
    tid: u32,
    pthread: u64,
    started: Instant,
    current: Option<Current>,
}

/// What a task is about. Its method lives as long as this is in the list: the task pins it.
#[derive(Clone, Copy)]
pub struct Current {
    pub id: u32,
    pub method: MethodRef,
    pub level: Level,
    pub osr_bci: Option<u32>,
    pub blocking: bool,
}

impl Current {
    pub fn of(task: &Task) -> Current {
        Current {
            id: task.id,
            method: task.method(),
            level: task.level,
            osr_bci: task.osr_bci,
            blocking: task.is_blocking(),
        }
    }
}

static THREADS: Mutex<Vec<CompilerThread>> = Mutex::new(Vec::new());

fn name(kind: CompilerKind, number: usize) -> String {
    format!("{} CompilerThread{number}", report::compiler_name(kind))
}

/// Names the calling thread and puts it on the list. Gives its index there.
pub fn register(kind: CompilerKind, number: usize) -> usize {
    // the system's tools show 15 characters
    native::set_name(&format!("{} CompilerThre{number}", report::compiler_name(kind)));
    let mut all = THREADS.lock();
    all.push(CompilerThread {
        kind,
        number,
        tid: native::tid(),
        pthread: native::pthread_self(),
        started: Instant::now(),
        current: None,
    });
    all.len() - 1
}

/// Runs `f`, which does the task on the thread at `index`.
pub fn during(index: usize, task: &Task, f: impl FnOnce()) {
    THREADS.lock()[index].current = Some(Current::of(task));
    f();
    THREADS.lock()[index].current = None;
}

/// HotSpot's lines of a thread dump.
///
/// # Errors
/// The writer's.
pub fn describe(out: &mut dyn Write) -> std::fmt::Result {
    for t in THREADS.lock().iter() {
        writeln!(
            out,
            "\"{}\" daemon prio=9 os_prio=0 cpu={:.2}ms elapsed={:.2}s tid=0x{:016x} nid=0x{:x} {} [0x{:016x}]\n   \
             java.lang.Thread.State: RUNNABLE",
            name(t.kind, t.number),
            native::cpu_nanos(t.pthread).unwrap_or(0) as f64 / 1e6,
            t.started.elapsed().as_secs_f64(),
            t.pthread,
            t.tid,
            if t.current.is_some() { "runnable " } else { "waiting on condition " },
            0,
        )?;
        match &t.current {
            Some(current) => writeln!(out, "   Compiling: {}\n", report::describe(current))?,
            None => writeln!(out, "   No compile task\n")?,
        }
    }
    Ok(())
}
