//! `java.lang.management`: the function table that `libmanagement.so` gets from [`JVM_GetManagement`].
//!
//! The table and its constants are those of JDK 17's `jmm.h` (version 3). What the VM does not have
//! is said to be unsupported in the optional support bits, so that the class library throws
//! `UnsupportedOperationException`, or is thrown here.

use std::ffi::c_void;
use std::ptr;

mod attributes;
mod collectors;
mod commands;
mod flags;
mod memory;
mod notifications;
mod sensors;
mod threads;

pub use notifications::collected;
pub use sensors::allocated;
pub use threads::for_each_owned_synchronizer;

use super::jvm::c_function;

/// JDK 14 and later.
const VERSION: i32 = 0x2003_0000;

const ILLEGAL_ARGUMENT: &str = "java/lang/IllegalArgumentException";

c_function! {
    /// `GetVersion`
    fn get_version(_t) -> i32, else 0; {
        Ok(VERSION)
    }
}

/// Addresses of functions, after two reserved words.
#[repr(transparent)]
struct Interface([*const (); 40]);

// SAFETY: constant addresses of code.
unsafe impl Sync for Interface {}

/// `JmmInterface`, in its order.
static INTERFACE: Interface = Interface([
    ptr::null(),
    ptr::null(),
    get_version as *const (),
    attributes::get_optional_support as *const (),
    threads::get_thread_info as *const (),
    memory::get_memory_pools as *const (),
    memory::get_memory_managers as *const (),
    memory::get_memory_pool_usage as *const (),
    memory::get_peak_memory_pool_usage as *const (),
    threads::get_one_thread_allocated_memory as *const (),
    threads::get_thread_allocated_memory as *const (),
    memory::get_memory_usage as *const (),
    attributes::get_long_attribute as *const (),
    attributes::get_bool_attribute as *const (),
    attributes::set_bool_attribute as *const (),
    attributes::get_long_attributes as *const (),
    threads::find_monitor_deadlocked_threads as *const (),
    threads::get_thread_cpu_time as *const (),
    flags::get_vm_global_names as *const (),
    flags::get_vm_globals as *const (),
    threads::get_internal_thread_times as *const (),
    attributes::reset_statistic as *const (),
    memory::set_pool_sensor as *const (),
    memory::set_pool_threshold as *const (),
    memory::get_pool_collection_usage as *const (),
    collectors::get_gc_ext_attribute_info as *const (),
    collectors::get_last_gc_stat as *const (),
    threads::get_thread_cpu_time_with_kind as *const (),
    threads::get_thread_cpu_times_with_kind as *const (),
    commands::dump_heap as *const (),
    threads::find_deadlocks as *const (),
    flags::set_vm_global as *const (),
    threads::get_total_thread_allocated_memory as *const (),
    threads::dump_threads as *const (),
    collectors::set_gc_notification_enabled as *const (),
    commands::get_diagnostic_commands as *const (),
    commands::get_diagnostic_command_info as *const (),
    commands::get_diagnostic_command_arguments_info as *const (),
    commands::execute_diagnostic_command as *const (),
    commands::set_diagnostic_framework_notification_enabled as *const (),
]);

/// The table of the given version; null when it is another one.
#[unsafe(no_mangle)]
pub extern "C" fn JVM_GetManagement(version: i32) -> *const c_void {
    if version == VERSION { INTERFACE.0.as_ptr().cast() } else { ptr::null() }
}
