//! The compile queues and threads.
//!
//! There is a queue for each compiler. Its threads are plain threads of the system, started when the first task comes and
//! as the queue grows; no safepoint waits for them, and the end of the process does not either. A task keeps its method's class
//! alive until it is done ([`Pin`]). A method has one task at a time ([`Record::claim`]).

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering};
use std::time::Instant;

use parking_lot::{Condvar, Mutex};

use super::policy::{CompilerKind, Level, Load};
use super::queue::{self, Candidate};
use super::record::Record;
use super::task::Worker;
use super::{config, report, threads};
use crate::class::MethodRef;
use crate::compile_env::Pin;
use crate::link::resolve;
use crate::thread::Scope;

/// Stack of a compiler thread when the flag says nothing: Cranelift recurses with the depth of the code.
const STACK: usize = 8 << 20;
/// Tasks for each thread before another thread is started, by [`CompilerKind`].
const TASKS_PER_THREAD: [usize; 2] = [4, 2];

/// A method to be compiled.
pub struct Task {
    /// Number of the compilation.
    pub id: u32,
    pub pin: Pin,
    pub level: Level,
    pub osr_bci: Option<u32>,
    /// Who waits for it.
    done: Option<Arc<Done>>,
    pub queued: Instant,
}

impl Task {
    pub fn method(&self) -> MethodRef {
        self.pin.method()
    }

    pub fn is_blocking(&self) -> bool {
        self.done.is_some()
    }
}

impl Drop for Task {
    fn drop(&mut self) {
        Record::of(self.method()).release();
        if let Some(done) = &self.done {
            *done.done.lock() = true;
            done.changed.notify_all();
        }
    }
}

/// What somebody waits for.
#[derive(Default)]
struct Done {
    done: Mutex<bool>,
    changed: Condvar,
}

impl Done {
    fn wait(&self) {
        let mut done = self.done.lock();
        while !*done {
            self.changed.wait(&mut done);
        }
    }
}

#[derive(Default)]
struct Queue {
    state: Mutex<State>,
    /// There are tasks.
    work: Condvar,
    /// Length of the queue; a hint.
    length: AtomicUsize,
}

#[derive(Default)]
struct State {
    tasks: Vec<Task>,
    /// Threads, and those of them that wait.
    threads: usize,
    idle: usize,
}

static QUEUES: [Queue; 2] = [const { new_queue() }; 2];
/// Number of the newest compilation.
static IDS: AtomicU32 = AtomicU32::new(0);
/// No thread could be started: nothing is compiled any more.
static BROKEN: AtomicBool = AtomicBool::new(false);

const fn new_queue() -> Queue {
    Queue {
        state: Mutex::new(State { tasks: Vec::new(), threads: 0, idle: 0 }),
        work: Condvar::new(),
        length: AtomicUsize::new(0),
    }
}

/// Whether tasks are taken.
pub fn is_open() -> bool {
    // Relaxed: a switch by itself.
    config::get().enabled && !BROKEN.load(Ordering::Relaxed) && !crate::code::is_disabled()
}

/// What the policy needs to know of the queues.
pub fn load() -> Load {
    // Relaxed: hints.
    let length = |kind: CompilerKind| QUEUES[kind as usize].length.load(Ordering::Relaxed);
    let reserved = crate::vm::vm().options.flags().reserved_code_cache_size as usize;
    let free = reserved.saturating_sub(crate::code::usage().used).max(1);
    Load { queued: CompilerKind::ALL.map(length), reverse_free_ratio: reserved as f64 / free as f64 }
}

/// Asks for code of `m`, which has no task yet; waits for it when that was asked for.
pub fn submit(s: &mut Scope<'_>, m: MethodRef, level: Level, osr_bci: Option<u32>) {
    if !is_open() || !Record::of(m).claim() {
        return;
    }
    resolve::strings_ahead(s, m);
    let settings = config::get();
    let background = settings.commands.background(m).unwrap_or(settings.background);
    let done = (!background).then(|| Arc::new(Done::default()));
    let task = Task {
        // Relaxed: a number by itself.
        id: IDS.fetch_add(1, Ordering::Relaxed) + 1,
        pin: Pin::new(s, m),
        level,
        osr_bci,
        done: done.clone(),
        queued: Instant::now(),
    };
    enqueue(task);
    if let Some(done) = done {
        s.blocked(|| done.wait());
    }
}

