//! The interpreter.

pub mod stack;
