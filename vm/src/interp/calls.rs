//! Invocations, method entries and returns (JVMS §6.5: `invoke*`, `*return`).
//!
//! An invoke instruction spills `tos`, sets its frame's `ip` and jumps to the method's entry with
//! `sp` at the last argument, `lo` at the first, and the method in `tos`. The operand of quick
//! invokes holds the slots of the arguments, receiver included, in its low byte; bit 15 says that
//! the instruction is 5 bytes long. The entry of a native or builtin method does all of it and
//! goes on in the caller.

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

use gc::object::SHIFT;
use jit::abi::{AdapterResult, Frame, ITABLE_CACHE, ItableCacheEntry, STATUS_RESUME, STATUS_RETURNED};
use jit::shape::Kind;
use parking_lot::Mutex;

use super::arrays::addr;
use super::objects::lock_object;
use super::{Flow, Handler, T, cell, operand, ops, pool_index, rewrite, throw, translate};
use crate::class::method::Intrinsic;
use crate::class::{BasicType, InitState, KlassRef, Method, MethodRef};
use crate::link::resolve::{self, InvokeKind, ResolvedCall};
use crate::native::builtin::{Args, Builtin};
use crate::native::call::call_native;
use crate::native::lib::leaf::{self, Leaf};
use crate::runtime::{exceptions, link_errors, method_handles};
use crate::stack::roots::PendingCall;
use crate::thread::{JResult, Scope, Value, monitor};
use crate::well_known::{Wk, f};

/// Operand bit of 5-byte invoke instructions.
pub const LONG_FORM: u16 = 0x8000;
/// `Frame::flags`: the frame's method is synchronized and holds `Frame::lock`.
pub const LOCKED: u32 = 1;
/// `Frame::flags`: an exception is looking for its handler here, the operand stack means nothing any more.
pub const UNWINDING: u32 = 2;

#[inline(always)]
unsafe fn method_at(t: T, id: u32) -> *const Method {
    (t.ctx.class_base.get() + ((id as usize) << SHIFT)) as *const Method
}

#[inline(always)]
unsafe fn entry_of(m: *const Method) -> Handler {
    // SAFETY: `entry` always holds a handler.
    unsafe { std::mem::transmute::<usize, Handler>((*m).entry.load(Ordering::Acquire)) }
}

/// Jumps to method `$m`, whose arguments start at `$lo`.
macro_rules! invoke {
    ($m:expr, $ip:ident, $sp:ident, $lo:expr, $t:ident, $tb:ident) => {{
        let m: *const Method = $m;
        (*$t.ctx.frame.get()).ip = $ip.cast();
        let entry = entry_of(m);
        jump!(entry, $ip, $sp, $lo, $t, $tb, m as u64)
    }};
}

/// Id of the class of the receiver in slot `lo`.
macro_rules! receiver_class {
    ($ip:ident, $sp:ident, $lo:ident, $caller_lo:ident, $t:ident, $tb:ident, $tos:ident) => {{
        let receiver = *$lo;
        if receiver == 0 {
            jump!(throw::null_pointer, $ip, $sp, $caller_lo, $t, $tb, $tos)
        }
        *(addr($t, receiver) as *const u32)
    }};
}

