//! The virtual machine's one instance.

use std::sync::OnceLock;

use gc::Heap;

/// What exists once in a process.
pub struct Vm {
    pub heap: Heap,
}

static VM: OnceLock<Vm> = OnceLock::new();

/// The virtual machine.
///
/// # Panics
/// Before it is created.
#[inline(always)]
pub fn vm() -> &'static Vm {
    VM.get().expect("the virtual machine is not created yet")
}

/// Installs the virtual machine; false when there is one already.
pub fn install(vm: Vm) -> bool {
    VM.set(vm).is_ok()
}
