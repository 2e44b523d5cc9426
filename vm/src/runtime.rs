//! What interpreted code, compiled code and natives ask of the VM: allocation, exceptions, strings,
//! calls into Java.

pub mod alloc;
pub mod arraycopy;
pub mod boxing;
pub mod collect;
pub mod exceptions;
pub mod heap_config;
pub mod java_call;
pub mod link_errors;
pub mod method_handles;
pub mod npe;
pub mod out_of_memory;
pub mod overhead_limit;
pub mod references;
pub mod reflect;
pub mod string_table;
pub mod strings;
pub mod young_slots;
