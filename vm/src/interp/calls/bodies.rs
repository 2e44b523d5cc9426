//! What entries do in the VM, out of line.

use super::entries::*;
use super::*;

/// Runs `f` in the VM while the arguments of a call of `m` are at `lo ..= sp`, and `m` has no frame.
#[inline(always)]
pub(crate) unsafe fn pending_in_vm<R>(
    sp: *mut u64,
    lo: *mut u64,
    t: T,
    m: *const Method,
    f: impl for<'s> FnOnce(&mut Scope<'s>) -> R,
) -> R {
    // SAFETY: interpreter registers; the record stays until it is taken off the list again.
    unsafe {
        let older = t.pending_call.get();
        let call = PendingCall { method: MethodRef(&*m), arguments: lo, caller: t.ctx.frame.get(), older };
        t.pending_call.set(&raw const call);
        let r = call_in_vm(sp.add(1), t, f);
        t.pending_call.set(older);
        r
    }
}

/// Runs `f` in the VM with the stack up to `top` in use.
#[inline(always)]
pub(super) unsafe fn call_in_vm<R>(top: *mut u64, t: T, f: impl for<'s> FnOnce(&mut Scope<'s>) -> R) -> R {
    // SAFETY: the thread is in Java and holds no token.
    unsafe {
        t.ctx.stack_top.set(top);
        t.java_to_vm();
        let r = {
            let mut scope = Scope::attach(t);
            f(&mut scope)
        };
        t.vm_to_java();
        r
    }
}

/// Prepares a method at its first call; false when an exception is pending.
#[inline(never)]
pub(super) unsafe fn prepare(sp: *mut u64, lo: *mut u64, t: T, m: *const Method) -> bool {
    // SAFETY: interpreter registers.
    unsafe { pending_in_vm(sp, lo, t, m, |s| prepare_method(s, MethodRef(&*m)).is_ok()) }
}

#[inline(never)]
pub(super) unsafe fn notify_invocation(sp: *mut u64, lo: *mut u64, t: T, m: *const Method) {
    // SAFETY: interpreter registers.
    unsafe { pending_in_vm(sp, lo, t, m, |s| crate::tiering::invocation_event(s, MethodRef(&*m))) }
}

/// Translates bytecode or finds the native function, and sets the method's entry.
///
/// # Errors
/// Linkage errors of the class (verification), UnsatisfiedLinkError.
pub(super) fn prepare_method(s: &mut Scope<'_>, m: MethodRef) -> JResult<()> {
    crate::link::init::ensure_linked(s, m.holder)?;
    let entry: Handler = match m.intrinsic {
        Intrinsic::InvokeBasic => entry_invoke_basic,
        Intrinsic::LinkToVirtual => entry_link_to_virtual,
        Intrinsic::LinkToStatic | Intrinsic::LinkToSpecial => entry_link_to_static,
        Intrinsic::LinkToInterface => entry_link_to_interface,
        Intrinsic::None | Intrinsic::InvokeGeneric => {
            if m.is_abstract() || m.has(crate::class::method::flag::OVERPASS) {
                entry_abstract
            } else if m.is_native() {
                let class = m.holder.name.bytes();
                let builtin = if m.holder.loader.is_boot() {
                    crate::native::builtin::find(class, m.name.bytes(), m.desc.bytes())
                } else {
                    None
                };
                match builtin {
                    Some(b) => {
                        m.native.store(b as usize, Ordering::Release);
                        entry_builtin
                    }
                    None => entry_native,
                }
            } else {
                translate::prepare_code(m);
                if m.is_synchronized() { entry_synchronized } else { entry_normal }
            }
        }
    };
    let entry = match leaf::find(m) {
        Some(l) => {
            m.leaf.store(l as usize, Ordering::Release);
            entry_leaf
        }
        None => entry,
    };
    crate::code::set_interpreter_entry(&m, entry as usize);
    Ok(())
}

/// The entry that a new method starts with.
pub fn entry_for(_m: &Method) -> usize {
    entry_first as Handler as usize
}

#[inline(never)]
pub(super) unsafe fn abstract_method(sp: *mut u64, lo: *mut u64, t: T, m: *const Method) {
    // SAFETY: interpreter registers.
    unsafe {
        pending_in_vm(sp, lo, t, m, |s| {
            let m = MethodRef(&*m);
            let receiver = KlassRef::from_id(*(addr(t, *lo) as *const u32));
            let _: crate::thread::Thrown = match m.cold.overpass {
                Some((class, text)) => s.throw_new(class, text),
                None => link_errors::throw_abstract_method(s, receiver, m, None),
            };
        });
    }
}

