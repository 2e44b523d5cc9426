//! What depends on the processor.

/// Asks for the cache line of `addr`, which will be read and written soon. Any address is allowed.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
pub(crate) fn prefetch(addr: usize) {
    use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
    // SAFETY: a prefetch never faults; the instruction is part of x86-64.
    unsafe { _mm_prefetch::<_MM_HINT_T0>(addr as *const i8) }
}

/// Asks for the cache line of `addr`, which will be read and written soon. Any address is allowed.
#[cfg(target_arch = "aarch64")]
#[inline(always)]
pub(crate) fn prefetch(addr: usize) {
    // SAFETY: a prefetch never faults and changes nothing.
    unsafe { std::arch::asm!("prfm pstl1keep, [{}]", in(reg) addr, options(nostack, preserves_flags)) }
}