handler! {
    /// Second cell: the method's id.
    invokestatic_q(ip, sp, lo, t, tb, tos) {
        *sp = tos;
        let m = method_at(t, cell(ip, 1));
        let args = sp.add(1).sub(operand(ip));
        invoke!(m, ip, sp, args, t, tb)
    }
    /// As `invokestatic_q` while the class is not yet known to be initialised.
    invokestatic_checked(ip, sp, lo, t, tb, tos) {
        let m = method_at(t, cell(ip, 1));
        let holder = (*m).holder;
        if holder.init_state() != InitState::Initialized && !crate::link::init::is_initializing(t, holder) {
            jump!(initialize_callee, ip, sp, lo, t, tb, tos)
        }
        *sp = tos;
        let args = sp.add(1).sub(operand(ip));
        invoke!(m, ip, sp, args, t, tb)
    }
    /// Exactly one method, with a receiver: `invokespecial`, final and private ones.
    invokedirect_q(ip, sp, lo, t, tb, tos) {
        *sp = tos;
        let args = sp.add(1).sub(operand(ip));
        if *args == 0 {
            jump!(throw::null_pointer, ip, sp, lo, t, tb, tos)
        }
        let m = method_at(t, cell(ip, 1));
        invoke!(m, ip, sp, args, t, tb)
    }
    /// Second cell: offset of the vtable entry from the class.
    invokevirtual_q(ip, sp, lo, t, tb, tos) {
        *sp = tos;
        let args = sp.add(1).sub(operand(ip));
        let class = receiver_class!(ip, sp, args, lo, t, tb, tos);
        let entry = t.ctx.class_base.get() + ((class as usize) << SHIFT) + cell(ip, 1) as usize;
        invoke!(*(entry as *const *const Method), ip, sp, args, t, tb)
    }
    /// Second cell: the interface method's id. An aligned pair of the other cells is the inline
    /// cache: class id in the low, target's id in the high half.
    invokeinterface_q(ip, sp, lo, t, tb, tos) {
        *sp = tos;
        let args = sp.add(1).sub(operand(ip) & 0xff);
        let class = receiver_class!(ip, sp, args, lo, t, tb, tos);
        let cache = (*inline_cache(ip)).load(Ordering::Relaxed);
        if cache as u32 == class {
            invoke!(method_at(t, (cache >> 32) as u32), ip, sp, args, t, tb)
        }
        jump!(invokeinterface_miss, ip, sp, lo, t, tb, tos)
    }
    /// `invokevirtual` of a method that the class inherits from an interface only: no room for an inline
    /// cache in three cells.
    invokevirtual_interface_q(ip, sp, lo, t, tb, tos) {
        *sp = tos;
        let args = sp.add(1).sub(operand(ip) & 0xff);
        let class = receiver_class!(ip, sp, args, lo, t, tb, tos);
        let method = cell(ip, 1);
        let e = t.ctx.itable_cache.get().add(cache_index(class, method));
        if (*e).class == class && (*e).method == method {
            invoke!(method_at(t, (*e).target), ip, sp, args, t, tb)
        }
        jump!(invokevirtual_interface_miss, ip, sp, lo, t, tb, tos)
    }
    invokevirtual_interface_miss(ip, sp, lo, t, tb, tos) {
        let args = sp.add(1).sub(operand(ip) & 0xff);
        let m = find_interface_method(t, *(addr(t, *args) as *const u32), cell(ip, 1));
        if m.is_null() {
            jump!(interface_failure, ip, sp, lo, t, tb, tos)
        }
        invoke!(m, ip, sp, args, t, tb)
    }
    /// `invokeinterface_q` of a class that is not in the inline cache; `tos` is spilled.
    invokeinterface_miss(ip, sp, lo, t, tb, tos) {
        let args = sp.add(1).sub(operand(ip) & 0xff);
        let class = *(addr(t, *args) as *const u32);
        let m = find_interface_method(t, class, cell(ip, 1));
        if m.is_null() {
            jump!(interface_failure, ip, sp, lo, t, tb, tos)
        }
        (*inline_cache(ip)).store(u64::from(class) | (u64::from((*m).id()) << 32), Ordering::Relaxed);
        invoke!(m, ip, sp, args, t, tb)
    }
    /// `invokehandle` or `invokedynamic` with an appendix: second cell is the adapter's id, third the
    /// appendix's slot.
    invokeadapter_q(ip, sp, lo, t, tb, tos) {
        *sp = tos;
        let sp = sp.add(1);
        *sp = u64::from(*((t.ctx.class_base.get() + ((cell(ip, 2) as usize) << 2)) as *const u32));
        let m = method_at(t, cell(ip, 1));
        let args = sp.add(1).sub((*m).arg_slots as usize);
        invoke!(m, ip, sp, args, t, tb)
    }
    /// The same without an appendix.
    invokeadapter_bare_q(ip, sp, lo, t, tb, tos) {
        *sp = tos;
        let m = method_at(t, cell(ip, 1));
        let args = sp.add(1).sub((*m).arg_slots as usize);
        invoke!(m, ip, sp, args, t, tb)
    }
}

/// The inline cache of an `invokeinterface` at `ip`.
#[inline(always)]
unsafe fn inline_cache(ip: *const u32) -> *const AtomicU64 {
    ((ip as usize + 15) & !7) as *const AtomicU64
}

/// Clears those of the inline caches at these addresses that name classes which are being unloaded.
pub fn purge_inline_caches(caches: &Mutex<Vec<usize>>) {
    for &cache in caches.lock().iter() {
        // SAFETY: noted when the instruction was linked; the code lives as long as the list. Classes have not been freed yet.
        unsafe {
            let cache = &*(cache as *const AtomicU64);
            let class = cache.load(Ordering::Relaxed) as u32;
            if class != 0 && KlassRef::from_id(class).data.is_dead() {
                cache.store(0, Ordering::Relaxed);
            }
        }
    }
}

/// Forgets the interface method lookups of a thread: classes are being unloaded.
pub fn clear_itable_cache(t: T) {
    // SAFETY: the cache has this many entries; its owner is stopped.
    unsafe {
        std::slice::from_raw_parts_mut(t.ctx.itable_cache.get(), ITABLE_CACHE)
            .fill(ItableCacheEntry::default());
    }
}

/// Index into the thread's cache of interface method lookups.
#[inline(always)]
fn cache_index(class: u32, method: u32) -> usize {
    (class ^ method.rotate_left(5)).wrapping_mul(0x9e37_79b1) as usize >> 24 & (ITABLE_CACHE - 1)
}

/// The implementation of an interface method, from the thread's cache or the itable; null when there is none.
#[inline(never)]
pub(crate) unsafe fn find_interface_method(t: T, class: u32, method: u32) -> *const Method {
    // SAFETY: ids come from the instruction and an object header; the cache is the thread's own.
    unsafe {
        let e = t.ctx.itable_cache.get().add(cache_index(class, method));
        if (*e).class == class && (*e).method == method {
            return method_at(t, (*e).target);
        }
        let (k, m) = (KlassRef::from_id(class), MethodRef::from_id(method));
        match itable_lookup(k, m) {
            Some(found) if found.is_public() => {
                *e = ItableCacheEntry { class, method, target: found.id(), unused: 0 };
                found.0
            }
            _ => std::ptr::null(),
        }
    }
}

