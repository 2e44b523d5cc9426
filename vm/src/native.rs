//! Native code: JNI, the `JVM_*` exports, and methods that the VM itself implements.

pub mod builtin;
pub mod call;
pub mod entry;
pub mod handles;
pub mod jni;
pub mod jvm;
pub mod jvm_stack;
pub mod jvm_stackwalk;
pub mod jvmti;
pub mod lib;
pub mod link;
pub mod management;
