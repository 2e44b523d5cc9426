//! The frames of a thread that has crashed: a walk that trusts nothing. All memory is read through the kernel, and what does not make
//! sense ends the walk, or the segment of it.
//!
//! Where compiled code, or what it has called without a note, was interrupted, the thread's context does not say where its newest frame
//! stands; then the machine's registers do, or the stack is searched for a return address into compiled code.

use std::mem::MaybeUninit;

use jit::abi::{EntryFrame, Frame};

use crate::class::{Method, MethodRef};
use crate::code::{Blob, find};
use crate::compiled::original_pc;
use crate::metaspace;
use crate::os::context::{Context, read_memory, read_word};
use crate::thread::{JavaThread, ThreadState};

/// A frame as far as it can be told.
pub enum Shown {
    /// Of an interpreted method, or (no bytecode index) a native one.
    Interpreted(MethodRef, Option<usize>),
    /// In compiled code or an adapter, at this address.
    Code(&'static Blob, usize),
    /// VM or compiled code has entered the interpreter.
    Entry,
    /// A return address that leads nowhere.
    Lost(usize),
}

/// Words of the stack that are searched for a return address into compiled code.
const SEARCHED: usize = 512;

/// Calls `f` with the frames of the calling thread, newest first, until it answers false. `context`: what the thread was doing,
/// when it has been interrupted.
pub fn for_each(thread: &JavaThread, context: Option<&Context>, mut f: impl FnMut(Shown) -> bool) {
    let ctx = &thread.ctx;
    let mut frame = ctx.frame.get().cast_const();
    let mut next = Next { thread, pc: ctx.anchor_pc.get(), fp: ctx.anchor_fp.get() };
    if thread.state() == ThreadState::InJava {
        // The anchor is of an earlier call.
        next.pc = 0;
        if let Some(context) = context
            && let Some((pc, fp)) = interrupted(thread, context, frame, &mut f)
        {
            (next.pc, next.fp) = (pc, fp);
        }
    }
    loop {
        if !next.segment(&mut f) {
            return;
        }
        let Some(found) = read_entry(frame) else { return };
        let goes_on = match method(found.frame.method.cast()) {
            Some(m) => f(Shown::Interpreted(m, bci(m, found.frame.ip.cast()))),
            None if found.frame.method.is_null() => {
                (next.pc, next.fp) = (found.anchor_pc, found.anchor_fp);
                f(Shown::Entry)
            }
            None => false,
        };
        if !goes_on || found.frame.caller >= frame.cast_mut() {
            return;
        }
        frame = found.frame.caller;
    }
}

/// Where the newest compiled frame stands of a thread that was interrupted in Java. A frame that is not complete is shown at once.
fn interrupted(
    thread: &JavaThread,
    context: &Context,
    frame: *const Frame,
    f: &mut impl FnMut(Shown) -> bool,
) -> Option<(usize, usize)> {
    if let Some(blob) = find(context.pc()) {
        return match context.caller_without_frame(blob.start) {
            Some(caller) => f(Shown::Code(blob, context.pc())).then_some(caller),
            None => Some((context.pc(), context.fp())),
        };
    }
    let older = newest_anchor(frame);
    let low = context.sp() & !7;
    for at in (low..low + 8 * SEARCHED).step_by(8) {
        let pc = read_word(at)?;
        let Some(blob) = find(pc).filter(|b| b.method().is_some()) else { continue };
        let fp = at + 8 + blob.code.frame_size as usize;
        if read_word(fp + 8)
            .is_some_and(|pc| find(original_pc(thread, read_word(fp).unwrap_or(0), pc)).is_some())
        {
            return if older.is_some_and(|o| fp >= o) { None } else { Some((pc, fp)) };
        }
    }
    None
}

/// Frame pointer of the newest compiled frame that has entered the interpreter.
fn newest_anchor(mut frame: *const Frame) -> Option<usize> {
    while let Some(found) = read_entry(frame) {
        if found.frame.method.is_null() && found.anchor_pc != 0 {
            return Some(found.anchor_fp);
        }
        if found.frame.caller >= frame.cast_mut() {
            return None;
        }
        frame = found.frame.caller;
    }
    None
}

/// A compiled segment, from its newest frame on; `pc` 0: there is none.
struct Next<'a> {
    thread: &'a JavaThread,
    pc: usize,
    fp: usize,
}

impl Next<'_> {
    /// Shows the segment's frames; false when the walk is over.
    fn segment(&mut self, f: &mut impl FnMut(Shown) -> bool) -> bool {
        let (_, high) = self.thread.native_stack();
        while self.pc != 0 {
            let pc = original_pc(self.thread, self.fp, std::mem::take(&mut self.pc));
            let Some(blob) = find(pc) else { return f(Shown::Lost(pc)) };
            if !f(Shown::Code(blob, pc)) {
                return false;
            }
            if blob.method().is_none() {
                return true;
            }
            let (Some(caller), Some(pc)) = (read_word(self.fp), read_word(self.fp.wrapping_add(8))) else {
                return true;
            };
            // Frames only ever lie higher.
            if caller <= self.fp || caller >= high || !caller.is_multiple_of(8) {
                return true;
            }
            (self.pc, self.fp) = (pc, caller);
        }
        true
    }
}

/// A copy of an interpreter frame; the anchor means something in entry frames only.
fn read_entry(frame: *const Frame) -> Option<EntryFrame> {
    if frame.is_null() {
        return None;
    }
    let mut copy = MaybeUninit::<EntryFrame>::zeroed();
    // SAFETY: the bytes are the copy's own; it consists of numbers and raw pointers, which may have any value.
    unsafe {
        let bytes = std::slice::from_raw_parts_mut(copy.as_mut_ptr().cast::<u8>(), size_of::<EntryFrame>());
        // Less than that at the stack's end, for a frame that is no entry frame.
        (read_memory(frame as usize, bytes) >= size_of::<Frame>()).then(|| copy.assume_init())
    }
}

/// The method at this address, if one can be there.
fn method(m: *const Method) -> Option<MethodRef> {
    let base = metaspace::base();
    let inside = (m as usize).wrapping_sub(base) < metaspace::usage().1 && (m as usize).is_multiple_of(8);
    // SAFETY: mapped memory; if it is no method, the fault ends this section of the report.
    inside.then(|| MethodRef(unsafe { &*m }))
}

fn bci(m: MethodRef, ip: *const u32) -> Option<usize> {
    // Relaxed: set before the method had a frame.
    let code = m.code.load(std::sync::atomic::Ordering::Relaxed) as usize;
    (!m.is_native() && !ip.is_null()).then(|| (ip as usize).wrapping_sub(code) / 4)
}