/// Implementation of interface method `m` in class `k`.
pub fn itable_lookup(k: KlassRef, m: MethodRef) -> Option<MethodRef> {
    let e = k.itable.get().iter().find(|e| e.interface == m.holder)?;
    e.methods.get(m.vtable_index.get() as usize)?.get()
}

slow! {
    /// Why an interface call found nothing: IncompatibleClassChangeError, AbstractMethodError,
    /// IllegalAccessError.
    interface_failure(s, ip, sp, lo, t) {
        let m = MethodRef(&*method_at(t, cell(ip, 1)));
        let receiver = sp.add(1).sub(operand(ip) & 0xff);
        let k = KlassRef::from_id(*(addr(t, *receiver) as *const u32));
        Err(link_errors::throw_interface_failure(s, k, m))
    }
    initialize_callee(s, ip, sp, lo, t) {
        let m = MethodRef(&*method_at(t, cell(ip, 1)));
        crate::link::init::ensure_initialized(s, m.holder)?;
        if m.holder.is_initialized() {
            rewrite(ip, ops::invokestatic_q, operand(ip) as u16, &[m.id()]);
        }
        Ok(Flow { ip, sp })
    }
    invokestatic(s, ip, sp, lo, t) { link(s, ip, sp, t, InvokeKind::Static) }
    invokespecial(s, ip, sp, lo, t) { link(s, ip, sp, t, InvokeKind::Special) }
    invokevirtual(s, ip, sp, lo, t) { link(s, ip, sp, t, InvokeKind::Virtual) }
    invokeinterface(s, ip, sp, lo, t) { link(s, ip, sp, t, InvokeKind::Interface) }
    invokedynamic(s, ip, sp, lo, t) {
        let m = super::method_of(t.ctx.frame.get());
        let bci = ip.offset_from(m.code.load(Ordering::Relaxed).cast_const().cast::<u32>()) as u32;
        let site = resolve::call_site_at(s, m, bci, pool_index(t, ip))?;
        let slots = site.adapter.arg_slots;
        match site.appendix {
            Some(a) => rewrite(ip, ops::invokeadapter_q, slots | LONG_FORM, &[site.adapter.id(), a.0]),
            None => rewrite(ip, ops::invokeadapter_bare_q, slots | LONG_FORM, &[site.adapter.id()]),
        }
        Ok(Flow { ip, sp })
    }
}

/// Resolves an invoke instruction and rewrites it.
unsafe fn link(s: &mut Scope<'_>, ip: *const u32, sp: *mut u64, t: T, kind: InvokeKind) -> JResult<Flow> {
    // SAFETY: interpreter registers.
    unsafe {
        let caller = super::method_of(t.ctx.frame.get());
        let long = if kind == InvokeKind::Interface { LONG_FORM } else { 0 };
        match resolve::method_at(s, caller, pool_index(t, ip), kind)? {
            ResolvedCall::Direct(m) => {
                let a = m.arg_slots | long;
                if kind == InvokeKind::Special && caller.holder.is_interface() && !m.is_constructor() {
                    rewrite(ip, ops::invokespecial_checked, a, &[m.id(), caller.holder.id()]);
                } else if m.is_static() {
                    let op = if m.holder.is_initialized() {
                        ops::invokestatic_q
                    } else {
                        ops::invokestatic_checked
                    };
                    rewrite(ip, op, a, &[m.id()]);
                } else if long != 0 {
                    rewrite(
                        ip,
                        ops::invokedirect_long_q,
                        a,
                        &[m.id(), interface_of(caller, pool_index(t, ip), m).id()],
                    );
                } else {
                    rewrite(ip, ops::invokedirect_q, a, &[m.id()]);
                }
            }
            ResolvedCall::Virtual(m, index) => {
                check_selected(s, m, index, sp)?;
                let entry = size_of::<crate::class::Klass>() + 8 * index as usize;
                if long != 0 {
                    let interface = interface_of(caller, pool_index(t, ip), m);
                    rewrite(
                        ip,
                        ops::invokevirtual_long_q,
                        m.arg_slots | long,
                        &[entry as u32, interface.id()],
                    );
                } else {
                    rewrite(ip, ops::invokevirtual_q, m.arg_slots, &[entry as u32]);
                }
            }
            ResolvedCall::Interface(m) => {
                let op = if long != 0 { ops::invokeinterface_q } else { ops::invokevirtual_interface_q };
                rewrite(ip, op, m.arg_slots | long, &[m.id()]);
                if long != 0 {
                    caller.holder.data.inline_caches.lock().push(inline_cache(ip) as usize);
                }
            }
            ResolvedCall::Handle { adapter, appendix } => match appendix {
                Some(a) => rewrite(ip, ops::invokeadapter_q, adapter.arg_slots, &[adapter.id(), a.0]),
                None => rewrite(ip, ops::invokeadapter_bare_q, adapter.arg_slots, &[adapter.id()]),
            },
        }
        Ok(Flow { ip, sp })
    }
}

