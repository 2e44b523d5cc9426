//! Memory, versions, names of errors, timers, extensions (JVM TI, "Memory Management", "General", "Timers", "Extension
//! Mechanism").

use std::ffi::{c_char, c_void};

use super::{ERRORS, Error, Out, allocate, allocate_text, jvmti_fn};
use crate::os::time;
use crate::vm::vm;

/// JVM TI 17.0.0
const VERSION: i32 = 0x3000_0000 | 17 << 16;
/// `JVMTI_JLOCATION_JVMBCI`: a location is the index of a bytecode.
const JLOCATION_BCI: i32 = 1;

jvmti_fn! {
    /// `Allocate`
    fn allocate_memory(_e, size: i64, memory: Out<*mut c_void>) in ANY {
        memory.check()?;
        let size = usize::try_from(size).map_err(|_| Error::IllegalArgument)?;
        memory.set(if size == 0 { std::ptr::null_mut() } else { allocate(size)? })
    }

    /// `Deallocate`
    fn deallocate(_e, memory: *mut c_void) in ANY {
        // SAFETY: the agent gives null or memory from `Allocate` (module `jvmti`).
        unsafe { libc::free(memory) };
        Ok(())
    }

    /// `GetVersionNumber`
    fn get_version_number(_e, version: Out<i32>) in ANY {
        version.set(VERSION)
    }

    /// `GetErrorName`
    fn get_error_name(_e, error: i32, name: Out<*mut c_char>) in ANY {
        name.check()?;
        let (_, text) = ERRORS.iter().find(|(n, _)| *n == error).ok_or(Error::IllegalArgument)?;
        name.set(allocate_text(text)?)
    }

    /// `GetJLocationFormat`
    fn get_jlocation_format(_e, format: Out<i32>) in ANY {
        format.set(JLOCATION_BCI)
    }

    /// `GetAvailableProcessors`
    fn get_available_processors(_e, processors: Out<i32>) in ANY {
        processors.set(vm().options.processors() as i32)
    }

    /// `GetTime`
    fn get_time(_e, nanos: Out<i64>) in ANY {
        nanos.set(time::monotonic_nanos())
    }

    /// `GetExtensionFunctions`: there are none.
    fn get_extension_functions(_e, count: Out<i32>, extensions: Out<*mut c_void>) in ON_LOAD_OR_LIVE {
        count.set(0)?;
        extensions.set(std::ptr::null_mut())
    }

    /// `GetExtensionEvents`: there are none.
    fn get_extension_events(_e, count: Out<i32>, extensions: Out<*mut c_void>) in ON_LOAD_OR_LIVE {
        count.set(0)?;
        extensions.set(std::ptr::null_mut())
    }
}
