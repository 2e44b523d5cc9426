//! Compiled frames at run time: crossing between interpreter and compiled code, runtime calls, unwinding and
//! deoptimisation.

/// What [`crate::class::Method::compiled_entry`] holds while the method has no compiled code.
pub fn interpret_entry() -> usize {
    0
}