/// A call that is being linked must find an implementation: only now the message can name both the
/// resolved and the selected method.
unsafe fn check_selected(s: &mut Scope<'_>, m: MethodRef, index: u32, sp: *mut u64) -> JResult<()> {
    // SAFETY: the arguments are the top slots of the stack; the receiver is a reference.
    let receiver = unsafe { gc::NarrowRef(*sp.add(1).sub(m.arg_slots.into()) as u32).decode() };
    let Some(k) = receiver.map(KlassRef::of) else { return Ok(()) };
    let selected = k.vtable(index as usize);
    if selected.is_abstract() {
        return Err(link_errors::throw_abstract_method(s, k, m, Some(selected)));
    }
    Ok(())
}

/// The interface that the `invokeinterface` with pool index `index`, which is being linked, names.
fn interface_of(caller: MethodRef, index: u16, m: MethodRef) -> KlassRef {
    let cp = caller.holder.constants();
    let class_index = cp.member_ref(index).0;
    cp.resolved_class(class_index).unwrap_or(m.holder)
}

handler! {
    /// `invokeinterface` that resolved to a method of Object; third cell: the interface, which the receiver
    /// must implement all the same.
    invokevirtual_long_q(ip, sp, lo, t, tb, tos) {
        *sp = tos;
        let args = sp.add(1).sub(operand(ip) & 0xff);
        let class = receiver_class!(ip, sp, args, lo, t, tb, tos);
        if !KlassRef::from_id(class).is_subtype_of(KlassRef::from_id(cell(ip, 2))) {
            jump!(direct_interface_failure, ip, sp, lo, t, tb, tos)
        }
        let entry = t.ctx.class_base.get() + ((class as usize) << SHIFT) + cell(ip, 1) as usize;
        invoke!(*(entry as *const *const Method), ip, sp, args, t, tb)
    }
    /// `invokeinterface` of a private interface method or a final method of Object.
    invokedirect_long_q(ip, sp, lo, t, tb, tos) {
        *sp = tos;
        let args = sp.add(1).sub(operand(ip) & 0xff);
        if *args == 0 {
            jump!(throw::null_pointer, ip, sp, lo, t, tb, tos)
        }
        let m = method_at(t, cell(ip, 1));
        let receiver = KlassRef::from_id(*(addr(t, *args) as *const u32));
        if !receiver.is_subtype_of(KlassRef::from_id(cell(ip, 2))) {
            jump!(direct_interface_failure, ip, sp, lo, t, tb, tos)
        }
        invoke!(m, ip, sp, args, t, tb)
    }
    /// `invokespecial` in an interface: the receiver must implement it (third cell).
    invokespecial_checked(ip, sp, lo, t, tb, tos) {
        *sp = tos;
        let args = sp.add(1).sub(operand(ip));
        if *args == 0 {
            jump!(throw::null_pointer, ip, sp, lo, t, tb, tos)
        }
        let receiver = KlassRef::from_id(*(addr(t, *args) as *const u32));
        if !receiver.is_subtype_of(KlassRef::from_id(cell(ip, 2))) {
            jump!(special_receiver_failure, ip, sp, lo, t, tb, tos)
        }
        let m = method_at(t, cell(ip, 1));
        invoke!(m, ip, sp, args, t, tb)
    }
}

slow! {
    direct_interface_failure(s, ip, sp, lo, t) {
        let receiver = sp.add(1).sub(operand(ip) & 0xff);
        let k = KlassRef::from_id(*(addr(t, *receiver) as *const u32));
        let interface = KlassRef::from_id(cell(ip, 2));
        let text = format!(
            "Class {} does not implement the requested interface {}",
            k.external_name(),
            interface.external_name()
        );
        Err(s.throw_new("java/lang/IncompatibleClassChangeError", &text))
    }
    special_receiver_failure(s, ip, sp, lo, t) {
        let receiver = sp.add(1).sub(operand(ip));
        let k = KlassRef::from_id(*(addr(t, *receiver) as *const u32));
        let interface = KlassRef::from_id(cell(ip, 2));
        let text = format!(
            "Receiver class {} must be the current class or a subtype of interface {}",
            k.external_name(),
            interface.external_name()
        );
        Err(s.throw_new("java/lang/IllegalAccessError", &text))
    }
}

/// Goes on behind the invoke instruction of `$caller` with result `$v` of method `$m`, whose first
/// argument was at `$lo`.
macro_rules! resume_caller {
    ($caller:ident, $m:ident, $v:ident, $lo:ident, $t:ident, $tb:ident) => {{
        let ip = (*$caller).ip.cast::<u32>();
        let ip = ip.add(3 + ((cell(ip, 0) >> 30) & 2) as usize);
        let args = $lo;
        let locals = (*$caller).locals;
        match (*$m).return_type {
            BasicType::Void => next!(ip, args.sub(1), locals, $t, $tb, *args.sub(1)),
            BasicType::Long | BasicType::Double => next!(ip, args.add(1), locals, $t, $tb, $v),
            _ => next!(ip, args, locals, $t, $tb, $v),
        }
    }};
}

// ---- entries ------------------------------------------------------------------------------------

