//! What the runtime calls do: one function for each row of `jit::for_each_runtime_call!`, called by its stub.
//!
//! The calls that may stop, throw or collect have the frame that calls at the thread's anchor. What they throw is
//! pending when they return.

use gc::{NarrowRef, ObjRef};

use super::{blob_at, deopt, unwind};
use crate::class::{Klass, KlassRef, Method, MethodRef};
use crate::interp::T;
use crate::interp::calls;
use crate::runtime::{alloc, exceptions, java_call, method_handles};
use crate::thread::{JResult, Scope, Value, monitor, safepoint};
use crate::well_known::Wk;

/// Runs `f` in the VM.
pub(super) fn in_vm<R>(t: T, f: impl for<'s> FnOnce(&mut Scope<'s>) -> R) -> R {
    t.java_to_vm();
    let r = {
        // SAFETY: the calling thread's; compiled code holds no token.
        let mut scope = unsafe { Scope::attach(t) };
        f(&mut scope)
    };
    t.vm_to_java();
    r
}

/// The class at an address that compiled code contains.
///
/// # Safety
/// There must be one.
unsafe fn class(address: i64) -> KlassRef {
    // SAFETY: by the caller's promise.
    KlassRef(unsafe { &*(address as *const Klass) })
}

/// The method at an address that compiled code contains.
///
/// # Safety
/// There must be one.
unsafe fn method(address: i64) -> MethodRef {
    // SAFETY: by the caller's promise.
    MethodRef(unsafe { &*(address as *const Method) })
}

/// Runs `f` in the VM with the object that compiled code has passed, which is not null.
fn with_object<R>(t: T, object: i64, f: impl for<'s> FnOnce(&mut Scope<'s>, gc::Handle<'s>) -> R) -> R {
    in_vm(t, |s| {
        // SAFETY: a live reference: nothing has collected since compiled code has read it.
        let h = unsafe { s.handle_from(NarrowRef(object as u32)) }.expect("an object");
        f(s, h)
    })
}

/// The result of a call: a new object, or 0 with the exception pending.
fn new_object(t: T, f: impl for<'s> FnOnce(&mut Scope<'s>) -> JResult<gc::Handle<'s>>) -> i64 {
    let new = in_vm(t, |s| f(s).map_or(0, |h| i64::from(h.narrow().0)));
    stress(t);
    new
}

/// `-XX:DeoptimizeOften`: now and then all activations of the thread go on in the interpreter.
fn stress(t: T) {
    if crate::tiering::deoptimizes_now() && t.ctx.pending.get() == 0 {
        super::deoptimize_thread(t, |_| true);
    }
}

/// # Safety
/// As all functions here: called by compiled code with what the table says.
pub unsafe extern "C" fn new_instance(t: T, k: i64) -> i64 {
    // SAFETY: a class of which there can be instances.
    new_object(t, |s| alloc::new_instance(s, unsafe { class(k) }))
}

/// # Safety
/// See [`new_instance`].
pub unsafe extern "C" fn new_array(t: T, k: i64, length: i32) -> i64 {
    // SAFETY: an array class.
    new_object(t, |s| alloc::new_array(s, unsafe { class(k) }, length))
}

/// # Safety
/// See [`new_instance`].
pub unsafe extern "C" fn new_multi_array(t: T, k: i64, dimensions: i32, lengths: i64) -> i64 {
    // SAFETY: state words, one for each dimension.
    let lengths: Vec<i32> =
        (0..dimensions as usize).map(|i| unsafe { *(lengths as *const i32).add(2 * i) }).collect();
    // SAFETY: an array class.
    new_object(t, |s| alloc::new_multi_array(s, unsafe { class(k) }, &lengths))
}

/// # Safety
/// See [`new_instance`].
pub unsafe extern "C" fn monitor_enter(t: T, object: i64) {
    with_object(t, object, monitor::enter);
}

/// # Safety
/// See [`new_instance`].
pub unsafe extern "C" fn monitor_exit(t: T, object: i64) {
    with_object(t, object, |s, h| {
        if !monitor::try_exit(t, h.get(s)) {
            let _ = s.throw_bare("java/lang/IllegalMonitorStateException");
        }
    });
}

/// # Safety
/// See [`new_instance`].
pub unsafe extern "C" fn poll(t: T) {
    // what is thrown is pending
    let _ = in_vm(t, safepoint::poll);
    stress(t);
}

