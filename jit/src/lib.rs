//! The compilers: from a method, and answers about it ([`env::CompileEnv`]), to inert machine code
//! ([`code::CompiledCode`]). Deterministic, without state of the VM, without raw references.
//!
//! [`abi`] is what compiled code, interpreter and runtime must agree on; [`compiler`] the way in; [`translate`] explains
//! how bytecode becomes machine code.
#![forbid(unsafe_code)]

pub mod abi;
mod adapter;
mod analysis;
pub mod code;
pub mod compiler;
pub mod env;
pub mod lock_stack;
mod redundancy;
mod rematerialize;
pub mod runtime_calls;
pub mod shape;
pub mod translate;
