//! Threads as the VM sees them: [`JavaThread`], and the mutator token [`Scope`].

pub mod java_thread;
pub mod scope;

pub use java_thread::{JavaThread, ThreadState};
pub use scope::{JResult, Scope, Thrown, Value};
