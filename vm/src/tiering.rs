//! Which methods are compiled, when, and by which compiler.
//!
//! Interpreter and quick compiled code count invocations and iterations in their `Method`; whenever a counter's low bits are
//! zero they report ([`invocation_event`], [`back_edge_event`], [`event`]). [`policy`] decides, the [`broker`] has the
//! queues and threads, [`task`] does the work. [`record`] is what is kept for each method.
//!
//! Compiled code that leaves for the interpreter reports as well ([`deoptimized`]). Code that does so because something was not
//! resolved when it was compiled is given up after a few times, and made anew when the method is next found hot. The longer that
//! goes on, the longer the method waits for the next attempt; `PerMethodRecompilationCutoff` ends it.

mod broker;
mod commands;
mod config;
mod patterns;
pub mod policy;
mod queue;
pub mod record;
pub mod report;
mod task;
mod threads;

use std::sync::atomic::{AtomicU32, Ordering};

use jit::runtime_calls::DeoptReason;

use crate::class::MethodRef;
use crate::code::{self, Blob, Reason};
use crate::options::{Options, VM_NAME};
use crate::thread::Scope;
use crate::thread::dump::tty;
use commands::Commands;
use config::Settings;
use policy::{Action, CompilerKind, Counters, Event, Facts, Level};
use record::Record;
pub use threads::describe as describe_threads;

/// How often code may be given up because something was not resolved when it was compiled.
struct Patience {
    /// Times that it leaves for the interpreter before it is given up.
    leaves: u32,
    /// Recompilations before the method has to wait for the next one, and events of the first wait.
    at_once: u32,
    first_wait: u32,
}

const PATIENCE: Patience = Patience { leaves: 3, at_once: 4, first_wait: 1 << 10 };
/// Events that a method must have after its code has been flushed for the first time; twice as many the next time. Otherwise
/// methods that are compiled first would do nothing but throw each other out of a small code cache.
const FLUSHED_WAIT: u32 = 1 << 6;
/// With `-Xcomp` nothing has been resolved at the first compilation.
const PATIENCE_COMP: Patience = Patience { leaves: 1, at_once: 12, first_wait: 1 << 6 };

/// Settles what the flags say, before there are threads; prints what is to be said about compile commands.
pub fn initialize(options: &Options) {
    let mut commands = Commands::new(options.flags());
    tty(&std::mem::take(&mut commands.output));
    for warning in std::mem::take(&mut commands.warnings) {
        if options.flags().print_warnings {
            eprintln!("{VM_NAME} VM warning: {warning}");
        }
    }
    config::set(Settings::new(options, commands));
}

/// Masks of the interpreter's counters (invocations, back-edges), for new threads: zero bits mean an event.
pub fn counter_masks() -> (u32, u32) {
    config::get().masks()
}

/// Binary logarithms of the notification intervals (invocations, back-edges) of code at this level.
pub fn notify_logs(level: Level) -> (u32, u32) {
    config::get().notify_logs(level)
}

/// Whether the stress flag wants compiled code to leave for the interpreter now.
pub fn deoptimizes_now() -> bool {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let settings = config::get();
    let Some(n) = settings.deoptimize_often else { return false };
    // Relaxed: a number by itself.
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    settings.random(count) < 1.0 / f64::from(n)
}

/// Whether a method must (true) or must not (false) be inlined by command of the user.
pub fn inline_command(m: MethodRef) -> Option<bool> {
    config::get().commands.inlines(m)
}

/// The interpreter is entering `m` (no frame yet), whose counter has come to a notification value. The method's entry may be
/// another one afterwards.
pub fn invocation_event(s: &mut Scope<'_>, m: MethodRef) {
    if !broker::is_open() {
        return;
    }
    let settings = config::get();
    let record = Record::of(m);
    let counters = observe(m, record);
    if record.is_queued() || record.is_held_off(&counters) || code::of(m).is_some() {
        return;
    }
    report::event("call", m, None, Level::Interpreter);
    let facts = facts(m);
    let mut action =
        policy::decide(&settings.policy, Event::Call, &counters, &broker::load(), Level::Interpreter, &facts);
    if settings.compiles_first && action == Action::None {
        action = policy::initial_level(&settings.policy, &facts);
    }
    perform(s, m, action, None);
}

