//! Offsets and constants for compiled code.

use std::mem::offset_of;

use jit::env::Layout;

use crate::class::klass::{DISPLAY, flag};
use crate::class::{Klass, Method};
use crate::metaspace;
use crate::vm::vm;
use crate::well_known::{Wk, f};

/// The layout of this VM; the heap is reserved and `java.lang.invoke` is loaded.
pub(super) fn layout() -> Layout {
    let cards = gc::barrier::desc();
    let flags = vm().options.flags();
    Layout {
        klass_vtable: size_of::<Klass>() as i32,
        object_class: std::ptr::from_ref(Wk::Object.klass().0) as u64,
        method_compiled_entry: offset_of!(Method, compiled_entry) as i32,
        method_invocations: offset_of!(Method, invocations) as i32,
        method_back_edges: offset_of!(Method, back_edges) as i32,
        klass_display: offset_of!(Klass, display) as i32,
        display_length: DISPLAY as u32,
        klass_secondary_cache: offset_of!(Klass, secondary_cache) as i32,
        klass_mirror: offset_of!(Klass, mirror) as i32,
        klass_flags: offset_of!(Klass, vm_flags) as i32,
        flag_has_finalizer: flag::HAS_FINALIZER,
        klass_component: offset_of!(Klass, component) as i32,
        heap_base: gc::object::heap_base() as u64,
        class_base: metaspace::base() as u64,
        card_shift: cards.card_shift,
        card_base: cards.biased_base as u64,
        card_dirty: cards.dirty,
        method_handle_form: f::MethodHandle::form.offset() as i32,
        lambda_form_vmentry: f::LambdaForm::vmentry.offset() as i32,
        member_name_method: f::MemberName::method.offset() as i32,
        resolved_method_vmtarget: f::ResolvedMethodName::vmtarget.offset() as i32,
        member_name_vmindex: f::MemberName::vmindex.offset() as i32,
        back_edge_notify_log: flags.tier3_backedge_notify_freq_log as u32,
        invocation_notify_log: flags.tier3_invoke_notify_freq_log as u32,
    }
}
