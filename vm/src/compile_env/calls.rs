//! What invoke instructions call, as `link::resolve` and `interp::calls` link them.

use std::sync::atomic::{AtomicU32, Ordering};

use classfile::opcode::Opcode;
use jit::code::Dependency;
use jit::env::{CallTarget, ClassFacts, Likely, MANY_RECEIVERS};

use super::{VmEnv, address, facts, hierarchy, method_address, pool};
use crate::class::method::flag;
use crate::class::{InitState, Klass, KlassRef, LinkedKind, MethodRef, Tag};
use crate::interp::{itable_lookup, ops};
use crate::link::resolve::{self, CallSite, ResolvedCall};
use crate::link::{lookup, members};

pub(super) fn target(env: &VmEnv<'_>, m: MethodRef, bci: u32, index: u16, opcode: u8) -> CallTarget {
    let found = match Opcode::from_u8(opcode) {
        Some(Opcode::Invokedynamic) => resolve::linked_call_site(m, bci).map(|site| adapter(env, site)),
        Some(Opcode::Invokestatic) => static_call(env, m, index),
        Some(Opcode::Invokespecial) => special_call(env, m, index),
        Some(Opcode::Invokevirtual) => virtual_call(env, m, index),
        Some(Opcode::Invokeinterface) => interface_call(env, m, index),
        _ => None,
    };
    found.unwrap_or(CallTarget::Unresolved)
}

/// Whether the interpreter has linked the invoke instruction at `bci`.
pub(super) fn is_linked(m: MethodRef, bci: u32) -> bool {
    // Acquire: cells are written before the pointer to them.
    let code = m.code.load(Ordering::Acquire).cast_const();
    if code.is_null() {
        return false;
    }
    // SAFETY: one cell for each byte of bytecode; Acquire: operands are written before the op.
    let op = unsafe { (*code.add(bci as usize)).load(Ordering::Acquire) } as u16;
    ![
        ops::illegal,
        ops::invokestatic,
        ops::invokespecial,
        ops::invokevirtual,
        ops::invokeinterface,
        ops::invokedynamic,
    ]
    .contains(&op)
}

/// The word for receivers' classes among the cells of a linked invoke instruction.
fn receiver_cell(m: MethodRef, bci: u32) -> Option<&'static AtomicU32> {
    let code = m.code.load(Ordering::Acquire).cast_const();
    if code.is_null() {
        return None;
    }
    // SAFETY: one cell for each byte of bytecode, as long as the class lives, which the caller keeps; Acquire as above.
    let ip = unsafe { code.add(bci as usize) };
    // SAFETY: as above.
    let op = unsafe { (*ip).load(Ordering::Acquire) };
    crate::interp::calls::receiver_word(ip.cast(), op as u16).map(|cell| {
        // SAFETY: as above.
        unsafe { &*cell }
    })
}

/// Address of that word; from now on it is cleared when the class in it is unloaded.
pub(super) fn receiver_word(m: MethodRef, bci: u32) -> Option<u64> {
    let address = std::ptr::from_ref(receiver_cell(m, bci)?) as usize;
    m.holder.data.receiver_words.lock().insert(address);
    Some(address as u64)
}

/// The class in that word and what the instruction calls with its instances.
pub(super) fn likely_receiver(
    env: &VmEnv<'_>,
    m: MethodRef,
    bci: u32,
    index: u16,
    opcode: u8,
) -> Option<Likely> {
    let class_id = receiver_cell(m, bci)?.load(Ordering::Relaxed);
    if class_id == 0 || class_id == MANY_RECEIVERS {
        return None;
    }
    // SAFETY: the word is cleared before the class is freed, and the caller keeps collections away.
    let class = unsafe { KlassRef::from_id(class_id) };
    if !env.outlives_code(class) {
        return None;
    }
    let target = selected(class, m, index, opcode)?;
    if !env.outlives_code(target.holder) {
        return None;
    }
    Some(Likely { class_id, class: address(class), method: method_address(target) })
}

/// What a virtual or interface call invokes with a receiver of exactly this class.
pub(super) fn selected(class: KlassRef, m: MethodRef, index: u16, opcode: u8) -> Option<MethodRef> {
    let (callee, named) = resolved(m, index)?;
    // code that is never run may name another class
    if class.init_state() < InitState::Linked || !class.is_subtype_of(named) || callee.is_static() {
        return None;
    }
    let call = match Opcode::from_u8(opcode) {
        Some(Opcode::Invokevirtual) if callee.holder.is_interface() => return None,
        Some(Opcode::Invokevirtual | Opcode::Invokeinterface) => members::dispatched(callee),
        _ => return None,
    };
    let target = match call {
        ResolvedCall::Virtual(_, index) => class.vtable(index as usize),
        ResolvedCall::Interface(callee) => itable_lookup(class, callee)?,
        _ => return None,
    };
    let called = !target.is_abstract()
        && (target.is_public() || opcode != Opcode::Invokeinterface as u8)
        && !target.has(flag::OVERPASS);
    called.then_some(target)
}