/// Pushes a frame without bytecode for a native method, so that it shows in stack traces.
pub(super) unsafe fn push_native_frame(t: T, m: *const Method, lo: *mut u64) -> bool {
    // SAFETY: as for `push_frame`.
    unsafe {
        let frame = lo.add((*m).arg_slots as usize).cast::<Frame>();
        if frame.add(1).cast::<u64>().add(2) > t.ctx.stack_limit.get() {
            return false;
        }
        *frame = Frame {
            caller: t.ctx.frame.get(),
            method: m.cast(),
            locals: lo,
            ip: std::ptr::null(),
            lock: 0,
            flags: 0,
        };
        t.ctx.frame.set(frame);
        true
    }
}

#[inline(never)]
pub(super) unsafe fn native_body(sp: *mut u64, lo: *mut u64, t: T, m: *const Method) -> (bool, u64) {
    // SAFETY: interpreter registers.
    unsafe {
        let caller = t.ctx.frame.get();
        if !push_native_frame(t, m, lo) {
            pending_in_vm(sp, lo, t, m, |s| {
                let _ = exceptions::throw_stack_overflow(s);
            });
            return (false, 0);
        }
        let top = t.ctx.frame.get().add(1).cast::<u64>();
        let r = call_in_vm(top, t, |s| call_native(s, MethodRef(&*m), lo));
        t.ctx.frame.set(caller);
        match r {
            Ok(v) => (true, v),
            Err(_) => (false, 0),
        }
    }
}

#[inline(never)]
pub(super) unsafe fn builtin_body(sp: *mut u64, lo: *mut u64, t: T, m: *const Method) -> (bool, u64) {
    // SAFETY: interpreter registers.
    unsafe {
        let caller = t.ctx.frame.get();
        if !push_native_frame(t, m, lo) {
            pending_in_vm(sp, lo, t, m, |s| {
                let _ = exceptions::throw_stack_overflow(s);
            });
            return (false, 0);
        }
        let body = std::mem::transmute::<usize, Builtin>((*m).native.load(Ordering::Relaxed));
        let top = t.ctx.frame.get().add(1).cast::<u64>();
        let r = call_in_vm(top, t, |s| body(s, Args::new(lo, MethodRef(&*m))).map(bits));
        t.ctx.frame.set(caller);
        match r {
            Ok(v) => (true, v),
            Err(_) => (false, 0),
        }
    }
}

/// A value as a stack slot has it.
pub(crate) fn bits(v: Value<'_>) -> u64 {
    match v {
        Value::Void => 0,
        Value::Int(v) => u64::from(v as u32),
        Value::Long(v) => v as u64,
        Value::Float(v) => u64::from(v.to_bits()),
        Value::Double(v) => v.to_bits(),
        Value::Ref(h) => h.map_or(0, |h| u64::from(h.narrow().0)),
    }
}

/// Target of `linkToInterface`; null when an exception is pending.
#[inline(never)]
pub(super) unsafe fn link_to_interface_target(
    sp: *mut u64,
    lo: *mut u64,
    t: T,
    linker: *const Method,
) -> *const Method {
    // SAFETY: both slots hold non-null references.
    unsafe {
        let m = MethodRef(&*method_handles::member_target(gc::ObjRef::from_addr(addr(t, *sp))));
        let k = KlassRef::from_id(*(addr(t, *lo) as *const u32));
        match itable_lookup(k, m) {
            Some(found) if found.is_public() && !found.is_abstract() => found.0,
            _ => {
                pending_in_vm(sp, lo, t, linker, |s| {
                    let _: crate::thread::Thrown = link_errors::throw_interface_failure(s, k, m);
                });
                std::ptr::null()
            }
        }
    }
}

/// Starts an activation of `m` from VM code: the arguments have been stored at `lo ..`, behind an entry
/// frame. Returns the result's bits; an exception may be pending.
///
/// # Safety
/// As `java_call` lays the stack out; the thread is in Java.
pub unsafe fn activate(m: MethodRef, ip: *const u32, lo: *mut u64, t: T) -> u64 {
    // SAFETY: by the caller's promise.
    unsafe {
        let sp = lo.add(m.arg_slots as usize).sub(1);
        interp::run(entry_of(m.0), ip, sp, lo, t, std::ptr::from_ref(m.0) as u64)
    }
}