/// Makes the frame of `m` at its locals; null when the stack is full.
#[inline(always)]
unsafe fn push_frame(t: T, m: *const Method, lo: *mut u64) -> *mut Frame {
    // SAFETY: the interpreter stack has room up to its limit, which is checked before writing.
    unsafe {
        let frame = lo.add((*m).max_locals as usize).cast::<Frame>();
        let end = frame.add(1).cast::<u64>().add((*m).max_stack as usize + 2);
        if end > t.ctx.stack_limit.get() {
            return std::ptr::null_mut();
        }
        (*frame).caller = t.ctx.frame.get();
        (*frame).method = m.cast();
        (*frame).locals = lo;
        (*frame).lock = 0;
        (*frame).flags = 0;
        frame
    }
}

/// Counts an invocation of `$m`, which has no frame yet; reports it when the counter says so.
macro_rules! count_invocation {
    ($m:ident, $ip:ident, $sp:ident, $lo:ident, $t:ident, $tb:ident, $tos:ident) => {
        let n = (*$m).invocations.load(Ordering::Relaxed).wrapping_add(1);
        (*$m).invocations.store(n, Ordering::Relaxed);
        if n & $t.ctx.invocation_mask.get() == 0 {
            jump!(invocation_event, $ip, $sp, $lo, $t, $tb, $tos)
        }
    };
}

