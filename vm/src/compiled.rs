//! Compiled frames at run time: crossing between interpreter and compiled code, runtime calls, unwinding and
//! deoptimisation.

/// What [`crate::class::Method::compiled_entry`] holds while the method has no compiled code.
pub fn interpret_entry() -> usize {
    0
}

/// What [`crate::class::Method::entry`] holds while the method has compiled code.
pub fn method_entry() -> usize {
    unreachable!("no method has compiled code yet")
}

/// The stub of a runtime call.
pub fn stub_address(call: jit::runtime_calls::RuntimeCall) -> usize {
    unreachable!("no stub of {} yet", call.name())
}
