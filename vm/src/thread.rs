//! Threads as the VM sees them: [`JavaThread`], and the mutator token [`Scope`].
//!
//! ```text
//! java_thread   the structure, its states and stacks      registry   the list of attached threads
//! safepoint     stopping one or all threads               status     Thread.threadStatus
//! monitor/      locks, wait and notify, identity hashes   event      permits to wait for
//! park, sleep   LockSupport, Thread.sleep, interrupts     lifecycle  starting, attaching, ending
//! vm_exit       ending the VM
//! ```

pub mod dump;
pub mod event;
pub mod java_thread;
pub mod lifecycle;
pub mod monitor;
pub mod native;
pub mod park;
pub mod raw_monitor;
pub mod registry;
pub mod safepoint;
pub mod scope;
pub mod sleep;
pub mod status;
pub mod vm_exit;

pub use java_thread::{JavaThread, ThreadState};
pub use safepoint::Stopped;
pub use scope::{JResult, Scope, Thrown, Value};
