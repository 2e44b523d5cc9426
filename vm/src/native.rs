//! Native code: JNI, the `JVM_*` exports, and methods that the VM itself implements.

pub mod builtin;
pub mod entry;
pub mod handles;
pub mod link;
