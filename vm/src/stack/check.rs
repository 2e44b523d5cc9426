//! Checking frames at a collection: what their maps call references must be some. It finds errors of the compilers near to their cause.

use gc::NarrowRef;
use jit::abi::Frame;

use super::compiled::CompiledFrame;
use super::roots;
use super::walk::{Activation, activations};
use crate::class::MethodRef;
use crate::thread::JavaThread;
use crate::vm::vm;

/// When a check is made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Moment {
    Before,
    After,
}

impl Moment {
    pub fn text(self) -> &'static str {
        match self {
            Moment::Before => "before",
            Moment::After => "after",
        }
    }
}

/// Checks the references in the frames of a thread, which is stopped: null, or such that `is_object`. Ends the process with a
/// description of the slot when there is another one.
pub fn references(thread: &JavaThread, moment: Moment, is_object: impl Fn(NarrowRef) -> bool) {
    for activation in activations(thread) {
        let Activation::Compiled(c) = activation else { continue };
        c.for_each_reference(|i| {
            // SAFETY: a state word of a stopped thread's frame.
            let v = unsafe { *c.word(i) };
            let good = v == 0 || u32::try_from(v).is_ok_and(|n| is_object(NarrowRef(n)));
            if !good {
                wrong_word(&c, i, v, moment);
            }
        });
    }
    // SAFETY: the thread is stopped.
    unsafe {
        roots::for_each_owned_slot(thread, |slot, owner| {
            let n = slot.get();
            if !n.is_null() && !is_object(n) {
                wrong_slot(thread, std::ptr::from_ref(slot) as usize, owner.frame, n, moment);
            }
        });
    }
}

#[cold]
fn wrong_word(c: &CompiledFrame, i: usize, v: u64, moment: Moment) -> ! {
    crate::bug!(
        "{} collection {}: state word {i} ({}) of compiled {:?} at bci {} (code {:#x}+{:#x}, level {}, frame pointer {:#x}) \
         holds {v:#x}, which is no reference",
        moment.text(),
        vm().heap.collections(),
        word_name(c, i),
        c.method(),
        c.site.bci,
        c.blob.start,
        c.site.pc,
        c.blob.level(),
        c.fp,
    )
}

/// What state word `i` is to the method.
fn word_name(c: &CompiledFrame, i: usize) -> String {
    if c.blob.code.lock_word == Some(i as u32) {
        return "lock".into();
    }
    for s in c.scopes() {
        let locals = s.first_word + s.method.max_locals as usize;
        if (s.first_word..locals).contains(&i) {
            return format!("local {}", i - s.first_word);
        }
        if (locals..locals + s.method.max_stack as usize).contains(&i) {
            return format!("operand {} of {}", i - locals, s.depth);
        }
    }
    "of no use".into()
}

#[cold]
fn wrong_slot(thread: &JavaThread, slot: usize, number: usize, n: NarrowRef, moment: Moment) -> ! {
    let frame = super::frames(thread).nth(number);
    let text = frame.map_or_else(
        || "no frame".into(),
        |f| format!("{}{:?} at bci {:?}", if f.is_compiled() { "compiled " } else { "" }, f.method, f.bci),
    );
    let place = activations(thread).find_map(|a| match a {
        Activation::Interpreter(f) => slot_name(f, slot),
        _ => None,
    });
    crate::bug!(
        "{} collection {}: slot {slot:#x} ({}) of {text} holds {:#x}, which is no reference",
        moment.text(),
        vm().heap.collections(),
        place.as_deref().unwrap_or("mirror or argument"),
        n.0,
    )
}

/// What a slot is to an interpreter frame, if it is one of its own.
fn slot_name(frame: *const Frame, slot: usize) -> Option<String> {
    // SAFETY: a frame of a stopped thread.
    let f = unsafe { &*frame };
    // SAFETY: it is no entry frame.
    let m = MethodRef(unsafe { &*f.method.cast() });
    let stack = frame.wrapping_add(1) as usize + 8;
    if slot == &raw const f.lock as usize {
        Some("lock".into())
    } else if (f.locals as usize..frame as usize).contains(&slot) {
        Some(format!("local {}", (slot - f.locals as usize) / 8))
    } else if (stack..stack + 8 * usize::from(m.max_stack)).contains(&slot) && !m.is_native() {
        Some(format!("operand {}", (slot - stack) / 8))
    } else {
        None
    }
}
