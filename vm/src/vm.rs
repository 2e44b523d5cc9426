//! The virtual machine's one instance.

use std::sync::OnceLock;

use gc::Heap;

use crate::options::Options;

/// What exists once in a process.
pub struct Vm {
    pub heap: Heap,
    /// What the command line and the environment said.
    pub options: Options,
    /// [`crate::os::time::monotonic_nanos`] and milliseconds since 1970 when it was created.
    pub started: (i64, i64),
}

impl Vm {
    /// A virtual machine that starts now.
    pub fn new(heap: Heap, options: Options) -> Vm {
        let started = (crate::os::time::monotonic_nanos(), crate::os::time::now_millis());
        Vm { heap, options, started }
    }
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

/// The virtual machine, `None` before it is created.
pub fn try_vm() -> Option<&'static Vm> {
    VM.get()
}

/// Installs the virtual machine; false when there is one already.
pub fn install(vm: Vm) -> bool {
    VM.set(vm).is_ok()
}
