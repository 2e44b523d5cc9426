//! Native libraries (`jdk.internal.loader.NativeLibraries`) and paths.

use std::ffi::{CStr, c_char, c_void};

use crate::native::entry;
use crate::thread::JavaThread;

/// Versions of JNI that libraries may ask for: 1.1, 1.2, 1.4, 1.6, 1.8, 9, 10.
const JNI_VERSIONS: [i32; 7] = [0x10001, 0x10002, 0x10004, 0x10006, 0x10008, 0x90000, 0xa0000];

/// What the dynamic linker said last on this thread.
pub fn linker_error() -> String {
    // SAFETY: dlerror returns null or a string that is valid until the next dl call of this thread.
    let e = unsafe { libc::dlerror() };
    if e.is_null() {
        return "dlerror returned NULL".into();
    }
    // SAFETY: as above.
    unsafe { CStr::from_ptr(e) }.to_string_lossy().into_owned()
}

/// Loads a library; null, and an UnsatisfiedLinkError when wanted, when it cannot be loaded.
/// Its initialisers run while the thread is in native code.
///
/// # Safety
/// `name` must be a C string; the calling thread must be in native code.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn JVM_LoadLibrary(name: *const c_char, throw: u8) -> *mut c_void {
    // SAFETY: by the caller's promise; running the library's code is what is asked for.
    let handle = unsafe { libc::dlopen(name, libc::RTLD_LAZY) };
    if handle.is_null() && throw != 0 {
        let reason = linker_error();
        // SAFETY: by the caller's promise.
        let name = unsafe { CStr::from_ptr(name) }.to_string_lossy();
        let env = JavaThread::current().env();
        // SAFETY: the calling thread's own environment.
        unsafe {
            entry::enter(env, |t| {
                let _thrown = t.throw_new("java/lang/UnsatisfiedLinkError", &format!("{name}: {reason}"));
            });
        }
    }
    handle
}

/// Unloads a library.
///
/// # Safety
/// `handle` must be [`JVM_LoadLibrary`]'s.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn JVM_UnloadLibrary(handle: *mut c_void) {
    // SAFETY: by the caller's promise. A failure leaves the library loaded.
    unsafe { libc::dlclose(handle) };
}

/// Address of a library's symbol; null when it has none.
///
/// # Safety
/// `handle` must be [`JVM_LoadLibrary`]'s or one of dlsym's special ones, `name` a C string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn JVM_FindLibraryEntry(handle: *mut c_void, name: *const c_char) -> *mut c_void {
    // SAFETY: by the caller's promise.
    unsafe { libc::dlsym(handle, name) }
}

/// Whether libraries may ask for this version of JNI.
#[unsafe(no_mangle)]
pub extern "C" fn JVM_IsSupportedJNIVersion(version: i32) -> u8 {
    JNI_VERSIONS.contains(&version).into()
}

/// The system's form of a path: the path itself.
#[unsafe(no_mangle)]
pub extern "C" fn JVM_NativePath(path: *mut c_char) -> *mut c_char {
    path
}
