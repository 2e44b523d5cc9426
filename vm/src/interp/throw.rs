//! Throwing from instructions, and unwinding to a handler (JVMS §2.10, §6.5.athrow).

use gc::{Handle, ObjRef};
use jit::abi::Frame;

use super::arrays::addr;
use super::calls::{LOCKED, UNWINDING, pending_in_vm};
use super::{Flow, T, cell, method_of, ops};
use crate::class::{Klass, KlassRef, Method, MethodRef};
use crate::link::resolve;
use crate::metaspace;
use crate::runtime::{exceptions, link_errors};
use crate::thread::{Scope, Thrown, monitor};

slow! {
    null_pointer(s, ip, sp, lo, t) {
        Err(s.throw_npe())
    }
    division_by_zero(s, ip, sp, lo, t) {
        Err(s.throw_new("java/lang/ArithmeticException", "/ by zero"))
    }
    /// Any array access out of bounds; the op tells where index and array are.
    array_index(s, ip, sp, lo, t) {
        let (index, array) = match cell(ip, 0) as u16 {
            ops::baload | ops::caload | ops::saload | ops::iaload | ops::laload => (0, 1),
            ops::lastore => (2, 3),
            _ => (1, 2),
        };
        let length = ObjRef::from_addr(addr(t, *sp.sub(array))).length();
        let index = *sp.sub(index) as i32;
        Err(s.throw_new(
            "java/lang/ArrayIndexOutOfBoundsException",
            &format!("Index {index} out of bounds for length {length}"),
        ))
    }
    array_store(s, ip, sp, lo, t) {
        let k = KlassRef::from_id(*(addr(t, *sp) as *const u32));
        Err(s.throw_new("java/lang/ArrayStoreException", &k.external_name()))
    }
    class_cast(s, ip, sp, lo, t) {
        let k = KlassRef::from_id(*(addr(t, *sp) as *const u32));
        let target = KlassRef(&*((metaspace::base() + ((cell(ip, 1) as usize) << 3)) as *const Klass));
        let message = link_errors::class_cast_message(s, k, target);
        Err(s.throw_new("java/lang/ClassCastException", &message))
    }
}

handler! {
    /// NullPointerException in an invocation whose arguments are on the stack; `tos` is the method.
    null_pointer_in_call(ip, sp, lo, t, tb, tos) {
        in_call(sp, lo, t, tos as *const Method, false);
        jump!(unwind, ip, sp, lo, t, tb, 0)
    }
    /// StackOverflowError at the entry of method `tos`.
    stack_overflow(ip, sp, lo, t, tb, tos) {
        in_call(sp, lo, t, tos as *const Method, true);
        jump!(unwind, ip, sp, lo, t, tb, 0)
    }
    /// Goes to the handler of the pending exception, or ends the activation.
    unwind(ip, sp, lo, t, tb, tos) {
        let flow = find_handler(t);
        if flow.ip.is_null() {
            return 0;
        }
        next!(flow.ip, flow.sp, (*t.ctx.frame.get()).locals, t, tb, *flow.sp)
    }
}

/// Throws at an invocation of `m`: the arguments at `lo ..= sp` are spilled, the caller's `ip` is set.
#[cold]
#[inline(never)]
unsafe fn in_call(sp: *mut u64, lo: *mut u64, t: T, m: *const Method, overflow: bool) {
    // SAFETY: the thread is in Java and holds no token.
    unsafe {
        pending_in_vm(sp, lo, t, m, |s| {
            let _ = if overflow { exceptions::throw_stack_overflow(s) } else { s.throw_npe() };
        });
    }
}

/// Unwinds frames until one handles the pending exception. Its stack then holds only the exception.
/// `ip` null: an entry frame was reached, the exception stays pending.
#[cold]
#[inline(never)]
unsafe fn find_handler(t: T) -> Flow {
    // SAFETY: the thread is in Java and holds no token; frames are as `jit::abi` pictures them.
    unsafe {
        loop {
            let f = t.ctx.frame.get();
            if (*f).method.is_null() {
                return Flow::THROW;
            }
            let m = method_of(f);
            let base = f.add(1).cast::<u64>();
            t.ctx.stack_top.set(base.add(m.max_stack as usize + 2));
            (*f).flags |= UNWINDING;
            t.java_to_vm();
            let bci = {
                let mut s = Scope::attach(t);
                search(&mut s, m, f)
            };
            t.vm_to_java();
            if let Some(bci) = bci {
                (*f).flags &= !UNWINDING;
                *base.add(1) = u64::from(t.ctx.pending.replace(0));
                let code = m.code.load(std::sync::atomic::Ordering::Relaxed).cast_const().cast::<u32>();
                return Flow { ip: code.add(bci as usize), sp: base.add(1) };
            }
            t.ctx.frame.set((*f).caller);
        }
    }
}

