//! Offsets and addresses of a virtual machine that is not there.

use jit::env::{ClassAddr, Layout};

/// Where its classes are.
pub const CLASSES: ClassAddr = 0x2_0000;

/// The layout that tests compile for.
pub fn layout() -> Layout {
    Layout {
        method_compiled_entry: 0x40,
        method_invocations: 0x30,
        method_back_edges: 0x34,
        klass_display: 0x20,
        display_length: 8,
        klass_secondary_cache: 0x40,
        klass_mirror: 0x50,
        klass_flags: 0x48,
        flag_has_finalizer: 1,
        klass_vtable: 0x200,
        klass_component: 0x80,
        object_class: CLASSES,
        heap_base: 0x6000_0000_0000,
        class_base: 0x7000_0000_0000,
        card_shift: 9,
        card_base: 0x1234_0000,
        card_dirty: 0,
        method_handle_form: 16,
        lambda_form_vmentry: 20,
        member_name_method: 24,
        resolved_method_vmtarget: 16,
        member_name_vmindex: 32,
        back_edge_notify_log: 10,
        invocation_notify_log: 7,
    }
}
