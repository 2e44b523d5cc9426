//! The allocator of the VM's own data: the C library's, with an orderly end when it has nothing left.
//!
//! Java code sees an OutOfMemoryError when heap, metaspace or direct memory are used up. What is allocated here is none of these; no caller
//! could go on without it. HotSpot ends with the same words and status.
#![allow(unsafe_code)] // an allocator

use std::alloc::{GlobalAlloc, Layout, System};

/// The C library's allocator.
struct Malloc;

#[global_allocator]
static MALLOC: Malloc = Malloc;

// SAFETY: everything is done by the system's allocator; null is never returned.
unsafe impl GlobalAlloc for Malloc {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promises are passed on.
        checked(unsafe { System.alloc(layout) }, layout.size())
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: as above.
        checked(unsafe { System.alloc_zeroed(layout) }, layout.size())
    }

    unsafe fn realloc(&self, old: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: as above.
        checked(unsafe { System.realloc(old, layout, size) }, size)
    }

    unsafe fn dealloc(&self, old: *mut u8, layout: Layout) {
        // SAFETY: as above.
        unsafe { System.dealloc(old, layout) }
    }
}

/// Has all threads share one arena. For processes whose address space is limited: the C library reserves 64 MB for each further arena, and
/// where that cannot be had, tries again at every allocation.
pub fn share_arena() {
    // SAFETY: sets a number of the C library's allocator; the old one stays when it is refused.
    unsafe { libc::mallopt(libc::M_ARENA_MAX, 1) };
}

#[inline]
fn checked(memory: *mut u8, size: usize) -> *mut u8 {
    if memory.is_null() {
        out_of_memory(size);
    }
    memory
}

/// Ends the process with status 1. Allocates nothing, and runs no exit handlers.
#[cold]
fn out_of_memory(size: usize) -> ! {
    let mut digits = [0; 20];
    let parts: [&[u8]; 3] = [
        b"#\n# There is insufficient memory for the Java Runtime Environment to continue.\n\
          # Native memory allocation (malloc) failed to allocate ",
        decimal(size, &mut digits),
        b" bytes\n#\n",
    ];
    for part in parts {
        // SAFETY: writes live bytes; nothing can be done when that fails.
        unsafe { libc::write(libc::STDOUT_FILENO, part.as_ptr().cast(), part.len()) };
    }
    // SAFETY: ends the process.
    unsafe { libc::_exit(1) }
}

fn decimal(mut n: usize, digits: &mut [u8; 20]) -> &[u8] {
    let mut at = digits.len();
    loop {
        at -= 1;
        digits[at] = b'0' + (n % 10) as u8;
        n /= 10;
        if n == 0 {
            return &digits[at..];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        assert_eq!(decimal(0, &mut [0; 20]), b"0");
        assert_eq!(decimal(1024, &mut [0; 20]), b"1024");
        assert_eq!(decimal(usize::MAX, &mut [0; 20]), usize::MAX.to_string().as_bytes());
    }
}