/// # Safety
/// See [`new_instance`].
pub unsafe extern "C" fn method_entry(t: T, m: i64) {
    in_vm(t, |s| {
        if safepoint::poll(s).is_err() {
            return;
        }
        t.restore_native_limit();
        let blob = blob_at(t.ctx.anchor_pc.get());
        let sp = t.ctx.anchor_fp.get() - blob.code.frame_size as usize;
        if sp < t.native_limit() {
            let _ = exceptions::throw_stack_overflow(s);
        } else if m != 0 {
            // whatever has brought us here, an event more does no harm
            // SAFETY: code that runs keeps its methods.
            crate::tiering::event(s, unsafe { method(m) }, None);
        }
    });
    stress(t);
}

/// # Safety
/// See [`new_instance`].
pub unsafe extern "C" fn back_edge(t: T, m: i64, bci: i32) -> i32 {
    // SAFETY: code that runs keeps its methods.
    let m = unsafe { method(m) };
    let leaves = in_vm(t, |s| i32::from(crate::tiering::event(s, m, Some(bci as u32))));
    stress(t);
    leaves
}

/// # Safety
/// See [`new_instance`].
pub unsafe extern "C" fn register_finalizer(t: T, object: i64) {
    with_object(t, object, |s, h| {
        let k = Wk::Finalizer.klass();
        // what is thrown is pending
        let _ =
            java_call::call_static_named(s, k, "register", "(Ljava/lang/Object;)V", &[Value::Ref(Some(h))]);
    });
}

/// # Safety
/// See [`new_instance`].
pub unsafe extern "C" fn throw(t: T, exception: i64) {
    t.ctx.pending.set(exception as u32);
    // SAFETY: the calling frame is at the anchor.
    unsafe { unwind::unwind(t) }
}

/// # Safety
/// See [`new_instance`].
pub unsafe extern "C" fn deoptimize(t: T, reason: i32) {
    // SAFETY: the calling frame is at the anchor.
    unsafe { deopt::now(t, reason) }
}

/// # Safety
/// See [`new_instance`].
pub unsafe extern "C" fn find_interface_method(t: T, class: i32, method: i32) -> i64 {
    // SAFETY: ids of a class and of an interface method.
    unsafe { calls::find_interface_method(t, class as u32, method as u32) as i64 }
}

/// # Safety
/// See [`new_instance`].
pub unsafe extern "C" fn link_to_interface(_t: T, receiver: i64, member: i64) -> i64 {
    // SAFETY: neither is null, and nothing collects here.
    unsafe {
        let object = |n: i64| NarrowRef(n as u32).decode().expect("not null");
        let m = MethodRef(&*method_handles::member_target(object(member)));
        match calls::itable_lookup(KlassRef::of(object(receiver)), m) {
            Some(found) if found.is_public() && !found.is_abstract() => std::ptr::from_ref(found.0) as i64,
            _ => 0,
        }
    }
}

/// # Safety
/// See [`new_instance`].
pub unsafe extern "C" fn is_subtype(_t: T, id: i32, target: i64) -> i32 {
    // SAFETY: the id and the address of classes.
    unsafe { i32::from(KlassRef::from_id(id as u32).is_subtype_of(class(target))) }
}

/// # Safety
/// See [`new_instance`].
pub unsafe extern "C" fn class_initialized(t: T, k: i64) -> i32 {
    // SAFETY: a class.
    let k = unsafe { class(k) };
    i32::from(k.is_initialized() || crate::link::init::is_initializing(t, k))
}

/// # Safety
/// See [`new_instance`].
pub unsafe extern "C" fn fast_enter(t: T, object: i64) -> i32 {
    // SAFETY: a live object.
    let o: ObjRef<'_> = unsafe { NarrowRef(object as u32).decode() }.expect("not null");
    i32::from(monitor::try_fast_enter(t, o))
}

/// # Safety
/// See [`new_instance`].
pub unsafe extern "C" fn fast_exit(t: T, object: i64) -> i32 {
    // SAFETY: a live object.
    let o: ObjRef<'_> = unsafe { NarrowRef(object as u32).decode() }.expect("not null");
    i32::from(monitor::try_fast_exit(t, o))
}

/// # Safety
/// See [`new_instance`].
pub unsafe extern "C" fn float_remainder(_t: T, a: f32, b: f32) -> f32 {
    a % b
}

/// # Safety
/// See [`new_instance`].
pub unsafe extern "C" fn double_remainder(_t: T, a: f64, b: f64) -> f64 {
    a % b
}
