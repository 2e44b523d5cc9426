//! Which methods are compiled, when, and by which compiler.
//!
//! Interpreter and quick compiled code count invocations and iterations in their `Method`; whenever a counter's low bits are
//! zero they report ([`invocation_event`], [`back_edge_event`], [`event`]). [`policy`] decides, the broker's queues and threads
//! do the work.

pub mod policy;
pub mod record;

use std::sync::atomic::{AtomicU32, Ordering};

use jit::runtime_calls::DeoptReason;

use crate::class::MethodRef;
use crate::thread::Scope;
use policy::Level;

/// What is and-ed with the interpreter's counters: zero means an event. All bits until [`initialize`] says otherwise.
static INVOCATION_MASK: AtomicU32 = AtomicU32::new(u32::MAX);
static BACK_EDGE_MASK: AtomicU32 = AtomicU32::new(u32::MAX);

/// Masks of the interpreter's counters (invocations, back-edges), for new threads.
pub fn counter_masks() -> (u32, u32) {
    // Relaxed: set before there is any thread.
    (INVOCATION_MASK.load(Ordering::Relaxed), BACK_EDGE_MASK.load(Ordering::Relaxed))
}

/// Binary logarithms of the notification intervals (invocations, back-edges) of code at this level.
pub fn notify_logs(level: Level) -> (u32, u32) {
    let _ = level;
    (10, 13)
}

/// The interpreter is entering `m` (no frame yet), whose counter has come to a notification value. The method's entry may be
/// another one afterwards.
pub fn invocation_event(s: &mut Scope<'_>, m: MethodRef) {
    let _ = (s, m);
}

/// The interpreter is jumping backward to `bci` of `m`, whose counter has come to a notification value. Answers with the OSR code
/// (its `code::Blob`'s address) to go on with, if there is any.
pub fn back_edge_event(s: &mut Scope<'_>, m: MethodRef, bci: u32) -> Option<usize> {
    let _ = (s, m, bci);
    None
}

/// Quick compiled code of `m` reports: an invocation (`bci` -1), or an iteration. True: better code for the loop is there, leave
/// with [`DeoptReason::Tier`].
pub fn event(s: &mut Scope<'_>, m: MethodRef, bci: i32) -> bool {
    let _ = (s, m, bci);
    false
}

/// An activation of compiled code has left for the interpreter.
pub fn deoptimized(m: MethodRef, level: Level, reason: DeoptReason) {
    let _ = (m, level, reason);
}
