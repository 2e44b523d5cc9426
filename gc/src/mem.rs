//! Address space: reservations made with memmap2, which are committed by touching them.

use memmap2::{MmapOptions, MmapRaw};

/// A reserved, zero-filled, lazily committed range of address space.
pub struct Reservation {
    /// Raw: no slice of memory that others write may ever exist.
    map: MmapRaw,
}

impl Reservation {
    /// Reserves `size` bytes (rounded up to pages by the kernel) without reserving swap for them.
    ///
    /// # Errors
    /// The kernel's error, when the address space cannot be had (for example under `ulimit -v`).
    pub fn new(size: usize) -> std::io::Result<Self> {
        let mut options = MmapOptions::new();
        options.len(size);
        // Miri knows only the plainest mappings
        if !cfg!(miri) {
            options.no_reserve_swap();
        }
        let map = options.map_anon()?.into();
        Ok(Self { map })
    }

    pub fn base(&self) -> *mut u8 {
        self.map.as_mut_ptr()
    }

    pub fn size(&self) -> usize {
        self.map.len()
    }

    /// Makes the first `bytes` inaccessible, so that an access through a null reference faults.
    ///
    /// # Errors
    /// The kernel's error.
    pub fn guard_start(&self, bytes: usize) -> std::io::Result<()> {
        assert!(bytes <= self.size());
        // SAFETY: the range lies inside the mapping, which this value owns, and nothing has been
        // placed in it: callers guard before the first allocation.
        let r = unsafe { libc::mprotect(self.base().cast(), bytes, libc::PROT_NONE) };
        if r == 0 { Ok(()) } else { Err(std::io::Error::last_os_error()) }
    }

    /// Gives the pages of `[offset, offset + len)` back to the system; they read as zero afterwards.
    ///
    /// # Errors
    /// The kernel's error.
    ///
    /// # Safety
    /// Nothing in the range may be in use.
    pub unsafe fn uncommit(&self, offset: usize, len: usize) -> std::io::Result<()> {
        // SAFETY: the caller vouches for the range; DontNeed on a private anonymous mapping zeroes it.
        unsafe { self.map.unchecked_advise_range(memmap2::UncheckedAdvice::DontNeed, offset, len) }
    }
}
