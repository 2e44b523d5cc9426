//! Deoptimisation: replaces a compiled frame by an interpreter frame and goes on in that.
//!
//! The values come from the state words, which are current at every site. What the site does not call a live
//! reference is dead, and null for the interpreter, which cannot know that.
//!
//! If the interpreter has called the compiled code, the new frame takes the place of the call on the interpreter stack,
//! and the adapter returns with `STATUS_RESUME`. If compiled code has, an entry frame comes below the new frame, and
//! the stub `resume_interpreter` takes the compiled frame's place on the native stack. In neither case does a stack grow
//! however often that happens.

use std::sync::atomic::{AtomicU32, Ordering};

use classfile::bytecode::Instruction;
use classfile::opcode::Opcode;
use jit::abi::{EntryFrame, Frame, STATUS_RESUME};
use jit::code::{Caller, Site, SiteResult};
use jit::runtime_calls::DeoptReason;

use super::unwind::{land_in_adapter, lock_of, method_in, site_of};
use super::{blob_at, caller_of};
use crate::arch;
use crate::class::MethodRef;
use crate::code::{Blob, BlobKind};
use crate::interp::calls::LOCKED;
use crate::interp::oop_maps::{self, Slot};
use crate::interp::{T, entry_frame, ops, translate};
use crate::tiering;

/// Result registers of a call: the integer one and the low half of the floating-point one.
type Results = [u64; 2];

/// How a frame goes on.
enum Then {
    /// As its site says, with the results of its call.
    Site(Results),
    /// At a handler of the pending exception: in this Java frame (0 is the innermost), at this bytecode index.
    Handler(usize, u32),
}

/// The compiled frame that is replaced, at a site.
#[derive(Clone, Copy)]
struct Source {
    blob: &'static Blob,
    site: &'static Site,
    fp: usize,
}

impl Source {
    /// Whether a state word holds a live reference.
    fn is_ref(self, word: usize) -> bool {
        self.blob.refs(self.site)[word / 64] >> (word % 64) & 1 != 0
    }
}

/// State word 0 of a frame.
pub(super) fn state(blob: &Blob, fp: usize) -> *mut u64 {
    fp.wrapping_add_signed(blob.code.state_offset as isize) as *mut u64
}

/// Body of the runtime call `deoptimize`: leaves the frame at the anchor.
///
/// # Safety
/// Called by a stub of this thread, in the state in-Java, with the newest frame at the anchor.
pub unsafe fn now(t: T, reason: i32) {
    let (pc, fp) = (t.ctx.anchor_pc.get(), t.ctx.anchor_fp.get());
    let blob = blob_at(pc);
    tiering::deoptimized(blob, DeoptReason::ALL[reason as usize]);
    // SAFETY: the newest frame.
    unsafe { replace(t, Source { blob, site: site_of(blob, pc), fp }, Then::Site([0; 2])) }
}

/// Body of the stub [`arch::lazy_deopt`]: the frame at `fp` has been returned to with these result registers.
///
/// # Safety
/// As said.
pub unsafe extern "C" fn lazy(t: T, int: u64, float: u64, fp: usize) {
    let pc = super::original_pc(t, fp, super::lazy_deopt());
    let blob = blob_at(pc);
    let site = site_of(blob, pc);
    let results = if site.saves_all { [t.ctx.call_result.get(); 2] } else { [int, float] };
    // SAFETY: the newest frame.
    unsafe { replace(t, Source { blob, site, fp }, Then::Site(results)) }
}

/// Goes on in the interpreter at the handler at `bci` of the pending exception, in Java frame `n` of the compiled one.
///
/// # Safety
/// `fp` must be the newest frame, at that site.
pub(super) unsafe fn to_handler(
    t: T,
    blob: &'static Blob,
    site: &'static Site,
    fp: usize,
    n: usize,
    bci: u32,
) {
    // SAFETY: by the caller's promise.
    unsafe { replace(t, Source { blob, site, fp }, Then::Handler(n, bci)) }
}