/// The interpreter is jumping to `bci` of `m`, whose counter of back-edges has come to a notification value. Afterwards
/// [`osr_code`] may have code to go on with.
pub fn back_edge_event(s: &mut Scope<'_>, m: MethodRef, bci: u32) {
    loop_event(s, m, bci, Level::Interpreter);
}

/// The code to go on with at `bci` of `m`, for a thread that runs it in the interpreter: the blob's address, valid until the
/// thread's next safepoint.
pub fn osr_code(m: MethodRef, bci: u32) -> Option<&'static Blob> {
    code::osr(m, bci)
}

/// Quick compiled code of `m` reports: an invocation, or an iteration at the loop's head `bci`. True: better code for
/// the loop is there, leave with [`DeoptReason::Tier`].
pub fn event(s: &mut Scope<'_>, m: MethodRef, bci: Option<u32>) -> bool {
    if !broker::is_open() {
        return false;
    }
    // who reports runs code with counters, which may have been replaced meanwhile
    let now = Some(level(m)).filter(|l| l.counts()).unwrap_or(Level::Profiled);
    let Some(bci) = bci else {
        let record = Record::of(m);
        let counters = observe(m, record);
        if !record.is_queued() && !record.is_held_off(&counters) && level(m) <= Level::Profiled {
            report::event("call", m, None, now);
            let load = broker::load();
            let action = policy::decide(&config::get().policy, Event::Call, &counters, &load, now, &facts(m));
            perform(s, m, action, None);
        }
        return false;
    };
    loop_event(s, m, bci, now);
    let best = osr_level(m, bci);
    best == Level::Full || best == Level::Simple
}

/// An iteration at level `now`.
fn loop_event(s: &mut Scope<'_>, m: MethodRef, bci: u32, now: Level) {
    if !broker::is_open() {
        return;
    }
    let record = Record::of(m);
    let counters = observe(m, record);
    if record.is_queued() || record.is_held_off(&counters) {
        return;
    }
    report::event("loop", m, Some(bci), now);
    let (policy, load, facts) = (&config::get().policy, broker::load(), facts(m));
    if osr_level(m, bci) <= now {
        let action = policy::decide(policy, Event::Loop, &counters, &load, now, &facts);
        perform(s, m, action, Some(bci));
    }
    // a good moment to look at the calls as well
    let entry = level(m);
    if !record.is_queued() && (entry == Level::Interpreter || entry.counts()) {
        let action = policy::decide(policy, Event::Call, &counters, &load, entry, &facts);
        perform(s, m, action, None);
    }
}

/// The method's counters; the count for level 4 begins when that is due.
fn observe(m: MethodRef, record: &Record) -> Counters {
    let counters = record.counters(m);
    let settings = config::get();
    let full = CompilerKind::Full as usize;
    if counters.start.is_none()
        && broker::load().queued[full] <= settings.tier0_delay * settings.policy.threads[full]
        && policy::starts_profile(&settings.policy, &counters, &facts(m))
    {
        record.start_profile(m);
        return record.counters(m);
    }
    counters
}

fn perform(s: &mut Scope<'_>, m: MethodRef, action: Action, bci: Option<u32>) {
    let (level, osr_bci) = match action {
        Action::None => return,
        Action::Compile(level) => (level, None),
        Action::Osr(level) => (level, bci),
    };
    if config::get().commands.excludes(m) {
        report::excluded(m, level);
        let record = Record::of(m);
        record.ban(level.compiler(), false);
        record.ban(level.compiler(), true);
        return;
    }
    report::event("compile", m, osr_bci, level);
    broker::submit(s, m, level, osr_bci);
}

/// Level of the code by which a method is entered now.
fn level(m: MethodRef) -> Level {
    Level::of(code::level(m).into())
}

/// Level of the code by which a loop is entered now.
fn osr_level(m: MethodRef, bci: u32) -> Level {
    Level::of(code::osr_level(m, bci).into())
}

