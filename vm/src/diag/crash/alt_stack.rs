//! A stack for signal handlers, without which a thread that has none left cannot report anything.

use std::ptr;

const SIZE: usize = 64 * 1024;

/// The calling thread's stack for handlers; dropped by the same thread before it ends.
pub struct AltStack {
    _memory: memmap2::MmapMut,
    /// What was there before: nothing, or the small one that Rust gives its own threads.
    old: libc::stack_t,
    /// The stack belongs to the thread that made it.
    _thread: std::marker::PhantomData<*const ()>,
}

impl AltStack {
    /// Gives the calling thread a stack for handlers; `None` when it has one that is large enough, or memory is short.
    pub fn for_this_thread() -> Option<AltStack> {
        // SAFETY: stack_t is plain data; a null new stack asks for the present one.
        let old = unsafe {
            let mut old: libc::stack_t = std::mem::zeroed();
            libc::sigaltstack(ptr::null(), &mut old);
            old
        };
        if old.ss_flags & libc::SS_DISABLE == 0 && old.ss_size >= SIZE {
            return None;
        }
        let mut memory = memmap2::MmapMut::map_anon(SIZE).ok()?;
        let new = libc::stack_t { ss_sp: memory.as_mut_ptr().cast(), ss_flags: 0, ss_size: SIZE };
        // SAFETY: the memory stays mapped until drop takes the stack away again.
        let ok = unsafe { libc::sigaltstack(&new, ptr::null_mut()) } == 0;
        ok.then_some(AltStack { _memory: memory, old, _thread: std::marker::PhantomData })
    }
}

impl Drop for AltStack {
    fn drop(&mut self) {
        // SAFETY: this thread is not on that stack, as drop is not called by handlers; afterwards nothing refers to the memory.
        unsafe { libc::sigaltstack(&self.old, ptr::null_mut()) };
    }
}
