//! Compiled frames at run time: crossing between interpreter and compiled code, runtime calls, unwinding and
//! deoptimisation.
//!
//! `jit::abi` pictures the frames. Compiled code is entered from the interpreter through the adapter of the method's
//! shape ([`crate::interp::calls::entry_compiled`]), and leaves for the interpreter through [`interpret_entry`]. What it
//! asks of the VM are the runtime calls ([`bodies`]), each behind a stub that notes the frame which calls
//! (`ThreadContext::anchor_pc`, `anchor_fp`).
//!
//! Frames are never unwound by returning through them: [`unwind`] and [`deopt`] find where to go on and *land* there,
//! that is, set the stack and frame pointers and jump. That is possible because no register survives a call in the Java
//! convention, and because nothing but frames of compiled code lies between a stub and where it lands.
//!
//! The return address of a call out of the frame with frame pointer `fp` lies at `fp - frame_size - 8`: the stack pointer
//! is the same at all calls of a method.

use std::cell::UnsafeCell;

use crate::arch;
use crate::code::{self, Blob};
use crate::interp::{Handler, calls};
use crate::stack::walk::{Activation, activations};
use crate::thread::JavaThread;
use crate::thread::safepoint::Stopped;

pub mod bodies;
pub mod deopt;
pub mod enter;
pub mod stubs;
pub mod unwind;

pub use stubs::stub_address;

/// What [`crate::class::Method::compiled_entry`] holds while the method has no compiled code.
pub fn interpret_entry() -> usize {
    arch::interpret_entry as *const () as usize
}

/// What [`crate::class::Method::entry`] holds while the method has compiled code.
pub fn method_entry() -> usize {
    calls::entry_compiled as Handler as usize
}

/// The address that [`deoptimize_activations`] puts in place of return addresses.
fn lazy_deopt() -> usize {
    arch::lazy_deopt as *const () as usize
}

/// The activations of a thread whose return addresses have been replaced: frame pointer and original program counter. Of the
/// own thread, or whoever has stopped it.
#[derive(Default)]
pub struct Patched(UnsafeCell<Vec<(usize, usize)>>);

impl Patched {
    fn add(&self, fp: usize, pc: usize) {
        // SAFETY: as the type says, nobody else is looking.
        unsafe { (*self.0.get()).push((fp, pc)) }
    }

    fn get(&self, fp: usize) -> Option<usize> {
        // SAFETY: as in `add`.
        unsafe { (*self.0.get()).iter().find(|e| e.0 == fp).map(|e| e.1) }
    }

    /// Forgets the frame at `fp`, which is left, and those below it on the native stack, which have been.
    fn forget(&self, fp: usize) {
        // SAFETY: as in `add`.
        unsafe { (*self.0.get()).retain(|e| e.0 > fp) }
    }
}

/// The program counter at which the compiled frame at `fp` of `thread` goes on, where its return address is `pc`.
#[inline]
pub fn original_pc(thread: &JavaThread, fp: usize, pc: usize) -> usize {
    if pc != lazy_deopt() {
        return pc;
    }
    thread.patched.get(fp).expect("a replaced return address has been noted")
}

/// The code that the program counter of a compiled frame is in.
fn blob_at(pc: usize) -> &'static Blob {
    code::find(pc).unwrap_or_else(|| crate::fatal::fatal(&format!("no compiled code at {pc:#x}")))
}

/// Program counter and frame pointer of the frame that has called the one at `fp`.
///
/// # Safety
/// `fp` must be a frame of compiled code of `thread`.
unsafe fn caller_of(thread: &JavaThread, fp: usize) -> (usize, usize) {
    // SAFETY: by the caller's promise, with the layout of `jit::abi`.
    let (caller, pc) = unsafe { (*(fp as *const usize), *((fp + 8) as *const usize)) };
    (original_pc(thread, caller, pc), caller)
}

/// Has the activations of all code that `which` names continue in the interpreter, when they are returned to. What they
/// have called goes on. The code must have lost its entries already. Returns their number.
pub fn deoptimize_activations(stopped: &Stopped<'_>, which: impl Fn(&'static Blob) -> bool) -> usize {
    stopped.threads().iter().map(|thread| deoptimize_thread(thread, &which)).sum()
}

/// The same for one thread, which is stopped, or the calling one in a runtime call.
fn deoptimize_thread(thread: &JavaThread, which: impl Fn(&'static Blob) -> bool) -> usize {
    let mut count = 0;
    for frame in activations(thread) {
        let Activation::Compiled(c) = frame else { continue };
        if which(c.blob) && thread.patched.get(c.fp).is_none() {
            let slot = (c.fp - c.blob.code.frame_size as usize - 8) as *mut usize;
            // SAFETY: as this module's head says.
            unsafe {
                assert!(*slot == c.pc, "the return address into {} is not where it must be", c.blob);
                *slot = lazy_deopt();
            }
            thread.patched.add(c.fp, c.pc);
            count += 1;
        }
    }
    count
}
