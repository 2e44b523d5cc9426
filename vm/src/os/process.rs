//! Facts of this process: the file that holds the VM, privileges, search paths of native libraries.
#![allow(unsafe_code)] // libc calls

use std::ffi::{CStr, OsStr, c_void};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

/// The file that holds the VM's code: `libjvm.so`, or the test program.
pub fn own_library() -> Option<PathBuf> {
    let (file, _) = module_of(own_library as *const c_void as usize)?;
    Some(std::fs::canonicalize(&file).unwrap_or(file))
}

/// The mapped file that an address lies in, and where it is mapped.
pub fn module_of(address: usize) -> Option<(PathBuf, usize)> {
    // SAFETY: Dl_info is plain data; dladdr fills it and does not keep the pointer.
    let mut info: libc::Dl_info = unsafe { std::mem::zeroed() };
    // SAFETY: dladdr takes any address and only compares it with the loaded modules.
    if unsafe { libc::dladdr(address as *const c_void, &mut info) } == 0 || info.dli_fname.is_null() {
        return None;
    }
    // SAFETY: dladdr succeeded, so the name is a C string that lives as long as the module is loaded.
    let name = unsafe { CStr::from_ptr(info.dli_fname) };
    Some((PathBuf::from(OsStr::from_bytes(name.to_bytes())), info.dli_fbase as usize))
}

/// Whether the program runs with other rights than its caller's (set-user-id or set-group-id).
pub fn has_special_privileges() -> bool {
    // SAFETY: these calls have no arguments and cannot fail.
    unsafe { libc::getuid() != libc::geteuid() || libc::getgid() != libc::getegid() }
}

/// The process id.
pub fn id() -> u32 {
    std::process::id()
}

/// The system's number of the calling thread.
pub fn thread_id() -> i32 {
    // SAFETY: gettid has no arguments and cannot fail.
    unsafe { libc::gettid() }
}

/// The machine's name in the network.
pub fn host_name() -> String {
    std::fs::read_to_string("/proc/sys/kernel/hostname")
        .map_or_else(|_| "localhost".into(), |n| n.trim().into())
}

#[cfg(target_arch = "x86_64")]
const MULTIARCH: &str = "x86_64-linux-gnu";
#[cfg(target_arch = "aarch64")]
const MULTIARCH: &str = "aarch64-linux-gnu";

/// The default of `java.library.path`: `LD_LIBRARY_PATH`, the folder for Java packages, the system's folders (those of Debian's
/// multiarch where they are in use).
pub fn default_library_path() -> String {
    let own = std::env::var_os("LD_LIBRARY_PATH").map(|v| v.to_string_lossy().into_owned() + ":");
    let system = if Path::new("/usr/lib").join(MULTIARCH).is_dir() {
        format!("/usr/lib/{MULTIARCH}/jni:/lib/{MULTIARCH}:/usr/lib/{MULTIARCH}:/usr/lib/jni:/lib:/usr/lib")
    } else {
        "/usr/lib64:/lib64:/lib:/usr/lib".to_string()
    };
    format!("{}/usr/java/packages/lib:{system}", own.unwrap_or_default())
}

/// How much the process may have of a resource (`RLIMIT_...`), if that is limited.
fn limit_of(resource: libc::__rlimit_resource_t) -> Option<u64> {
    let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: the pointer is to a live rlimit that getrlimit fills.
    let known = unsafe { libc::getrlimit(resource, &mut limit) } == 0;
    (known && limit.rlim_cur != libc::RLIM_INFINITY).then_some(limit.rlim_cur)
}

/// Bytes of address space that the process may have, if that is limited (`ulimit -v`).
pub fn address_space_limit() -> Option<u64> {
    limit_of(libc::RLIMIT_AS)
}

/// Bytes that a core file may have, if that is limited (`ulimit -c`); signal handlers may ask.
pub fn core_file_limit() -> Option<u64> {
    limit_of(libc::RLIMIT_CORE)
}

/// Raises the limit of open files to what is allowed (`-XX:+MaxFDLimit`).
pub fn raise_file_limit() {
    let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: the pointer is to a live rlimit that getrlimit fills.
    if unsafe { libc::getrlimit(libc::RLIMIT_NOFILE, &mut limit) } == 0 {
        limit.rlim_cur = limit.rlim_max;
        // SAFETY: the pointer is to a live rlimit. A refusal leaves the old limit, which is good enough.
        unsafe { libc::setrlimit(libc::RLIMIT_NOFILE, &limit) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_its_own_file() {
        let file = own_library().unwrap();
        assert_eq!(file, std::env::current_exe().unwrap().canonicalize().unwrap());
        assert!(default_library_path().contains("/usr/java/packages/lib:"));
        assert!(!has_special_privileges());
    }
}
