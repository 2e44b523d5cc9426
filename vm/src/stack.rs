//! Walking a thread's Java frames.
//!
//! The frames of a thread are linked from `ThreadContext::frame` through `Frame::caller`, across entry
//! frames (no method), which separate activations. A native method's frame has no bytecode position.
//! Only the thread itself, or one that has stopped it, may walk.

use std::marker::PhantomData;
use std::sync::atomic::Ordering;

use jit::abi::Frame;

use crate::class::method::flag;
use crate::class::{KlassRef, MethodRef};
use crate::thread::{JavaThread, Scope};
use crate::well_known::Wk;

pub mod roots;
pub mod trace;

/// An activation of a method.
#[derive(Clone, Copy)]
pub struct JavaFrame<'a> {
    pub method: MethodRef,
    /// Bytecode index, `None` in a native method.
    pub bci: Option<u32>,
    frame: *const Frame,
    _thread: PhantomData<&'a JavaThread>,
}

impl JavaFrame<'_> {
    /// Local variable `i` as its slot has it.
    pub fn local(&self, i: usize) -> u64 {
        debug_assert!(i < self.method.max_locals as usize || self.method.is_native());
        // SAFETY: the frame's locals stay while its thread does not run.
        unsafe { *(*self.frame).locals.add(i) }
    }

    /// Slot `i` of the operand stack, from its bottom, as it has it. Not for the newest frame, whose top
    /// slots may be in registers.
    pub fn operand(&self, i: usize) -> u64 {
        debug_assert!(i < self.method.max_stack as usize);
        // SAFETY: as in `local`; the operand stack begins behind the frame and one slot of junk.
        unsafe { *self.frame.add(1).cast::<u64>().add(1 + i) }
    }

    /// Identity of the activation, for comparing positions.
    pub fn id(&self) -> usize {
        self.frame as usize
    }

    /// Address of the first slot of the activation; newer ones lie behind.
    pub fn first_slot(&self) -> usize {
        // SAFETY: as in `local`.
        unsafe { (*self.frame).locals as usize }
    }

    /// The object that a synchronized method has locked on entry.
    pub fn locked(&self) -> Option<gc::NarrowRef> {
        // SAFETY: as in `local`.
        let n = unsafe { (*self.frame).lock };
        if n == 0 { None } else { Some(gc::NarrowRef(n)) }
    }
}

/// The Java frames of a thread, newest first.
pub struct Frames<'a> {
    next: *const Frame,
    _thread: PhantomData<&'a JavaThread>,
}

/// The Java frames of `thread`, newest first. The thread must be the calling one, in the VM, or stopped.
pub fn frames(thread: &JavaThread) -> Frames<'_> {
    Frames { next: thread.ctx.frame.get(), _thread: PhantomData }
}

impl<'a> Iterator for Frames<'a> {
    type Item = JavaFrame<'a>;

    fn next(&mut self) -> Option<JavaFrame<'a>> {
        loop {
            let f = self.next;
            if f.is_null() {
                return None;
            }
            // SAFETY: frames are linked as the module describes; methods outlive their frames.
            unsafe {
                self.next = (*f).caller;
                if (*f).method.is_null() {
                    continue;
                }
                let method = MethodRef(&*(*f).method.cast());
                let code = method.code.load(Ordering::Relaxed);
                let bci = if method.is_native() || (*f).ip.is_null() {
                    None
                } else {
                    Some((*f).ip.offset_from(code) as u32)
                };
                return Some(JavaFrame { method, bci, frame: f, _thread: PhantomData });
            }
        }
    }
}

/// Frames that security walks leave out: reflection and method handle plumbing.
pub fn is_ignored_by_security_walk(m: MethodRef) -> bool {
    if m.holder == Wk::Method.klass() && m.name == "invoke" {
        return true;
    }
    m.holder.is_subtype_of(Wk::MethodAccessorImpl.klass())
        || m.intrinsic != crate::class::method::Intrinsic::None
        || m.has(flag::LAMBDA_FORM_COMPILED)
}

/// Class of the method that called the caller-sensitive method which asks (`Reflection.getCallerClass`).
///
/// # Errors
/// The text of the InternalError when the walk does not start as it must.
pub fn caller_class(thread: &JavaThread) -> Result<Option<KlassRef>, String> {
    for (n, f) in frames(thread).enumerate() {
        let m = f.method;
        match n {
            0 => {
                if m.name != "getCallerClass" {
                    return Err(
                        "JVM_GetCallerClass must only be called from Reflection.getCallerClass".into()
                    );
                }
            }
            1 => {
                if !m.has(flag::CALLER_SENSITIVE) {
                    return Err("CallerSensitive annotation expected at frame 1".into());
                }
            }
            _ => {
                if !is_ignored_by_security_walk(m) {
                    return Ok(Some(m.holder));
                }
            }
        }
    }
    Ok(None)
}

/// Whether a class was defined by the boot or the platform class loader.
pub fn is_platform_or_boot(t: &Scope<'_>, k: KlassRef) -> bool {
    match k.loader.object(t) {
        None => true,
        Some(o) => KlassRef::of(o).name == "jdk/internal/loader/ClassLoaders$PlatformClassLoader",
    }
}
