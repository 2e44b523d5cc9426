//! Calls from VM code into Java.
//!
//! A call pushes an entry frame (no method) onto the interpreter stack, then the arguments, and runs
//! the interpreter until that frame is reached again.

use gc::{Handle, NarrowRef};
use jit::abi::EntryFrame;

use crate::class::{BasicType, KlassRef, MethodRef};
use crate::interp::{activate, entry_frame};
use crate::link::{init, resolve};
use crate::runtime::exceptions;
use crate::symbol::Symbol;
use crate::thread::{JResult, Scope, Value};

/// Calls exactly `m`. For instance methods `args[0]` is the receiver. The class must be initialised
/// for static methods.
///
/// # Errors
/// What the method throws; StackOverflowError.
pub fn call<'s>(t: &mut Scope<'s>, m: MethodRef, args: &[Value<'_>]) -> JResult<Value<'s>> {
    debug_assert!(!t.has_pending(), "a call with an exception pending: {m:?}");
    let top = t.ctx.stack_top.get();
    let lo = entry_frame::arguments(top.cast::<EntryFrame>());
    let end = lo.wrapping_add(1 + m.arg_slots as usize);
    if end > t.ctx.stack_limit.get() || !t.has_native_stack() {
        return Err(exceptions::throw_stack_overflow(t));
    }
    let thread = t.thread();
    // SAFETY: [top, end) is free stack of this thread; the token is not used until Java returns.
    // JavaThreads are never freed while their thread runs, so the lifetime may be extended.
    let bits = unsafe {
        let entry = entry_frame::push(thread, top, t.ctx.anchor_pc.get(), t.ctx.anchor_fp.get());
        let mut p = lo;
        for a in args {
            if matches!(a, Value::Long(_) | Value::Double(_)) {
                p = p.add(1);
            }
            *p = crate::interp::bits(*a);
            p = p.add(1);
        }
        assert!(p.offset_from(lo) == m.arg_slots as isize, "wrong number of arguments for {m:?}");
        thread.vm_to_java();
        let t_static: &'static crate::thread::JavaThread = &*std::ptr::from_ref(thread);
        let bits = activate(m, entry_frame::call(), lo, t_static);
        thread.java_to_vm();
        entry_frame::pop(thread, entry);
        bits
    };
    t.check_pending()?;
    Ok(match m.return_type {
        BasicType::Void => Value::Void,
        BasicType::Long => Value::Long(bits as i64),
        BasicType::Float => Value::Float(f32::from_bits(bits as u32)),
        BasicType::Double => Value::Double(f64::from_bits(bits)),
        BasicType::Object | BasicType::Array => {
            // SAFETY: just returned by Java, nothing has collected since.
            Value::Ref(unsafe { t.handle_from(NarrowRef(bits as u32)) })
        }
        _ => Value::Int(bits as i32),
    })
}

/// Calls the method that `m` selects for the class of `args[0]`.
///
/// # Errors
/// NullPointerException, AbstractMethodError, and what the method throws.
pub fn call_virtual<'s>(t: &mut Scope<'s>, m: MethodRef, args: &[Value<'_>]) -> JResult<Value<'s>> {
    let Some(receiver) = args[0].object() else { return Err(t.throw_npe()) };
    let k = KlassRef::of(receiver.get(t));
    if m.is_private() || m.is_constructor() {
        return call(t, m, args);
    }
    match resolve::select_method(k, m) {
        Some(target) if !target.is_abstract() => call(t, target, args),
        selected => Err(crate::runtime::link_errors::throw_abstract_method(t, k, m, selected)),
    }
}

/// Calls the virtual method `name desc` of `receiver`'s class; `args` without the receiver.
///
/// # Errors
/// NoSuchMethodError and what the method throws.
pub fn call_virtual_named<'s>(
    t: &mut Scope<'s>,
    receiver: Handle<'_>,
    name: &str,
    desc: &str,
    args: &[Value<'_>],
) -> JResult<Value<'s>> {
    let k = KlassRef::of(receiver.get(t));
    let m = find(t, k, name, desc)?;
    let mut all = Vec::with_capacity(args.len() + 1);
    all.push(Value::Ref(Some(receiver)));
    all.extend_from_slice(args);
    call_virtual(t, m, &all)
}

/// Initialises `k` and calls its static method `name desc`.
///
/// # Errors
/// NoSuchMethodError and what the method throws.
pub fn call_static_named<'s>(
    t: &mut Scope<'s>,
    k: KlassRef,
    name: &str,
    desc: &str,
    args: &[Value<'_>],
) -> JResult<Value<'s>> {
    init::ensure_initialized(t, k)?;
    let m = find(t, k, name, desc)?;
    call(t, m, args)
}

/// Runs the constructor `desc` on `object`; `args` without the receiver.
///
/// # Errors
/// NoSuchMethodError and what the constructor throws.
pub fn construct(t: &mut Scope<'_>, object: Handle<'_>, desc: &str, args: &[Value<'_>]) -> JResult<()> {
    let k = KlassRef::of(object.get(t));
    let (init, signature) = (Symbol::new(b"<init>"), Symbol::new(desc.as_bytes()));
    let Some(m) = k.supers().find_map(|s| s.declared_method(init, signature)) else {
        return Err(missing(t, k, "<init>", desc));
    };
    if m.holder != k {
        // found, but constructors are not inherited
        let parameters = desc[1..].split_once(')').map_or("", |d| d.0);
        let parameters = crate::class::method::external_types(parameters);
        let message = format!("{}: method 'void <init>({parameters})' not found", k.external_name());
        return Err(t.throw_new("java/lang/NoSuchMethodError", &message));
    }
    let mut all = Vec::with_capacity(args.len() + 1);
    all.push(Value::Ref(Some(object)));
    all.extend_from_slice(args);
    call(t, m, &all).map(|_| ())
}

fn find(t: &mut Scope<'_>, k: KlassRef, name: &str, desc: &str) -> JResult<MethodRef> {
    let (n, d) = (Symbol::new(name.as_bytes()), Symbol::new(desc.as_bytes()));
    match resolve::lookup_method(k, n, d) {
        Some(m) => Ok(m),
        None => Err(missing(t, k, name, desc)),
    }
}

fn missing(t: &mut Scope<'_>, k: KlassRef, name: &str, desc: &str) -> crate::thread::Thrown {
    let message = crate::class::method::external_signature(
        k,
        Symbol::new(name.as_bytes()),
        Symbol::new(desc.as_bytes()),
    );
    t.throw_new("java/lang/NoSuchMethodError", &format!("'{message}'"))
}