/// Makes the interpreter frame and sets the landing.
///
/// # Safety
/// `source` must be the newest frame. No safepoint comes before the frame is complete.
unsafe fn replace(t: T, source: Source, then: Then) {
    let fp = source.fp;
    // SAFETY: by the caller's promise; behind the stack's end there is always room for the Java frames of one compiled one, whose
    // state words the compiler limits.
    unsafe {
        let (caller_pc, caller_fp) = caller_of(t, fp);
        t.patched.forget(fp);
        let top = t.ctx.stack_top.get();
        let caller = blob_at(caller_pc);
        if matches!(caller.kind, BlobKind::Adapter(_)) {
            t.ctx.anchor_pc.set(0);
            push(t, source, top, then);
            return land_in_adapter(t, caller, site_of(caller, caller_pc), caller_fp, STATUS_RESUME);
        }
        let entry = entry_frame::push(t, top, caller_pc, caller_fp);
        push(t, source, entry_frame::arguments(entry.cast::<EntryFrame>()), then);
        t.ctx.landing[0].set(arch::resume_interpreter as *const () as usize);
        t.ctx.landing[1].set(fp);
        t.ctx.landing[2].set(fp);
    }
}

/// Pushes the interpreter frames, the outermost with its locals at `locals`, and says how the innermost is resumed.
///
/// # Safety
/// As [`replace`].
unsafe fn push(t: T, source: Source, locals: *mut u64, then: Then) {
    let Source { blob, site, .. } = source;
    let skipped = if let Then::Handler(n, _) = then { n } else { 0 };
    let mut places: Vec<Caller> = blob.code.scope_chain(site).skip(skipped).collect();
    let mut locals = locals;
    while places.len() > 1 {
        let Some(at) = places.pop() else { break };
        // the frame is inside its invoke instruction
        // SAFETY: by the caller's promise.
        let frame = unsafe { push_one(t, source, locals, &at, at.bci.into(), at.depth.into()) };
        // SAFETY: the callee's arguments are behind the operands that are left, element 0 behind one slot of junk.
        locals = unsafe { frame.add(1).cast::<u64>().add(1 + usize::from(at.depth)) };
    }
    let at = places[0];
    let m = method_in(blob, &at);
    let resume = Resume::of(m, blob, site, &then);
    let kept = if matches!(then, Then::Handler(..)) { 0 } else { usize::from(at.depth) };
    // SAFETY: by the caller's promise: room for the frame, state words as the site says.
    unsafe {
        let frame = push_one(t, source, locals, &at, resume.bci, kept);
        let mut sp = frame.add(1).cast::<u64>().add(kept);
        match then {
            Then::Handler(..) => {
                sp = sp.add(1);
                *sp = u64::from(t.ctx.pending.replace(0));
            }
            Then::Site([int, float]) => {
                let (slots, value) = match site.result {
                    SiteResult::Reexecute | SiteResult::Entry | SiteResult::Void => (0, 0),
                    SiteResult::Int | SiteResult::Ref => (1, u64::from(int as u32)),
                    SiteResult::Long => (2, int),
                    SiteResult::Float => (1, float & u64::from(u32::MAX)),
                    SiteResult::Double => (2, float),
                };
                if slots > 0 {
                    sp = sp.add(slots);
                    *sp = value;
                }
            }
        }
        let code = m.code.load(Ordering::Acquire).cast_const();
        t.ctx.stack_top.set(sp.add(1));
        t.ctx.resume_ip.set(resume.ip.unwrap_or(code.add(resume.bci as usize)).cast());
        t.ctx.resume_sp.set(sp);
    }
}

