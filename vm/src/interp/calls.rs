//! Invocations, method entries and returns (JVMS §6.5: `invoke*`, `*return`).
//!
//! An invoke instruction spills `tos`, sets its frame's `ip` and jumps to the method's entry with
//! `sp` at the last argument, `lo` at the first, and the method in `tos`. The operand of quick
//! invokes holds the slots of the arguments, receiver included, in its low byte; bit 15 says that
//! the instruction is 5 bytes long. The entry of a native or builtin method does all of it and
//! goes on in the caller.

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

use gc::object::SHIFT;
use jit::abi::{AdapterResult, Frame, ItableCacheEntry, STATUS_RESUME, STATUS_RETURNED, itable_cache};
use jit::env::MANY_RECEIVERS;
use jit::shape::Kind;
use parking_lot::Mutex;

use super::arrays::addr;
use super::objects::lock_object;
use super::{Flow, Handler, T, cell, operand, ops, pool_index, rewrite, throw, translate};
use crate::class::method::Intrinsic;
use crate::class::{BasicType, InitState, KlassRef, Method, MethodRef};
use crate::interp;
use crate::link::resolve::{self, InvokeKind, ResolvedCall};
use crate::native::builtin::{Args, Builtin};
use crate::native::call::call_native;
use crate::native::lib::leaf::{self, Leaf};
use crate::runtime::{exceptions, link_errors, method_handles};
use crate::stack::roots::PendingCall;
use crate::symbol::FxSet;
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
    /// cache: class id in the low, target's id in the high half. See [`receiver_word`] for the fifth.
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
        let e = t.ctx.itable_cache.get().add(itable_cache::index(class, method));
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

/// The cell of the invoke instruction at `ip`, whose op is `op`, in which compiled code notes the class of receivers: the third one of
/// `invokevirtual_q`, the one that the inline cache of `invokeinterface_q` leaves free.
pub fn receiver_word(ip: *const u32, op: u16) -> Option<*const AtomicU32> {
    let at = match op {
        ops::invokevirtual_q => 2,
        ops::invokeinterface_q if (ip as usize).is_multiple_of(8) => 4,
        ops::invokeinterface_q => 2,
        _ => return None,
    };
    Some(ip.wrapping_add(at).cast())
}

/// Clears those of the words in which receivers are noted that name classes which are being unloaded.
pub fn purge_receiver_words(words: &Mutex<FxSet<usize>>) {
    for &word in words.lock().iter() {
        // SAFETY: a cell of code that lives as long as the list. Classes have not been freed yet.
        let word = unsafe { &*(word as *const AtomicU32) };
        let class = word.load(Ordering::Relaxed);
        if class == 0 || class == MANY_RECEIVERS {
            continue;
        }
        // SAFETY: as above.
        if unsafe { KlassRef::from_id(class) }.data.is_dead() {
            word.store(0, Ordering::Relaxed);
        }
    }
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
        std::slice::from_raw_parts_mut(t.ctx.itable_cache.get(), itable_cache::ENTRIES)
            .fill(ItableCacheEntry::default());
    }
}

/// The implementation of an interface method, from the thread's cache or the itable; null when there is none.
#[inline(never)]
pub(crate) unsafe fn find_interface_method(t: T, class: u32, method: u32) -> *const Method {
    // SAFETY: ids come from the instruction and an object header; the cache is the thread's own.
    unsafe {
        let e = t.ctx.itable_cache.get().add(itable_cache::index(class, method));
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

mod bodies;
mod compiled;
mod entries;
mod link;
mod returns;

pub use bodies::{activate, entry_for};
pub(crate) use bodies::{bits, pending_in_vm};
pub use compiled::{enter_osr, entry_compiled, resume};
pub use entries::lock_and_begin;
pub use link::*;
pub use returns::*;
