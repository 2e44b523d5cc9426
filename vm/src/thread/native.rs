//! What is asked of the C library about the calling thread.

use std::ffi::CString;

/// Lowest and highest address of the calling thread's stack; (0, 0) when the system does not say.
pub fn stack_bounds() -> (usize, usize) {
    // SAFETY: plain calls of the C library on a local attribute object, which is destroyed again.
    unsafe {
        let mut attr: libc::pthread_attr_t = std::mem::zeroed();
        if libc::pthread_getattr_np(libc::pthread_self(), &mut attr) != 0 {
            return (0, 0);
        }
        let mut base = std::ptr::null_mut();
        let mut size = 0;
        let r = libc::pthread_attr_getstack(&attr, &mut base, &mut size);
        let mut guard = 0;
        libc::pthread_attr_getguardsize(&attr, &mut guard);
        libc::pthread_attr_destroy(&mut attr);
        if r == 0 { (base as usize + guard, base as usize + size) } else { (0, 0) }
    }
}

/// The kernel's id of the calling thread.
pub fn tid() -> u32 {
    // SAFETY: no arguments, cannot fail.
    unsafe { libc::gettid() as u32 }
}

pub fn pthread_self() -> u64 {
    // SAFETY: no arguments, cannot fail.
    unsafe { libc::pthread_self() as u64 }
}

/// Processor time that the live thread `pthread` has used.
pub fn cpu_nanos(pthread: u64) -> Option<i64> {
    let mut clock = 0;
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: callers hold the list of threads, so the thread has not ended; the pointers are to
    // live values.
    unsafe {
        if libc::pthread_getcpuclockid(pthread as libc::pthread_t, &mut clock) != 0
            || libc::clock_gettime(clock, &mut time) != 0
        {
            return None;
        }
    }
    Some(time.tv_sec * 1_000_000_000 + time.tv_nsec)
}

/// Names the calling thread for the system's tools, which keep 15 bytes.
pub fn set_name(name: &str) {
    let short: Vec<u8> = name.bytes().take(15).collect();
    if let Ok(c) = CString::new(short) {
        // SAFETY: a valid C string and the calling thread.
        unsafe { libc::pthread_setname_np(libc::pthread_self(), c.as_ptr()) };
    }
}

/// Lets another thread run.
pub fn yield_now() {
    std::thread::yield_now();
}
