//! From compiled code into the interpreter: calls of methods without compiled code, and frames that deoptimisation made.

use std::sync::atomic::Ordering;

use jit::abi::EntryFrame;
use jit::shape::{Kind, Shape};

use super::bodies::in_vm;
use crate::arch::{FPR_ARGS, JAVA_GPR_ARGS, JavaRegisters};
use crate::class::{Method, MethodRef};
use crate::interp::{self, T, entry_frame};
use crate::runtime::exceptions;

/// Arguments of a method in one word, see [`Method::passing`]: their number, and two bits for each.
#[derive(Clone, Copy)]
struct Passing(u64);

impl Passing {
    const KNOWN: u64 = 1 << 63;
    /// There are too many of them.
    const LONG: u64 = 1 << 62;
    const MOST: usize = 28;

    /// Of a method, from its descriptor the first time.
    #[inline]
    fn of(m: MethodRef) -> Passing {
        // Relaxed: one word, always the same.
        match m.passing.load(Ordering::Relaxed) {
            0 => Self::make(m),
            known => Passing(known),
        }
    }

    #[cold]
    fn make(m: MethodRef) -> Passing {
        let shape = shape_of(m);
        let word = if shape.arguments.len() > Self::MOST {
            Self::KNOWN | Self::LONG
        } else {
            let kinds = shape.arguments.iter().rev().fold(0, |w, k| w << 2 | Self::code(*k));
            Self::KNOWN | kinds << 5 | shape.arguments.len() as u64
        };
        m.passing.store(word, Ordering::Relaxed);
        Passing(word)
    }

    fn code(k: Kind) -> u64 {
        match k {
            Kind::Word => 0,
            Kind::Long => 1,
            Kind::Float => 2,
            Kind::Double => 3,
        }
    }
}

/// The shape of a method.
pub fn shape_of(m: MethodRef) -> Shape {
    Shape::of(m.desc.bytes(), !m.is_static())
}

/// Where the arguments of a call in the Java convention are.
struct Arguments {
    registers: *const JavaRegisters,
    stack: *const u64,
    gpr: usize,
    fpr: usize,
}

impl Arguments {
    /// Moves the next argument, of the kind with this code, to slot `to`; returns the slot behind it.
    ///
    /// # Safety
    /// There must be one, and room for it.
    #[inline(always)]
    unsafe fn next(&mut self, code: u64, to: *mut u64) -> *mut u64 {
        // SAFETY: by the caller's promise.
        unsafe {
            let value = if code < 2 {
                self.gpr += 1;
                if self.gpr <= JAVA_GPR_ARGS {
                    (*self.registers).gpr[self.gpr - 1]
                } else {
                    self.take_stack_word()
                }
            } else {
                self.fpr += 1;
                if self.fpr <= FPR_ARGS {
                    (*self.registers).fpr[self.fpr - 1]
                } else {
                    self.take_stack_word()
                }
            };
            let to = to.add((code & 1) as usize);
            *to = value;
            to.add(1)
        }
    }

    #[inline(always)]
    unsafe fn take_stack_word(&mut self) -> u64 {
        // SAFETY: as in `next`.
        unsafe {
            let v = *self.stack;
            self.stack = self.stack.add(1);
            v
        }
    }
}

/// Body of [`crate::arch::interpret_entry`]: runs `m` in the interpreter with the arguments in `registers` and above
/// `frame`, where the caller's frame pointer and the return address are. Returns the bits of the result; an exception may
/// be pending, with the caller at the anchor.
///
/// # Safety
/// As said.
pub unsafe extern "C" fn interpret(
    m: *const Method,
    t: T,
    registers: *const JavaRegisters,
    frame: *const usize,
) -> u64 {
    // SAFETY: by the caller's promise; `end` is only compared before there is known to be room.
    unsafe {
        let m = MethodRef(&*m);
        let (fp, pc) = (*frame, *frame.add(1));
        let top = t.ctx.stack_top.get();
        let lo = entry_frame::arguments(top.cast::<EntryFrame>());
        if lo.add(m.arg_slots as usize) > t.ctx.stack_limit.get() || !t.has_native_stack() {
            t.ctx.anchor_pc.set(pc);
            t.ctx.anchor_fp.set(fp);
            let _ = in_vm(t, exceptions::throw_stack_overflow);
            return 0;
        }
        let mut arguments = Arguments { registers, stack: frame.add(2).cast(), gpr: 0, fpr: 0 };
        let mut to = lo;
        let passing = Passing::of(m).0;
        if passing & Passing::LONG == 0 {
            let mut kinds = passing >> 5;
            for _ in 0..passing & 31 {
                to = arguments.next(kinds & 3, to);
                kinds >>= 2;
            }
        } else {
            for k in shape_of(m).arguments {
                to = arguments.next(Passing::code(k), to);
            }
        }
        debug_assert!(to == lo.add(m.arg_slots as usize), "arguments of {m:?}");
        let entry = entry_frame::push(t, top, pc, fp);
        let bits = interp::activate(m, entry_frame::call(), lo, t);
        entry_frame::pop(t, entry);
        bits
    }
}

/// Body of [`crate::arch::resume_interpreter`]: runs the newest frame, which [`super::deopt`] has pushed above an entry frame,
/// with those of the calls that it was inlined into between. As [`interpret`].
///
/// # Safety
/// As said.
pub unsafe extern "C" fn resume(t: T) -> u64 {
    // SAFETY: by the caller's promise.
    unsafe {
        let mut frame = (*t.ctx.frame.get()).caller;
        while !(*frame).method.is_null() {
            frame = (*frame).caller;
        }
        let entry = frame.cast::<EntryFrame>();
        let bits = interp::resume(t);
        entry_frame::pop(t, entry);
        bits
    }
}
