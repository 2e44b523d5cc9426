//! Compiled code: the ABI that interpreter, runtime and compiled frames share.
//!
//! The compiler itself is not here yet; what it and the interpreter must agree on is.
#![forbid(unsafe_code)]

pub mod abi;