handler! {
    /// Entry of a method with prepared bytecode.
    entry_normal(ip, sp, lo, t, tb, tos) {
        let m = tos as *const Method;
        count_invocation!(m, ip, sp, lo, t, tb, tos);
        jump!(enter_normal, ip, sp, lo, t, tb, tos)
    }
    /// The same, for an invocation that has been counted.
    enter_normal(ip, sp, lo, t, tb, tos) {
        let m = tos as *const Method;
        let frame = push_frame(t, m, lo);
        if frame.is_null() {
            jump!(throw::stack_overflow, ip, sp, lo, t, tb, tos)
        }
        t.ctx.frame.set(frame);
        let code = (*m).code.load(Ordering::Relaxed).cast_const().cast::<u32>();
        next!(code, frame.add(1).cast::<u64>(), lo, t, tb, 0)
    }
    /// Entry of a synchronized method with prepared bytecode.
    entry_synchronized(ip, sp, lo, t, tb, tos) {
        let m = tos as *const Method;
        count_invocation!(m, ip, sp, lo, t, tb, tos);
        jump!(enter_synchronized, ip, sp, lo, t, tb, tos)
    }
    /// The same, for an invocation that has been counted.
    enter_synchronized(ip, sp, lo, t, tb, tos) {
        let m = tos as *const Method;
        let frame = push_frame(t, m, lo);
        if frame.is_null() {
            jump!(throw::stack_overflow, ip, sp, lo, t, tb, tos)
        }
        t.ctx.frame.set(frame);
        let code = (*m).code.load(Ordering::Relaxed).cast_const().cast::<u32>();
        let sp = frame.add(1).cast::<u64>();
        let lock = lock_object(MethodRef(&*m), lo);
        if monitor::try_fast_enter(t, gc::ObjRef::from_addr(lock.address())) {
            (*frame).lock = lock.0;
            (*frame).flags = LOCKED;
            next!(code, sp, lo, t, tb, 0)
        }
        jump!(lock_receiver, code, sp, lo, t, tb, 0)
    }
    /// The counter of a method's invocations has come to a notification value.
    invocation_event(ip, sp, lo, t, tb, tos) {
        let m = tos as *const Method;
        notify_invocation(sp, lo, t, m);
        let mut entry = entry_of(m);
        if entry as usize == entry_normal as Handler as usize {
            entry = enter_normal;
        } else if entry as usize == entry_synchronized as Handler as usize {
            entry = enter_synchronized;
        }
        jump!(entry, ip, sp, lo, t, tb, tos)
    }
    /// Locks for a synchronized method whose frame is there, and begins. Deoptimisation comes here.
    lock_and_begin(ip, sp, lo, t, tb, tos) {
        let frame = t.ctx.frame.get();
        let m = (*frame).method.cast::<Method>();
        let code = (*m).code.load(Ordering::Relaxed).cast_const().cast::<u32>();
        let lock = lock_object(MethodRef(&*m), lo);
        if monitor::try_fast_enter(t, gc::ObjRef::from_addr(lock.address())) {
            (*frame).lock = lock.0;
            (*frame).flags = LOCKED;
            next!(code, sp, lo, t, tb, 0)
        }
        jump!(lock_receiver, code, sp, lo, t, tb, 0)
    }
    /// A method with compiled code.
    entry_compiled(ip, sp, lo, t, tb, tos) {
        let m = tos as *const Method;
        if lo > t.ctx.stack_limit.get() {
            jump!(throw::stack_overflow, ip, sp, lo, t, tb, tos)
        }
        // the arguments are the callee's
        t.ctx.stack_top.set(lo);
        let adapter = std::mem::transmute::<usize, Adapter>((*m).adapter.load(Ordering::Acquire));
        let r = adapter(m, lo, t, (*m).compiled_entry.load(Ordering::Acquire));
        t.ctx.anchor_pc.set(0);
        if r.status != STATUS_RETURNED {
            jump!(left_compiled, ip, sp, lo, t, tb, r.status)
        }
        let caller = t.ctx.frame.get();
        let v = r.value;
        resume_caller!(caller, m, v, lo, t, tb)
    }
    /// Goes on in the OSR code at [`JavaThread::osr`](crate::thread::JavaThread::osr), which takes the place of the top frame.
    enter_osr(ip, sp, lo, t, tb, tos) {
        let m = (*t.ctx.frame.get()).method.cast::<Method>();
        *sp = tos;
        let r = osr_body(sp, t);
        t.ctx.anchor_pc.set(0);
        if r.status != STATUS_RETURNED {
            if r.status == STATUS_NOT_ENTERED {
                next!(ip, sp, lo, t, tb, *sp)
            }
            jump!(left_compiled, ip, sp, lo, t, tb, r.status)
        }
        let caller = t.ctx.frame.get();
        let v = r.value;
        resume_caller!(caller, m, v, lo, t, tb)
    }
    /// Compiled code has ended in another way than by returning: `tos` is the status.
    left_compiled(ip, sp, lo, t, tb, tos) {
        if tos == STATUS_RESUME {
            let sp = t.ctx.resume_sp.get();
            next!(t.ctx.resume_ip.get(), sp, (*t.ctx.frame.get()).locals, t, tb, *sp)
        }
        jump!(throw::unwind, ip, sp, lo, t, tb, 0)
    }
    /// Begins at an instruction.
    go_on(ip, sp, lo, t, tb, tos) {
        next!(ip, sp, lo, t, tb, tos)
    }
    /// First call of a method: finds out what it is.
    entry_first(ip, sp, lo, t, tb, tos) {
        let m = tos as *const Method;
        if !prepare(sp, lo, t, m) {
            jump!(throw::unwind, ip, sp, lo, t, tb, 0)
        }
        let entry = entry_of(m);
        jump!(entry, ip, sp, lo, t, tb, tos)
    }
    /// An abstract method: AbstractMethodError.
    entry_abstract(ip, sp, lo, t, tb, tos) {
        abstract_method(sp, lo, t, tos as *const Method);
        jump!(throw::unwind, ip, sp, lo, t, tb, 0)
    }
    /// A native method with a C function.
    entry_native(ip, sp, lo, t, tb, tos) {
        let m = tos as *const Method;
        let caller = t.ctx.frame.get();
        let (ok, v) = native_body(sp, lo, t, m);
        if !ok {
            jump!(throw::unwind, ip, sp, (*caller).locals, t, tb, 0)
        }
        resume_caller!(caller, m, v, lo, t, tb)
    }
    /// A method with a leaf; one that declines is a builtin.
    entry_leaf(ip, sp, lo, t, tb, tos) {
        let m = tos as *const Method;
        let leaf = std::mem::transmute::<usize, Leaf>((*m).leaf.load(Ordering::Relaxed));
        let answer = leaf(t, lo);
        if answer.ran == 0 {
            jump!(entry_builtin, ip, sp, lo, t, tb, tos)
        }
        let caller = t.ctx.frame.get();
        let v = answer.bits;
        resume_caller!(caller, m, v, lo, t, tb)
    }
    /// A native method that the VM implements.
    entry_builtin(ip, sp, lo, t, tb, tos) {
        let m = tos as *const Method;
        let caller = t.ctx.frame.get();
        let (ok, v) = builtin_body(sp, lo, t, m);
        if !ok {
            jump!(throw::unwind, ip, sp, (*caller).locals, t, tb, 0)
        }
        resume_caller!(caller, m, v, lo, t, tb)
    }
    /// `MethodHandle.invokeBasic`: runs the handle's form.
    entry_invoke_basic(ip, sp, lo, t, tb, tos) {
        if *lo == 0 {
            jump!(throw::null_pointer_in_call, ip, sp, lo, t, tb, tos)
        }
        let target = method_handles::invoke_basic_target(gc::ObjRef::from_addr(addr(t, *lo)));
        let entry = entry_of(target);
        jump!(entry, ip, sp, lo, t, tb, target as u64)
    }
    /// `MethodHandle.linkToStatic` and `linkToSpecial`: the trailing MemberName names the method.
    entry_link_to_static(ip, sp, lo, t, tb, tos) {
        if *sp == 0 {
            jump!(throw::null_pointer_in_call, ip, sp, lo, t, tb, tos)
        }
        let target = method_handles::member_target(gc::ObjRef::from_addr(addr(t, *sp)));
        if !(*target).is_static_method() && *lo == 0 {
            jump!(throw::null_pointer_in_call, ip, sp, lo, t, tb, tos)
        }
        let entry = entry_of(target);
        jump!(entry, ip, sp.sub(1), lo, t, tb, target as u64)
    }
    entry_link_to_virtual(ip, sp, lo, t, tb, tos) {
        if *sp == 0 || *lo == 0 {
            jump!(throw::null_pointer_in_call, ip, sp, lo, t, tb, tos)
        }
        let index = f::MemberName::vmindex.get(gc::ObjRef::from_addr(addr(t, *sp)));
        let target = if index < 0 {
            method_handles::member_target(gc::ObjRef::from_addr(addr(t, *sp)))
        } else {
            KlassRef::from_id(*(addr(t, *lo) as *const u32)).vtable(index as usize).0 as *const Method
        };
        let entry = entry_of(target);
        jump!(entry, ip, sp.sub(1), lo, t, tb, target as u64)
    }
    entry_link_to_interface(ip, sp, lo, t, tb, tos) {
        if *sp == 0 || *lo == 0 {
            jump!(throw::null_pointer_in_call, ip, sp, lo, t, tb, tos)
        }
        let target = link_to_interface_target(sp, lo, t, tos as *const Method);
        if target.is_null() {
            jump!(throw::unwind, ip, sp, lo, t, tb, 0)
        }
        let entry = entry_of(target);
        jump!(entry, ip, sp.sub(1), lo, t, tb, target as u64)
    }
}

