//! `jio_*`: C's formatted output for the JDK's libraries, with the behaviour that `jvm.h` promises.

use std::ffi::{c_char, c_void};
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::arch::{self, VaList};

unsafe extern "C" {
    fn vsnprintf(out: *mut c_char, size: usize, format: *const c_char, list: *mut VaList) -> i32;
    fn vfprintf(file: *mut c_void, format: *const c_char, list: *mut VaList) -> i32;
}

type Hook = unsafe extern "C" fn(*mut c_void, *const c_char, *mut VaList) -> i32;

/// The `vfprintf` hook of `JavaVMInitArgs`; 0: none.
static HOOK: AtomicUsize = AtomicUsize::new(0);

/// Lets a function of the embedding program print in place of `vfprintf` (JNI specification, chapter
/// 5 "JNI_CreateJavaVM").
pub fn set_vfprintf_hook(hook: *const c_void) {
    HOOK.store(hook as usize, Ordering::Release);
}

/// Formats into `out`; -1 when it does not fit, which then is cut but terminated.
///
/// # Safety
/// As for C's `vsnprintf`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jio_vsnprintf(
    out: *mut c_char,
    size: usize,
    format: *const c_char,
    list: *mut VaList,
) -> i32 {
    // sizes that come of a negative number
    if size as isize <= 0 {
        return -1;
    }
    // SAFETY: by the caller's promise; a va_list is passed as the address of one (see `arch`).
    let n = unsafe { vsnprintf(out, size, format, list) };
    if n > 0 && n as usize >= size { -1 } else { n }
}

/// Prints to a C stream, or through the hook.
///
/// # Safety
/// As for C's `vfprintf`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jio_vfprintf(file: *mut c_void, format: *const c_char, list: *mut VaList) -> i32 {
    match HOOK.load(Ordering::Acquire) {
        // SAFETY: by the caller's promise.
        0 => unsafe { vfprintf(file, format, list) },
        hook => {
            // SAFETY: the embedding program gave a function of this type.
            let hook = unsafe { std::mem::transmute::<usize, Hook>(hook) };
            // SAFETY: by the caller's promise.
            unsafe { hook(file, format, list) }
        }
    }
}

arch::variadic_stub! {
    /// [`jio_vsnprintf`] with variable arguments.
    ///
    /// # Safety
    /// As for C's `snprintf`.
    #[unsafe(no_mangle)]
    pub fn jio_snprintf(3) => jio_vsnprintf;
    /// [`jio_vfprintf`] with variable arguments.
    ///
    /// # Safety
    /// As for C's `fprintf`.
    #[unsafe(no_mangle)]
    pub fn jio_fprintf(2) => jio_vfprintf;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn snprintf_formats_and_says_when_it_cuts() {
        type Snprintf = unsafe extern "C" fn(*mut c_char, usize, *const c_char, ...) -> i32;
        // SAFETY: the stub is a variadic C function of this type.
        let f: Snprintf = unsafe { std::mem::transmute(jio_snprintf as *const ()) };
        let mut out = [0u8; 32];
        let p = out.as_mut_ptr().cast::<c_char>();
        // SAFETY: the arguments are as the formats say.
        unsafe {
            assert_eq!(f(p, 32, c"%d %s %.2f %ld".as_ptr(), 7i32, c"x".as_ptr(), 1.5f64, -9i64), 11);
            assert_eq!(&out[..12], b"7 x 1.50 -9\0");
            assert_eq!(f(p, 4, c"%d".as_ptr(), 12345i32), -1);
            assert_eq!(&out[..4], b"123\0");
            assert_eq!(f(p, 0, c"x".as_ptr()), -1);
        }
    }
}
