//! The Java frames of a thread.
//!
//! Frames are interpreted, native or compiled ([`walk`] has the picture); what looks at them sees [`JavaFrame`]s. A native
//! method's frame has no bytecode position. Only the thread itself, or one that has stopped it, may walk.

use std::marker::PhantomData;
use std::sync::atomic::Ordering;

use gc::NarrowRef;
use jit::abi::Frame;
use jit::code::Caller;

use self::compiled::CompiledFrame;
use self::walk::{Activation, Activations, activations};
use crate::class::method::flag;
use crate::class::{KlassRef, MethodRef};
use crate::thread::{JavaThread, Scope};
use crate::well_known::Wk;

pub mod check;
pub mod compiled;
pub mod crash;
pub mod roots;
pub mod trace;
pub mod walk;

/// An activation of a method.
#[derive(Clone, Copy)]
pub struct JavaFrame<'a> {
    pub method: MethodRef,
    /// Bytecode index, `None` in a native method.
    pub bci: Option<u32>,
    place: Place,
    _thread: PhantomData<&'a JavaThread>,
}

/// Where a Java frame's values are.
#[derive(Clone, Copy)]
enum Place {
    Interpreter(*const Frame),
    Compiled(CompiledFrame, compiled::Scope),
}

impl JavaFrame<'_> {
    /// Whether compiled code is executing the method.
    pub fn is_compiled(&self) -> bool {
        matches!(self.place, Place::Compiled(..))
    }

    /// Local variable `i` as its slot has it, a reference or another value as the caller knows. `None`: it is dead, and compiled
    /// code has not kept it.
    pub fn local(&self, i: usize, is_reference: bool) -> Option<u64> {
        debug_assert!(i < self.method.max_locals as usize || self.method.is_native());
        match self.place {
            // SAFETY: the frame's locals stay while its thread does not run.
            Place::Interpreter(f) => Some(unsafe { *(*f).locals.add(i) }),
            Place::Compiled(c, scope) => word(c, scope.first_word + i, is_reference),
        }
    }

    /// Slot `i` of the operand stack, from its bottom, as [`Self::local`]. Not for the newest frame, whose top slots may
    /// be in registers.
    pub fn operand(&self, i: usize, is_reference: bool) -> Option<u64> {
        debug_assert!(i < self.method.max_stack as usize);
        match self.place {
            // SAFETY: as in `local`; the operand stack begins behind the frame and one slot of junk.
            Place::Interpreter(f) => Some(unsafe { *f.add(1).cast::<u64>().add(1 + i) }),
            Place::Compiled(..) if i >= self.depth() => None,
            Place::Compiled(c, scope) => {
                word(c, scope.first_word + self.method.max_locals as usize + i, is_reference)
            }
        }
    }

    fn depth(&self) -> usize {
        match self.place {
            Place::Interpreter(_) => self.method.max_stack.into(),
            Place::Compiled(_, scope) => scope.depth,
        }
    }

    /// Whether local variable `i` holds this object.
    pub fn local_is(&self, i: usize, object: NarrowRef) -> bool {
        self.local(i, true) == Some(object.0.into())
    }

    /// The reference in local variable `i`, which holds one or is dead.
    pub fn reference(&self, i: usize) -> NarrowRef {
        NarrowRef(self.local(i, true).unwrap_or(0) as u32)
    }

    /// The object that a synchronized method has locked on entry.
    pub fn locked(&self) -> Option<NarrowRef> {
        let n = match self.place {
            // SAFETY: as in `local`.
            Place::Interpreter(f) => NarrowRef(unsafe { (*f).lock }),
            Place::Compiled(c, scope) => scope.lock_word.map_or(NarrowRef::NULL, |w| c.reference(w)),
        };
        if n.is_null() { None } else { Some(n) }
    }
}

/// State word `i` of a compiled frame; `None` for a reference that is not live.
fn word(c: CompiledFrame, i: usize, is_reference: bool) -> Option<u64> {
    if is_reference && !c.is_reference(i) {
        return None;
    }
    // SAFETY: a state word of a frame whose thread does not run.
    Some(unsafe { *c.word(i) })
}

/// The Java frames of a thread, newest first.
pub struct Frames<'a> {
    rest: Activations<'a>,
    /// A compiled activation, and the next of the Java frames that it stands for.
    compiled: Option<(CompiledFrame, Caller)>,
}

/// The Java frames of `thread`, newest first. The thread must be the calling one, in the VM, or stopped.
pub fn frames(thread: &JavaThread) -> Frames<'_> {
    Frames { rest: activations(thread), compiled: None }
}

impl<'a> Iterator for Frames<'a> {
    type Item = JavaFrame<'a>;

    // Taking a trace spends most of its time here, unless frames stay in registers.
    #[inline(always)]
    fn next(&mut self) -> Option<JavaFrame<'a>> {
        loop {
            if let Some((c, at)) = self.compiled {
                self.compiled = c.blob.code.caller(at).map(|caller| (c, caller));
                let scope = c.scope(at);
                return Some(JavaFrame {
                    method: scope.method,
                    bci: Some(scope.bci),
                    place: Place::Compiled(c, scope),
                    _thread: PhantomData,
                });
            }
            match self.rest.next()? {
                Activation::Entry(_) => {}
                Activation::Compiled(c) => self.compiled = Some((c, c.site.place())),
                Activation::Interpreter(f) => {
                    // SAFETY: a live frame of a method; methods outlive their frames.
                    let (method, ip) = unsafe { (MethodRef(&*(*f).method.cast()), (*f).ip) };
                    let code = method.code.load(Ordering::Relaxed).cast_const();
                    let bci = if method.is_native() || ip.is_null() {
                        None
                    } else {
                        // SAFETY: the position is inside the method's code.
                        Some(unsafe { ip.offset_from(code) } as u32)
                    };
                    return Some(JavaFrame {
                        method,
                        bci,
                        place: Place::Interpreter(f),
                        _thread: PhantomData,
                    });
                }
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
pub fn caller_class(thread: &JavaThread) -> Result<Option<KlassRef>, &'static str> {
    let mut methods = frames(thread).map(|f| f.method);
    if methods.next().is_some_and(|m| m.name != "getCallerClass") {
        return Err("JVM_GetCallerClass must only be called from Reflection.getCallerClass");
    }
    caller_class_of(methods)
}

/// The same, when these methods are active: the one that asks, its caller, and so on.
///
/// # Errors
/// As [`caller_class`].
pub fn caller_class_of(
    mut methods: impl Iterator<Item = MethodRef>,
) -> Result<Option<KlassRef>, &'static str> {
    if methods.next().is_some_and(|m| !m.has(flag::CALLER_SENSITIVE)) {
        return Err("CallerSensitive annotation expected at frame 1");
    }
    Ok(methods.find(|m| !is_ignored_by_security_walk(*m)).map(|m| m.holder))
}

/// Whether a class was defined by the boot or the platform class loader.
pub fn is_platform_or_boot(t: &Scope<'_>, k: KlassRef) -> bool {
    match k.loader.object(t) {
        None => true,
        Some(o) => KlassRef::of(o).name == "jdk/internal/loader/ClassLoaders$PlatformClassLoader",
    }
}
