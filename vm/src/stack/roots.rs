//! The references in a thread's frames, for the collector.
//!
//! A compiled frame's site has a bit for each state word that holds one. An interpreter frame's own slots are its locals and as much of its operand stack as no newer frame has taken: the arguments of
//! a call become the callee's locals. So the operand stack ends at the newer frame's locals, at an
//! entry frame, at the arguments of a [`PendingCall`], or, in the newest frame, at `stack_top`: while a compiled
//! callee runs, that is the first of its arguments, which are the callee's alone.

use std::cell::Cell;
use std::sync::atomic::Ordering;

use gc::NarrowRef;
use jit::abi::Frame;

use super::walk::{Activation, activations};
use crate::class::{BasicType, MethodRef};
use crate::interp::calls::UNWINDING;
use crate::interp::oop_maps::{self, Slot};
use crate::thread::JavaThread;

/// A call whose arguments are on the stack while the callee has no frame yet, and VM code runs: the method's first
/// call, errors of the call itself. Lives in that VM code's native frame.
pub struct PendingCall {
    pub method: MethodRef,
    /// The first argument.
    pub arguments: *mut u64,
    /// The caller's frame.
    pub caller: *const Frame,
    /// The one before, of an older frame.
    pub older: *const PendingCall,
}

/// What a slot belongs to.
#[derive(Clone, Copy)]
pub struct Owner {
    /// Number of the Java frame, the newest being 0; of several in one compiled frame, the innermost. Arguments of a call without a frame
    /// are their caller's.
    pub frame: usize,
    pub is_native: bool,
    /// The slot is that of the mirror of a class whose method has the frame.
    pub is_mirror: bool,
}

/// Calls `visit` with the slots of the thread's frames that hold references, and, when asked for, with the mirrors of
/// the classes whose methods have frames.
///
/// # Safety
/// The thread must be stopped, or the calling one.
pub unsafe fn for_each_slot(thread: &JavaThread, mirrors: bool, visit: &mut dyn FnMut(&Cell<NarrowRef>)) {
    // SAFETY: by the caller's promise.
    unsafe {
        for_each_owned_slot(thread, |slot, owner| {
            if mirrors || !owner.is_mirror {
                visit(slot);
            }
        });
    }
}

/// Calls `visit` with the slots of the thread's frames that hold references, the mirrors among them, and what they belong to.
///
/// # Safety
/// As for [`for_each_slot`].
pub unsafe fn for_each_owned_slot(thread: &JavaThread, mut visit: impl FnMut(&Cell<NarrowRef>, Owner)) {
    let mut end = thread.ctx.stack_top.get();
    let mut pending = thread.pending_call.get();
    let mut number = 0;
    for activation in activations(thread) {
        let mut owner = Owner { frame: number, is_native: false, is_mirror: false };
        let mut mirror =
            |m: MethodRef, owner: Owner| visit(&m.holder.0.mirror, Owner { is_mirror: true, ..owner });
        let frame = match activation {
            Activation::Compiled(c) => {
                for scope in c.scopes() {
                    mirror(scope.method, owner);
                    number += 1;
                }
                // SAFETY: by the caller's promise; the site says that these words hold references.
                c.for_each_reference(|i| unsafe { visit_slot(c.word(i), &mut |slot| visit(slot, owner)) });
                continue;
            }
            Activation::Interpreter(frame) | Activation::Entry(frame) => frame,
        };
        // SAFETY: the frames of a stopped thread are linked from its context, pending calls likewise, and slots are as
        // `jit::abi` pictures them.
        unsafe {
            let f = &*frame;
            if !pending.is_null() && std::ptr::eq((*pending).caller, f) {
                let call = &*pending;
                mirror(call.method, owner);
                arguments(call.method, call.arguments, &mut |slot| visit(slot, owner));
                end = call.arguments;
                pending = call.older;
            }
            if !f.method.is_null() {
                let m = MethodRef(&*f.method.cast());
                owner.is_native = m.is_native();
                visit(&m.holder.0.mirror, Owner { is_mirror: true, ..owner });
                if f.lock != 0 {
                    visit(&*(&raw const f.lock).cast::<Cell<NarrowRef>>(), owner);
                }
                if m.is_native() {
                    arguments(m, f.locals, &mut |slot| visit(slot, owner));
                } else {
                    interpreted(m, f, end, &mut |slot| visit(slot, owner));
                }
                number += 1;
            }
            end = f.locals;
        }
    }
    debug_assert!(pending.is_null(), "a pending call without its frame");
}

/// Visits a slot of an interpreted frame, or a state word, that holds a reference.
///
/// # Safety
/// `slot` must be such a slot.
unsafe fn visit_slot(slot: *mut u64, visit: &mut dyn FnMut(&Cell<NarrowRef>)) {
    // SAFETY: a reference is in the low half of its slot (both architectures are little-endian).
    let cell = unsafe { &*slot.cast::<Cell<NarrowRef>>() };
    if !cell.get().is_null() {
        visit(cell);
    }
}

/// Visits the reference arguments of `m`, which start at `slot`.
///
/// # Safety
/// They must lie there.
unsafe fn arguments(m: MethodRef, slot: *mut u64, visit: &mut dyn FnMut(&Cell<NarrowRef>)) {
    // SAFETY: by the caller's promise; the descriptor tells the slots.
    unsafe {
        let mut p = slot;
        if !m.is_static() {
            visit_slot(p, visit);
            p = p.add(1);
        }
        let desc = m.desc.bytes();
        let mut i = 1;
        while desc[i] != b')' {
            let ty = BasicType::from_descriptor(desc[i]).expect("a valid descriptor");
            if ty.is_reference() {
                visit_slot(p, visit);
            }
            p = p.add(ty.slots());
            while desc[i] == b'[' {
                i += 1;
            }
            if desc[i] == b'L' {
                i += desc[i..].iter().position(|&c| c == b';').expect("a valid descriptor");
            }
            i += 1;
        }
    }
}

/// Visits the reference slots of an interpreted frame whose operand stack ends before `end`.
///
/// # Safety
/// `f` must be a frame of `m`.
unsafe fn interpreted(m: MethodRef, f: &Frame, end: *mut u64, visit: &mut dyn FnMut(&Cell<NarrowRef>)) {
    // SAFETY: by the caller's promise.
    unsafe {
        // Relaxed: set before the method had a frame.
        let code = m.code.load(Ordering::Relaxed).cast_const();
        let bci = (f.ip as usize).wrapping_sub(code as usize) / 4;
        assert!(bci < m.cold.bytecode.len(), "a frame of {m:?} stands outside its code");
        // element 0 lies behind the slot of junk
        let stack = std::ptr::from_ref(f).add(1).cast::<u64>().cast_mut().add(1);
        let used = if f.flags & UNWINDING != 0 { 0 } else { end.offset_from(stack).max(0) as usize };
        let value = |slot| match slot {
            Slot::Local(i) => *f.locals.add(i),
            Slot::Operand(i) => *stack.add(i),
        };
        oop_maps::with(m, bci as u32, value, |map| {
            map.for_each(|slot| match slot {
                Slot::Local(i) => visit_slot(f.locals.add(i), visit),
                Slot::Operand(i) if i < used => visit_slot(stack.add(i), visit),
                Slot::Operand(_) => {}
            });
        });
    }
}