fn enqueue(task: Task) {
    let kind = task.level.compiler();
    let q = &QUEUES[kind as usize];
    let mut state = q.state.lock();
    state.tasks.push(task);
    let length = state.tasks.len();
    q.length.store(length, Ordering::Relaxed);
    if state.idle > 0 {
        q.work.notify_one();
    }
    let settings = config::get();
    let wanted = queue::wanted_threads(
        length.saturating_sub(state.idle),
        TASKS_PER_THREAD[kind as usize],
        settings.policy.threads[kind as usize].max(1),
        settings.dynamic_threads,
    );
    while state.threads < wanted {
        if !start(kind, state.threads) {
            if state.threads == 0 {
                give_up(q, state);
            }
            return;
        }
        state.threads += 1;
    }
}

/// There is not one thread: the methods stay interpreted.
fn give_up(q: &Queue, mut state: parking_lot::MutexGuard<'_, State>) {
    BROKEN.store(true, Ordering::Relaxed);
    let tasks = std::mem::take(&mut state.tasks);
    q.length.store(0, Ordering::Relaxed);
    drop(state);
    drop(tasks);
    crate::log!(warning, [os, thread], "No compiler thread could be started: nothing is compiled");
}

fn start(kind: CompilerKind, number: usize) -> bool {
    let size = config::get().stack_size.max(STACK);
    let run = move || work(kind, threads::register(kind, number));
    std::thread::Builder::new().stack_size(size).spawn(run).is_ok()
}

/// A compiler thread. It never ends.
fn work(kind: CompilerKind, index: usize) {
    let mut worker = Worker::default();
    loop {
        let task = next(kind);
        threads::during(index, &task, || worker.run(&task));
    }
}

/// The next task of a queue; waits for one. Tasks of methods that have become idle are dropped on the way.
fn next(kind: CompilerKind) -> Task {
    let q = &QUEUES[kind as usize];
    let settings = config::get();
    let mut state = q.state.lock();
    loop {
        let now = report::uptime_millis();
        let (stale, tasks): (Vec<Task>, Vec<Task>) =
            std::mem::take(&mut state.tasks).into_iter().partition(|t| is_stale(t, now));
        state.tasks = tasks;
        if !stale.is_empty() {
            q.length.store(state.tasks.len(), Ordering::Relaxed);
            // outside of the lock: a pin's end takes others
            parking_lot::MutexGuard::unlocked(&mut state, || {
                stale.iter().for_each(report::dropped);
                drop(stale);
            });
        }
        let (min, max) = settings.rate_times;
        let candidates = state.tasks.iter().map(|t| {
            let m = t.method();
            let record = Record::of(m);
            record.measure(m, now, min, max);
            let c = record.counters(m);
            Candidate {
                blocking: t.is_blocking(),
                highest: record.highest(),
                rate: record.rate(),
                invocations: c.invocations,
                back_edges: c.back_edges,
            }
        });
        if let Some(at) = queue::select(candidates) {
            let task = state.tasks.remove(at);
            q.length.store(state.tasks.len(), Ordering::Relaxed);
            return task;
        }
        state.idle += 1;
        q.work.wait(&mut state);
        state.idle -= 1;
    }
}

/// Whether a task has been overtaken by events, or rather by their absence.
fn is_stale(task: &Task, now: u64) -> bool {
    let settings = config::get();
    if task.is_blocking() || settings.task_timeout == 0 {
        return false;
    }
    let m = task.method();
    let record = Record::of(m);
    task.queued.elapsed().as_millis() > u128::from(settings.task_timeout)
        && record.is_idle(m, now, settings.task_timeout)
        && !super::policy::is_old(&settings.policy, &record.counters(m), &super::facts(m))
}
