//! The compilers: from a method, and answers about it ([`env::CompileEnv`]), to inert machine code
//! ([`code::CompiledCode`]). Deterministic, without state of the VM, without raw references.
//!
//! [`abi`] is what compiled code, interpreter and runtime must agree on.
#![forbid(unsafe_code)]

pub mod abi;
pub mod code;
pub mod env;
pub mod runtime_calls;
pub mod shape;
