//! What the constant pool's entries have been resolved to.

use std::sync::atomic::{AtomicU32, Ordering};

use jit::env::{Constant, FieldFacts};

use super::{VmEnv, address};
use crate::class::{KlassRef, MethodRef, Tag};
use crate::link::members;
use crate::metaspace;

/// The class that a Class entry has been resolved to.
pub(super) fn class(m: MethodRef, index: u16) -> Option<KlassRef> {
    let cp = m.holder.constants();
    if cp.tag(index) == Tag::Class { cp.resolved_class(index) } else { None }
}

/// Address of the slot with this number.
pub(super) fn slot_address(slot: u32) -> u64 {
    (metaspace::base() + ((slot as usize) << 2)) as u64
}

pub(super) fn slot_of_mirror(k: KlassRef) -> u64 {
    std::ptr::from_ref(&k.0.mirror) as u64
}

pub(super) fn constant(env: &VmEnv<'_>, m: MethodRef, index: u16) -> Constant {
    let cp = m.holder.constants();
    let slot = |may_be_null: &dyn Fn(u64) -> bool| match cp.resolved(index) {
        0 => Constant::Unresolved,
        n => {
            let slot = slot_address(n as u32);
            Constant::Ref { slot, may_be_null: may_be_null(slot) }
        }
    };
    match cp.tag(index) {
        Tag::Integer => Constant::Int(cp.int(index)),
        Tag::Float => Constant::Float(cp.float(index)),
        Tag::Long => Constant::Long(cp.long(index)),
        Tag::Double => Constant::Double(cp.double(index)),
        Tag::Class => match cp.resolved_class(index) {
            Some(k) => {
                env.keep(k);
                Constant::Ref { slot: slot_of_mirror(k), may_be_null: false }
            }
            None => Constant::Unresolved,
        },
        Tag::String | Tag::MethodHandle | Tag::MethodType => slot(&|_| false),
        Tag::Dynamic => {
            let (_, name_and_type) = cp.dynamic(index);
            match cp.utf8(cp.info(name_and_type) as u16).first() {
                Some(b'L' | b'[') => slot(&is_null),
                // boxed
                _ => Constant::Unresolved,
            }
        }
        _ => Constant::Unresolved,
    }
}

/// Whether a slot holds null, which does not change any more once it is published.
fn is_null(slot: u64) -> bool {
    // SAFETY: a slot of metadata that is alive; a collection writes only when no answer is being given.
    unsafe { AtomicU32::from_ptr(slot as usize as *mut u32) }.load(Ordering::Relaxed) == 0
}

pub(super) fn field(
    env: &VmEnv<'_>,
    m: MethodRef,
    index: u16,
    is_static: bool,
    is_put: bool,
) -> Option<FieldFacts> {
    let cp = m.holder.constants();
    if cp.tag(index) != Tag::Fieldref {
        return None;
    }
    let f = cp.resolved_field(index)?;
    // another instruction may have resolved it
    if !members::permits(m, f, is_static, is_put) {
        return None;
    }
    env.keep(f.holder);
    Some(FieldFacts {
        offset: f.offset,
        ty: f.desc.bytes()[0],
        is_volatile: f.is_volatile(),
        is_final: f.is_final(),
        holder: address(f.holder),
        holder_initialized: f.holder.is_initialized(),
        mirror: slot_of_mirror(f.holder),
    })
}