/// The handler of `f`'s method for the pending exception; releases the method's lock when there is none.
unsafe fn search(s: &mut Scope<'_>, m: MethodRef, f: *mut Frame) -> Option<u32> {
    // SAFETY: `f` is the top frame, its `ip` inside `m`'s code.
    unsafe {
        let code = m.code.load(std::sync::atomic::Ordering::Relaxed).cast_const();
        let found = handler(s, m, (*f).ip.offset_from(code) as u32);
        if found.is_none() && (*f).flags & LOCKED != 0 {
            (*f).flags &= !LOCKED;
            release(s, gc::NarrowRef((*f).lock));
        }
        found
    }
}

/// The handler of a frame of `m` at `bci` for the pending exception, which may be replaced by one thrown while looking.
pub(crate) fn handler(s: &mut Scope<'_>, m: MethodRef, mut bci: u32) -> Option<u32> {
    loop {
        let e = s.take_pending().expect("unwinding needs an exception");
        match handler_in(s, m, bci, e) {
            Ok(h) => {
                let _ = s.throw(e);
                return h;
            }
            // as if the handler whose class cannot be had had thrown
            Err((_thrown, handler)) => bci = handler,
        }
    }
}

/// Releases the lock of a synchronized method that an exception leaves; what that throws replaces the exception.
///
/// # Safety
/// `lock` must be a live object's, read since the last safepoint.
pub(crate) unsafe fn release(s: &mut Scope<'_>, lock: gc::NarrowRef) {
    // SAFETY: by the caller's promise.
    let h = unsafe { s.handle_from(lock) }.expect("a lock");
    let e = s.take_pending().expect("unwinding needs an exception");
    match monitor::exit(s, h) {
        Ok(()) => {
            let _ = s.throw(e);
        }
        Err(thrown) => {
            let replaced = s.catch(thrown);
            let _ = s.throw(replaced);
        }
    }
}

/// First row of the exception table that covers `bci` and catches `e`; or what resolving its class has thrown, with its handler.
fn handler_in(
    s: &mut Scope<'_>,
    m: MethodRef,
    bci: u32,
    e: Handle<'_>,
) -> Result<Option<u32>, (Thrown, u32)> {
    let thrown = KlassRef::of(e.get(s));
    handler_of(m, bci, thrown, |catch_type, handler| {
        resolve::class_at(s, m.holder, catch_type).map_err(|thrown| (thrown, handler))
    })
}

/// Some handler's class has not been resolved yet.
pub(crate) struct Unresolved;

/// The handler in a frame of `m` at `bci` for an exception of a class, if all classes that have to be compared with it are resolved:
/// nothing is loaded, nothing thrown.
pub(crate) fn resolved_handler(m: MethodRef, bci: u32, thrown: KlassRef) -> Result<Option<u32>, Unresolved> {
    handler_of(m, bci, thrown, |_, _| Err(Unresolved))
}

/// First row of the exception table that covers `bci` and catches exceptions of class `thrown`. `resolve` gets the class that
/// is not yet resolved, by index in the constant pool, and the row's handler.
#[inline]
fn handler_of<E>(
    m: MethodRef,
    bci: u32,
    thrown: KlassRef,
    mut resolve: impl FnMut(u16, u32) -> Result<KlassRef, E>,
) -> Result<Option<u32>, E> {
    for &[start, end, handler, catch_type] in m.cold.exceptions {
        if bci < u32::from(start) || bci >= u32::from(end) {
            continue;
        }
        if catch_type == 0 {
            return Ok(Some(handler.into()));
        }
        let cp = m.holder.constants();
        let class = match cp.resolved_class(catch_type) {
            Some(k) => k,
            None => resolve(catch_type, handler.into())?,
        };
        if thrown.is_subtype_of(class) {
            return Ok(Some(handler.into()));
        }
    }
    Ok(None)
}
