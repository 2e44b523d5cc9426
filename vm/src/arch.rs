//! What depends on the processor: stubs between Java's and C's calling conventions.
//!
//! Both implementations offer the same items:
//! - [`GPR_ARGS`], [`FPR_ARGS`]: argument registers of the C ABI;
//! - [`native_call`]: calls a C function with argument registers and stack words given as arrays;
//! - [`VaList`]: the ABI's `va_list`, read by the `V` forms of JNI functions;
//! - [`variadic_stub!`]: a C-variadic function that spills its arguments into a `va_list` and goes on to
//!   a function which takes one (stable Rust defines no C-variadic functions itself);
//! - [`far_jump`], [`TRAP`], [`code_written`]: for the code cache;
//! - [`aes`]: the processor's instructions for AES;
//! - what compiled Java code calls, returns to, or is continued by, see [`crate::compiled`]: [`interpret_entry`],
//!   [`resume_interpreter`], [`lazy_deopt`], and [`runtime_stub!`], which defines the stub of a runtime call.

#[cfg(target_arch = "x86_64")]
#[path = "arch/x86_64.rs"]
mod imp;
#[cfg(target_arch = "aarch64")]
#[path = "arch/aarch64.rs"]
mod imp;

pub use imp::{
    ANCHOR_FP, ANCHOR_PC, CALL_RESULT, FPR_ARGS, GPR_ARGS, JAVA_GPR_ARGS, JavaRegisters, PENDING, TRAP,
    VaList, aes, code_written, far_jump, interpret_entry, land, lazy_deopt, native_call, resume_interpreter,
    throw_at_anchor,
};
pub(crate) use imp::{runtime_stub, variadic_stub};

/// What a C function returned, in both result registers; one of them means something.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct NativeResult {
    pub int: u64,
    /// The bits of a `float` are the low half of this.
    pub float: f64,
}

#[cfg(test)]
mod tests;
