//! Walking a thread's two stacks, frame by frame.
//!
//! Interpreter frames, native methods' frames among them, are linked from `ThreadContext::frame` through `Frame::caller`. When the newest
//! Java frame is a compiled one, `ThreadContext::anchor_pc` and `anchor_fp` say where it stands; an entry frame says the same of
//! what lies below it. A compiled segment is a chain of frame pointers that ends with the adapter which the interpreter has called; below
//! it the interpreter frames go on.

use jit::abi::{EntryFrame, Frame};

use super::compiled::CompiledFrame;
use crate::thread::JavaThread;

/// A frame of either stack.
#[derive(Clone, Copy)]
pub enum Activation {
    /// Of an interpreted or native method.
    Interpreter(*const Frame),
    /// Where VM or compiled code has entered the interpreter.
    Entry(*const Frame),
    Compiled(CompiledFrame),
}

/// The frames of a thread, newest first.
#[derive(Clone)]
pub struct Activations<'a> {
    thread: &'a JavaThread,
    /// The newest interpreter frame not seen yet; null: there is none.
    frame: *const Frame,
    /// Where the newest frame not seen yet stands, when it is a compiled one; else 0.
    pc: usize,
    fp: usize,
}

/// The frames of `thread`, newest first. The thread must be the calling one, in the VM, or stopped.
pub fn activations(thread: &JavaThread) -> Activations<'_> {
    let ctx = &thread.ctx;
    Activations { thread, frame: ctx.frame.get(), pc: ctx.anchor_pc.get(), fp: ctx.anchor_fp.get() }
}

impl Iterator for Activations<'_> {
    type Item = Activation;

    #[inline]
    fn next(&mut self) -> Option<Activation> {
        if self.pc != 0 {
            // SAFETY: the anchor, or the frame above, has named a frame in the code cache.
            if let Some(c) = unsafe { CompiledFrame::at(self.thread, self.pc, self.fp) } {
                (self.pc, self.fp) = c.caller();
                return Some(Activation::Compiled(c));
            }
            // the adapter
            self.pc = 0;
        }
        if self.frame.is_null() {
            return None;
        }
        let f = self.frame;
        // SAFETY: interpreter frames are linked as the module describes; those without a method are entry frames.
        unsafe {
            self.frame = (*f).caller;
            if !(*f).method.is_null() {
                return Some(Activation::Interpreter(f));
            }
            let entry = f.cast::<EntryFrame>();
            self.pc = (*entry).anchor_pc;
            self.fp = (*entry).anchor_fp;
        }
        Some(Activation::Entry(f))
    }
}
