//! Memory, processors and page size, within the limits of the control group if wanted.
#![allow(unsafe_code)] // libc calls

use super::cgroup::Cgroup;

/// Bytes of a page.
pub fn page_size() -> usize {
    // SAFETY: sysconf takes any name; this one is always known.
    unsafe { libc::sysconf(libc::_SC_PAGESIZE) as usize }
}

/// Bytes of memory of the machine, or of its control group when `container` is set and the group has less.
pub fn memory(container: bool) -> u64 {
    // SAFETY: sysconf takes any name; this one is always known on Linux.
    let pages = unsafe { libc::sysconf(libc::_SC_PHYS_PAGES) } as u64;
    let machine = pages.saturating_mul(page_size() as u64);
    let limit = if container { Cgroup::of_process().and_then(|g| g.memory_limit()) } else { None };
    limit.map_or(machine, |limit| limit.min(machine))
}

/// Processors that this process may use: its affinity mask, and the share of its control group when `container` is set.
pub fn processors(container: bool) -> u32 {
    let allowed = affinity::count();
    let share = if container { Cgroup::of_process().and_then(|g| g.cpu_limit()) } else { None };
    share.map_or(allowed, |share| share.clamp(1, allowed))
}

/// Processors that the machine has.
pub fn configured_processors() -> u32 {
    // SAFETY: sysconf takes any name; this one is always known on Linux.
    unsafe { libc::sysconf(libc::_SC_NPROCESSORS_CONF).max(1) as u32 }
}

mod affinity {
    /// Counts the processors of the affinity mask; std's count would mix the control group in.
    pub fn count() -> u32 {
        // SAFETY: cpu_set_t is a plain bit mask; zero is the empty mask.
        let mut set: libc::cpu_set_t = unsafe { std::mem::zeroed() };
        let size = std::mem::size_of::<libc::cpu_set_t>();
        // SAFETY: the mask is live and `size` bytes long.
        if unsafe { libc::sched_getaffinity(0, size, &mut set) } != 0 {
            // SAFETY: sysconf takes any name. The mask fails only on machines with more processors than it has bits.
            return unsafe { libc::sysconf(libc::_SC_NPROCESSORS_ONLN).max(1) as u32 };
        }
        // SAFETY: CPU_COUNT reads the live mask.
        unsafe { libc::CPU_COUNT(&set).max(1) as u32 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plausible() {
        assert!(page_size().is_power_of_two());
        assert!(memory(true) <= memory(false) && memory(true) > 1 << 20);
        assert!(processors(true) >= 1 && processors(true) <= processors(false));
    }
}