impl Method {
    /// The method's metaspace id.
    #[inline(always)]
    fn id(&self) -> u32 {
        crate::metaspace::id_of(self)
    }

    /// Whether the method is static.
    #[inline(always)]
    pub fn is_static_method(&self) -> bool {
        self.flags.load(Ordering::Relaxed) & crate::class::method::access::STATIC != 0
    }
}

slow! {
    /// Locks a contended receiver at the entry of a synchronized method.
    lock_receiver(s, ip, sp, lo, t) {
        let frame = t.ctx.frame.get();
        let h = s.handle_from(lock_object(super::method_of(frame), lo)).expect("a receiver");
        monitor::enter(s, h);
        (*frame).lock = h.narrow().0;
        (*frame).flags = LOCKED;
        Ok(Flow { ip, sp })
    }
    /// Unlocks a contended monitor before a synchronized method returns.
    unlock_receiver(s, ip, sp, lo, t) {
        let frame = t.ctx.frame.get();
        let h = s.handle_from(gc::NarrowRef((*frame).lock)).expect("a lock");
        (*frame).flags = 0;
        monitor::exit(s, h)?;
        Ok(Flow { ip, sp })
    }
    /// `return` in `Object.<init>`: registers finalizable objects.
    register_finalizer(s, ip, sp, lo, t) {
        let h = s.handle_from(gc::NarrowRef(*lo as u32)).expect("this");
        let k = Wk::Finalizer.klass();
        crate::runtime::java_call::call_static_named(s, k, "register", "(Ljava/lang/Object;)V", &[Value::Ref(Some(h))])?;
        Ok(Flow { ip: EXIT_OBJECT_INIT.as_ptr().cast(), sp })
    }
}

/// The plain `return` behind a finalizer registration.
static EXIT_OBJECT_INIT: [AtomicU32; 1] = [AtomicU32::new(ops::return_void as u32)];

macro_rules! returns {
    ($($name:ident $sync:ident |$args:ident| $sp:expr;)*) => { handler! { $(
        $name(ip, sp, lo, t, tb, tos) {
            let frame = t.ctx.frame.get();
            let caller = (*frame).caller;
            let $args = (*frame).locals;
            t.ctx.frame.set(caller);
            let ip = (*caller).ip.cast::<u32>();
            let ip = ip.add(3 + ((cell(ip, 0) >> 30) & 2) as usize);
            let sp: *mut u64 = $sp;
            let tos = if is_void(stringify!($name)) { *sp } else { tos };
            next!(ip, sp, (*caller).locals, t, tb, tos)
        }
        $sync(ip, sp, lo, t, tb, tos) {
            let frame = t.ctx.frame.get();
            if (*frame).flags & LOCKED != 0 {
                let lock = gc::NarrowRef((*frame).lock);
                if !monitor::try_fast_exit(t, gc::ObjRef::from_addr(lock.address())) {
                    jump!(unlock_receiver, ip, sp, lo, t, tb, tos)
                }
                (*frame).flags = 0;
            }
            jump!($name, ip, sp, lo, t, tb, tos)
        }
    )* } };
}

#[inline(always)]
const fn is_void(name: &str) -> bool {
    name.len() == 11 // return_void
}

returns! {
    return_void return_void_sync |args| args.sub(1);
    return_one return_one_sync |args| args;
    return_two return_two_sync |args| args.add(1);
}

handler! {
    /// `return` of `Object.<init>`.
    return_object_init(ip, sp, lo, t, tb, tos) {
        let k = KlassRef::from_id(*(addr(t, *lo) as *const u32));
        if k.has_flag(crate::class::klass::flag::HAS_FINALIZER) {
            jump!(register_finalizer, ip, sp, lo, t, tb, tos)
        }
        jump!(return_void, ip, sp, lo, t, tb, tos)
    }
    /// `ireturn` of a boolean, byte, char or short method: the value is cut to the type.
    return_bool(ip, sp, lo, t, tb, tos) { jump!(return_one, ip, sp, lo, t, tb, tos & 1) }
    return_byte(ip, sp, lo, t, tb, tos) {
        jump!(return_one, ip, sp, lo, t, tb, u64::from(i32::from(tos as i8) as u32))
    }
    return_char(ip, sp, lo, t, tb, tos) { jump!(return_one, ip, sp, lo, t, tb, u64::from(tos as u16)) }
    return_short(ip, sp, lo, t, tb, tos) {
        jump!(return_one, ip, sp, lo, t, tb, u64::from(i32::from(tos as i16) as u32))
    }
    return_bool_sync(ip, sp, lo, t, tb, tos) { jump!(return_one_sync, ip, sp, lo, t, tb, tos & 1) }
    return_byte_sync(ip, sp, lo, t, tb, tos) {
        jump!(return_one_sync, ip, sp, lo, t, tb, u64::from(i32::from(tos as i8) as u32))
    }
    return_char_sync(ip, sp, lo, t, tb, tos) { jump!(return_one_sync, ip, sp, lo, t, tb, u64::from(tos as u16)) }
    return_short_sync(ip, sp, lo, t, tb, tos) {
        jump!(return_one_sync, ip, sp, lo, t, tb, u64::from(i32::from(tos as i16) as u32))
    }
}