fn adapter(env: &VmEnv<'_>, site: CallSite) -> CallTarget {
    env.keep(site.adapter.holder);
    CallTarget::Adapter {
        method: method_address(site.adapter),
        appendix: site.appendix.map(|slot| pool::slot_address(slot.0)),
    }
}

/// The method that a reference has been resolved to, and the class that it names.
fn resolved(m: MethodRef, index: u16) -> Option<(MethodRef, KlassRef)> {
    let cp = m.holder.constants();
    if !matches!(cp.tag(index), Tag::Methodref | Tag::InterfaceMethodref) {
        return None;
    }
    Some((cp.resolved_method(index)?, cp.resolved_class(cp.member_ref(index).0)?))
}

fn static_call(env: &VmEnv<'_>, m: MethodRef, index: u16) -> Option<CallTarget> {
    let (callee, _) = resolved(m, index)?;
    if !callee.is_static() {
        return None;
    }
    env.keep(callee.holder);
    Some(CallTarget::Static {
        method: method_address(callee),
        holder: address(callee.holder),
        holder_initialized: callee.holder.is_initialized(),
    })
}

fn special_call(env: &VmEnv<'_>, m: MethodRef, index: u16) -> Option<CallTarget> {
    let callee = m.holder.constants().linked_call(index, LinkedKind::Special)?.method;
    env.keep(callee.holder);
    // in interfaces the receiver must be a subtype of the calling one
    let checks = m.holder.is_interface() && !callee.is_constructor();
    let check = if checks { Some(facts::class(m.holder)) } else { None };
    Some(CallTarget::Direct { method: method_address(callee), check })
}

fn virtual_call(env: &VmEnv<'_>, m: MethodRef, index: u16) -> Option<CallTarget> {
    if let Some(linked) = m.holder.constants().linked_call(index, LinkedKind::Handle) {
        return Some(adapter(env, CallSite { adapter: linked.method, appendix: linked.appendix }));
    }
    let (callee, class) = resolved(m, index)?;
    if callee.is_static() || class.is_interface() {
        return None;
    }
    env.keep(callee.holder);
    let call = if callee.holder.is_interface() && !callee.is_private() {
        ResolvedCall::Virtual(callee, members::miranda_index(class, callee)?)
    } else {
        members::dispatched(callee)
    };
    dispatch(env, call, class, None)
}

fn interface_call(env: &VmEnv<'_>, m: MethodRef, index: u16) -> Option<CallTarget> {
    let (callee, interface) = resolved(m, index)?;
    if callee.is_static() || !interface.is_interface() {
        return None;
    }
    env.keep(callee.holder);
    match members::dispatched(callee) {
        ResolvedCall::Interface(callee) => Some(through_interface(env, callee, interface)),
        call => dispatch(env, call, interface, Some(facts::class(interface))),
    }
}

/// A call whose receivers are of `class` as far as verification knows.
fn dispatch(
    env: &VmEnv<'_>,
    call: ResolvedCall,
    class: KlassRef,
    check: Option<ClassFacts>,
) -> Option<CallTarget> {
    match call {
        ResolvedCall::Direct(callee) => Some(CallTarget::Direct { method: method_address(callee), check }),
        ResolvedCall::Virtual(callee, index) => Some(CallTarget::Virtual {
            method: method_address(callee),
            entry_offset: (size_of::<Klass>() + 8 * index as usize) as u32,
            check,
            unique: unique(env, class, index),
        }),
        ResolvedCall::Interface(callee) => {
            Some(CallTarget::Interface { method: method_address(callee), method_id: callee.id() })
        }
        ResolvedCall::Handle { .. } => None,
    }
}

/// The only method at this index of the vtables of `class` and its subclasses.
pub(super) fn unique(env: &VmEnv<'_>, class: KlassRef, index: u32) -> Option<u64> {
    if class.is_array() {
        // nothing overrides Object's methods there
        return Some(method_address(class.vtable(index as usize)));
    }
    if !env.uses_hierarchy || class.is_interface() {
        return None;
    }
    let found = hierarchy::unique_method(class, index)?;
    env.keep(found.holder);
    env.depend(Dependency::Unique { class: address(class), method: method_address(found) });
    Some(method_address(found))
}

/// A call of an interface method. With a single class that implements the interface there is only one target for all
/// receivers of that class; the interpreter deals with others.
fn through_interface(env: &VmEnv<'_>, callee: MethodRef, interface: KlassRef) -> CallTarget {
    let any = CallTarget::Interface { method: method_address(callee), method_id: callee.id() };
    if !env.uses_hierarchy {
        return any;
    }
    let Some(only) = hierarchy::only_concrete(interface) else { return any };
    // linking makes the itable
    if only.init_state() < InitState::Linked {
        return any;
    }
    match lookup::select_method(only, callee) {
        Some(target) if target.is_public() && !target.has(flag::OVERPASS) => {
            env.keep(only);
            env.keep(target.holder);
            env.depend(Dependency::OnlySubtype { class: address(interface), subtype: address(only) });
            // there are instances of no other subtype
            let check = ClassFacts { is_exact: true, ..facts::class(only) };
            CallTarget::Direct { method: method_address(target), check: Some(check) }
        }
        _ => any,
    }
}
