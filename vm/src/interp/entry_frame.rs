//! The entry frames that VM and compiled code push onto the interpreter stack (`jit::abi::EntryFrame`).

use std::sync::atomic::AtomicU32;

use jit::abi::{EntryFrame, Frame};

use super::ops;
use crate::thread::JavaThread;

/// What an entry frame's `ip` points to: a three-cell invocation, then the end.
static CALL: [AtomicU32; 4] =
    [AtomicU32::new(0), AtomicU32::new(0), AtomicU32::new(0), AtomicU32::new(ops::exit as u32)];

/// The instruction that an entry frame executes.
pub fn call() -> *const u32 {
    CALL.as_ptr().cast()
}

/// First slot of the arguments of the call that an entry frame at `entry` makes.
pub fn arguments(entry: *mut EntryFrame) -> *mut u64 {
    // behind one slot of junk
    entry.wrapping_add(1).cast::<u64>().wrapping_add(1)
}

/// Pushes an entry frame at `top`, with these compiled frames, if any, below it.
///
/// # Safety
/// There must be room; the thread is the calling one.
pub unsafe fn push(t: &JavaThread, top: *mut u64, anchor_pc: usize, anchor_fp: usize) -> *mut EntryFrame {
    let entry = top.cast::<EntryFrame>();
    let frame = Frame {
        caller: t.ctx.frame.get(),
        method: std::ptr::null(),
        locals: top,
        ip: CALL.as_ptr(),
        lock: 0,
        flags: 0,
    };
    // SAFETY: by the caller's promise.
    unsafe { *entry = EntryFrame { frame, anchor_pc, anchor_fp } };
    t.ctx.frame.set(entry.cast());
    t.ctx.anchor_pc.set(0);
    entry
}

/// Takes an entry frame off again, and what lies above it; what lies below is newest now.
///
/// # Safety
/// It must be one of the calling thread's, made by [`push`].
pub unsafe fn pop(t: &JavaThread, entry: *mut EntryFrame) {
    // SAFETY: by the caller's promise.
    let e = unsafe { &*entry };
    t.ctx.frame.set(e.frame.caller);
    t.ctx.stack_top.set(entry.cast());
    t.ctx.anchor_pc.set(e.anchor_pc);
    t.ctx.anchor_fp.set(e.anchor_fp);
}