// ---- bodies out of line ---------------------------------------------------------------------------

/// Runs `f` in the VM while the arguments of a call of `m` are at `lo ..= sp`, and `m` has no frame.
#[inline(always)]
pub(super) unsafe fn pending_in_vm<R>(
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
unsafe fn call_in_vm<R>(top: *mut u64, t: T, f: impl for<'s> FnOnce(&mut Scope<'s>) -> R) -> R {
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
unsafe fn prepare(sp: *mut u64, lo: *mut u64, t: T, m: *const Method) -> bool {
    // SAFETY: interpreter registers.
    unsafe { pending_in_vm(sp, lo, t, m, |s| prepare_method(s, MethodRef(&*m)).is_ok()) }
}

#[inline(never)]
unsafe fn notify_invocation(sp: *mut u64, lo: *mut u64, t: T, m: *const Method) {
    // SAFETY: interpreter registers.
    unsafe { pending_in_vm(sp, lo, t, m, |s| crate::tiering::invocation_event(s, MethodRef(&*m))) }
}

/// Translates bytecode or finds the native function, and sets the method's entry.
///
/// # Errors
/// Linkage errors of the class (verification), UnsatisfiedLinkError.
fn prepare_method(s: &mut Scope<'_>, m: MethodRef) -> JResult<()> {
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
    let class = m.holder.name.bytes();
    let leaf = if m.holder.loader.is_boot() && leaf::has_leaves(class) {
        leaf::find(class, m.name.bytes(), m.desc.bytes())
    } else {
        None
    };
    let entry = match leaf {
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
unsafe fn abstract_method(sp: *mut u64, lo: *mut u64, t: T, m: *const Method) {
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
unsafe fn push_native_frame(t: T, m: *const Method, lo: *mut u64) -> bool {
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
unsafe fn native_body(sp: *mut u64, lo: *mut u64, t: T, m: *const Method) -> (bool, u64) {
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
unsafe fn builtin_body(sp: *mut u64, lo: *mut u64, t: T, m: *const Method) -> (bool, u64) {
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
unsafe fn link_to_interface_target(sp: *mut u64, lo: *mut u64, t: T, linker: *const Method) -> *const Method {
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
        super::run(entry_of(m.0), ip, sp, lo, t, std::ptr::from_ref(m.0) as u64)
    }
}

/// Goes on with the top frame, which deoptimisation has made. As [`activate`].
///
/// # Safety
/// The frame lies above an entry frame; the thread is in Java.
pub unsafe fn resume(t: T) -> u64 {
    // SAFETY: by the caller's promise.
    unsafe {
        let sp = t.ctx.resume_sp.get();
        super::run(go_on, t.ctx.resume_ip.get(), sp, (*t.ctx.frame.get()).locals, t, *sp)
    }
}

/// What calls compiled code: method, arguments, thread, code (`jit::abi`).
type Adapter = unsafe extern "C" fn(*const Method, *const u64, T, usize) -> AdapterResult;

/// OSR code has not been entered: the interpreter goes on.
const STATUS_NOT_ENTERED: u64 = u64::MAX;

/// Runs OSR code in place of the top frame, whose operand stack is spilled up to `sp`.
#[inline(never)]
unsafe fn osr_body(sp: *mut u64, t: T) -> AdapterResult {
    // SAFETY: interpreter registers; the blob has been found since the last safepoint.
    unsafe {
        let blob = &*(t.osr.replace(0) as *const crate::code::Blob);
        let frame = t.ctx.frame.get();
        let m = super::method_of(frame);
        let kind = Kind::of(
            *m.desc.bytes().rsplit(|c| *c == b')').next().and_then(|r| r.first()).expect("a result"),
        );
        let adapter = crate::code::adapter(&crate::code::AdapterKey::Osr(kind));
        let (Some(adapter), true) = (adapter, t.has_native_stack()) else {
            return AdapterResult { value: 0, status: STATUS_NOT_ENTERED };
        };
        let base = frame.add(1).cast::<u64>();
        let depth = sp.offset_from(base) as usize;
        let (lo, caller, lock) = ((*frame).locals, (*frame).caller, (*frame).lock);
        // in place of the frame: the operand stack and the lock
        let mut p = lo.add(m.max_locals as usize);
        std::ptr::copy(base.add(1), p, depth);
        p = p.add(depth);
        if m.is_synchronized() {
            *p = u64::from(lock);
        }
        t.ctx.frame.set(caller);
        t.ctx.stack_top.set(lo);
        std::mem::transmute::<usize, Adapter>(adapter.start)(m.0, lo, t, blob.start)
    }
}