/// What the policy wants to know of a method.
fn facts(m: MethodRef) -> Facts {
    let settings = config::get();
    let bytecode = m.cold.bytecode;
    let record = Record::of(m);
    let can = !bytecode.is_empty() && (settings.compiles_huge || bytecode.len() <= config::HUGE_METHOD);
    let compilable = CompilerKind::ALL.map(|k| can && !record.is_banned(k, false));
    let mut scale = settings.commands.threshold_scale(m);
    if settings.stress.is_some() {
        let bytes = m.holder.name.bytes().iter().chain(m.name.bytes()).chain(m.desc.bytes());
        let hash =
            bytes.fold(0xcbf2_9ce4_8422_2325, |h: u64, b| (h ^ u64::from(*b)).wrapping_mul(0x0100_0000_01b3));
        scale *= settings.stress_scale(hash);
    }
    Facts {
        trivial: is_trivial(bytecode),
        compilable,
        osr_compilable: CompilerKind::ALL.map(|k| compilable[k as usize] && !record.is_banned(k, true)),
        osr_level: record.highest_osr(),
        scale,
    }
}

/// Whether this is the bytecode of a getter, a setter, or a method that returns a constant.
fn is_trivial(code: &[u8]) -> bool {
    use classfile::opcode::Opcode as O;
    let is = |at: usize, from: O, to: O| (from as u8..=to as u8).contains(&code[at]);
    let returns = |at: usize| is(at, O::Ireturn, O::Areturn);
    match code.len() {
        5 if is(0, O::Aload0, O::Aload0) => is(1, O::Getfield, O::Getfield) && returns(4),
        6 if is(0, O::Aload0, O::Aload0) => is(2, O::Putfield, O::Putfield) && is(5, O::Return, O::Return),
        2 => is(0, O::AconstNull, O::Dconst1) && returns(1),
        3 => is(0, O::Bipush, O::Bipush) && returns(2),
        4 => is(0, O::Sipush, O::Sipush) && returns(3),
        _ => false,
    }
}

/// Code of `m` has been flushed from the code cache: it starts from zero. All threads are stopped.
pub fn flushed(m: MethodRef) {
    m.invocations.store(0, Ordering::Relaxed);
    m.back_edges.store(0, Ordering::Relaxed);
    if let Some(record) = Record::get(m) {
        let again = record.restart();
        record.hold_off(m, FLUSHED_WAIT << again.min(8));
    }
}

/// An activation of this code has left for the interpreter.
pub fn deoptimized(blob: &'static Blob, reason: DeoptReason) {
    let Some(m) = blob.method() else { return };
    let record = Record::of(m);
    if reason != DeoptReason::Unresolved {
        return;
    }
    let settings = config::get();
    let patience = if settings.compiles_first { PATIENCE_COMP } else { PATIENCE };
    if record.count_deoptimization() < patience.leaves || !code::make_not_entrant(blob, Reason::Deoptimized) {
        return;
    }
    record.forget_deoptimizations();
    if blob.osr_bci().is_some() {
        record.clear_osr();
    }
    let again = record.count_recompilation();
    if again > settings.recompilations {
        for kind in CompilerKind::ALL {
            record.ban(kind, false);
            record.ban(kind, true);
        }
        report::not_compilable(m, None, false, "too many recompilations");
    } else if again > patience.at_once {
        record.hold_off(m, patience.first_wait << (again - patience.at_once).min(16));
    }
}

#[cfg(test)]
mod tests {
    use super::is_trivial;

    #[test]
    fn trivial_methods() {
        for (code, trivial) in [
            (&[0x2a, 0xb4, 0, 1, 0xac][..], true),
            (&[0x2a, 0x1b, 0xb5, 0, 1, 0xb1], true),
            (&[0x04, 0xac], true),
            (&[0x10, 7, 0xac], true),
            (&[0x11, 1, 0, 0xac], true),
            (&[0xb1], false),
            (&[0x2a, 0xb4, 0, 1, 0xb1], false),
            (&[0x2b, 0xb4, 0, 1, 0xac], false),
            (&[], false),
        ] {
            assert_eq!(is_trivial(code), trivial, "{code:x?}");
        }
    }
}