/// Pushes the interpreter frame of one method, at `bci` with `kept` operands.
///
/// # Safety
/// As [`replace`].
unsafe fn push_one(t: T, source: Source, locals: *mut u64, at: &Caller, bci: u32, kept: usize) -> *mut Frame {
    let Source { blob, site, fp } = source;
    let m = method_in(blob, at);
    if m.code.load(Ordering::Acquire).is_null() {
        translate::prepare_code(m);
    }
    let code = m.code.load(Ordering::Acquire).cast_const();
    let first_word = blob.code.scopes[at.scope as usize].first_word as usize;
    let max_locals = usize::from(m.max_locals);
    // SAFETY: by the caller's promise: room for the frame, state words as the site says.
    unsafe {
        let words = state(blob, fp).add(first_word);
        std::ptr::copy_nonoverlapping(words, locals, max_locals);
        let frame = locals.add(max_locals).cast::<Frame>();
        let lock = if at.scope == 0 { lock_of(blob, site, fp) } else { None };
        *frame = Frame {
            caller: t.ctx.frame.get(),
            method: std::ptr::from_ref(m.0).cast(),
            locals,
            ip: code.add(bci as usize),
            lock: lock.map_or(0, |n| n.0),
            flags: if lock.is_some() { LOCKED } else { 0 },
        };
        let junk = frame.add(1).cast::<u64>();
        *junk = 0;
        std::ptr::copy_nonoverlapping(words.add(max_locals), junk.add(1), kept);
        clear_dead(m, bci, frame, kept, |word| source.is_ref(first_word + word));
        t.ctx.frame.set(frame);
        frame
    }
}

/// Nulls the reference slots of a new frame of `m` at `bci` whose values have been dead in the compiled one: those whose word, counted from
/// the method's first local, is not live.
///
/// # Safety
/// The frame has locals and `kept` operands.
unsafe fn clear_dead(
    m: MethodRef,
    bci: u32,
    frame: *mut Frame,
    kept: usize,
    is_live: impl Fn(usize) -> bool,
) {
    let max_locals = usize::from(m.max_locals);
    // SAFETY: by the caller's promise; element 0 lies behind one slot of junk.
    unsafe {
        let (locals, stack) = ((*frame).locals, frame.add(1).cast::<u64>().add(1));
        let value = |slot| match slot {
            Slot::Local(i) => *locals.add(i),
            Slot::Operand(i) => *stack.add(i),
        };
        oop_maps::with(m, bci, value, |map| {
            map.for_each(|slot| match slot {
                Slot::Local(i) if !is_live(i) => *locals.add(i) = 0,
                Slot::Operand(i) if i < kept && !is_live(max_locals + i) => *stack.add(i) = 0,
                _ => {}
            });
        });
    }
}

/// Where the interpreter goes on.
struct Resume {
    /// The frame's bytecode index.
    bci: u32,
    /// The instruction, if it is not the one there.
    ip: Option<*const AtomicU32>,
}

impl Resume {
    fn of(m: MethodRef, blob: &Blob, site: &Site, then: &Then) -> Resume {
        let bci = u32::from(site.bci);
        if let Then::Handler(_, bci) = *then {
            return Resume { bci, ip: None };
        }
        match site.result {
            SiteResult::Reexecute => Resume { bci, ip: None },
            SiteResult::Entry => {
                Resume { bci: 0, ip: if m.is_synchronized() { Some(&raw const ENTER) } else { None } }
            }
            _ => {
                let bytecode = m.cold.bytecode;
                let instruction = Instruction::decode(bytecode, bci as usize)
                    .unwrap_or_else(|_| crate::fatal::fatal(&format!("{blob} is at no instruction: {bci}")));
                let op = instruction.opcode;
                if op == Opcode::Return {
                    // what it had to do besides is done
                    return Resume { bci, ip: Some(&raw const LEAVE) };
                }
                Resume { bci: instruction.next_bci(), ip: None }
            }
        }
    }
}

/// Locks for a synchronized method that has not been entered yet, and goes on at its first instruction.
static ENTER: AtomicU32 = AtomicU32::new(ops::lock_and_begin as u32);

/// Leaves a method without result, having unlocked if it still holds a lock.
static LEAVE: AtomicU32 = AtomicU32::new(ops::return_void_sync as u32);
