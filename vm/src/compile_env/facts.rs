//! Facts of methods and classes.

use jit::env::{ClassFacts, MethodFacts, MethodIntrinsic};

use super::{address, method_address};
use crate::class::klass::flag as class_flag;
use crate::class::method::{Intrinsic, access, flag};
use crate::class::{KlassKind, KlassRef, MethodRef};
use crate::native::lib::leaf;
use crate::well_known::Wk;

pub(super) fn method(m: MethodRef) -> MethodFacts<'static> {
    let command = crate::tiering::inline_command(m);
    MethodFacts {
        addr: method_address(m),
        name: m.name.bytes(),
        descriptor: m.desc.bytes(),
        holder: address(m.holder),
        holder_name: m.holder.name.bytes(),
        bytecode: m.cold.bytecode,
        exceptions: m.cold.exceptions,
        max_locals: m.max_locals,
        max_stack: m.max_stack,
        is_static: m.is_static(),
        is_synchronized: m.is_synchronized(),
        has_code: !m.cold.bytecode.is_empty() && !m.is_native() && !m.is_abstract() && !m.has(flag::OVERPASS),
        is_object_init: m.is_constructor() && m.holder.superclass.get().is_none(),
        force_inline: command.unwrap_or(m.has(flag::FORCE_INLINE)),
        dont_inline: command.map_or(m.has(flag::DONT_INLINE), |inline| !inline),
        intrinsic: match m.intrinsic {
            // calls of generic ones are linked to adapters
            Intrinsic::None | Intrinsic::InvokeGeneric => MethodIntrinsic::None,
            Intrinsic::InvokeBasic => MethodIntrinsic::InvokeBasic,
            Intrinsic::LinkToVirtual => MethodIntrinsic::LinkToVirtual,
            Intrinsic::LinkToStatic => MethodIntrinsic::LinkToStatic,
            Intrinsic::LinkToSpecial => MethodIntrinsic::LinkToSpecial,
            Intrinsic::LinkToInterface => MethodIntrinsic::LinkToInterface,
        },
    }
}

pub(super) fn class(k: KlassRef) -> ClassFacts {
    ClassFacts {
        addr: address(k),
        id: k.id(),
        depth: k.depth.get().into(),
        is_exact: is_exact(k),
        is_interface: k.is_interface(),
        is_array: k.is_array(),
        instance_size: k.type_info.instance_size,
        plain_new: can_instantiate(k) && !k.has_flag(class_flag::SLOW_NEW),
        is_initialized: k.is_initialized(),
        has_finalizer: k.has_flag(class_flag::HAS_FINALIZER),
        log2_elem: k.type_info.log2_elem,
        is_ref_array: k.kind == KlassKind::ObjArray,
        mirror: std::ptr::from_ref(&k.0.mirror) as u64,
    }
}

/// Whether instances of `k` can be of no other class.
fn is_exact(k: KlassRef) -> bool {
    match (k.kind, k.component) {
        (KlassKind::Instance, _) => k.access.get() & access::FINAL != 0,
        (_, Some(component)) => is_exact(component),
        (_, None) => true,
    }
}

/// Whether `new` of `k` is no error.
fn can_instantiate(k: KlassRef) -> bool {
    k.is_instance() && !k.is_abstract() && !k.is_interface() && k != Wk::Class.klass()
}

/// Address of the leaf for `m`.
pub(super) fn leaf(m: MethodRef) -> Option<u64> {
    leaf::find_for_compiled(m).map(|l| l as usize as u64)
}
