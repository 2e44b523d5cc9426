//! The machine state that a signal handler is given.
#![allow(unsafe_code)] // reads of the interrupted thread's state and memory

use std::ffi::c_void;

/// The registers of an interrupted thread, copied from its `ucontext_t`.
#[derive(Debug, Clone, Copy)]
pub struct Context([usize; machine::REGISTERS.len()]);

#[cfg(target_arch = "x86_64")]
mod machine {
    /// Names with their places in `gregs`, in the order of a report.
    pub const REGISTERS: [(&str, usize); 18] = [
        ("RAX", libc::REG_RAX as usize),
        ("RBX", libc::REG_RBX as usize),
        ("RCX", libc::REG_RCX as usize),
        ("RDX", libc::REG_RDX as usize),
        ("RSP", libc::REG_RSP as usize),
        ("RBP", libc::REG_RBP as usize),
        ("RSI", libc::REG_RSI as usize),
        ("RDI", libc::REG_RDI as usize),
        ("R8 ", libc::REG_R8 as usize),
        ("R9 ", libc::REG_R9 as usize),
        ("R10", libc::REG_R10 as usize),
        ("R11", libc::REG_R11 as usize),
        ("R12", libc::REG_R12 as usize),
        ("R13", libc::REG_R13 as usize),
        ("R14", libc::REG_R14 as usize),
        ("R15", libc::REG_R15 as usize),
        ("RIP", libc::REG_RIP as usize),
        ("EFLAGS", libc::REG_EFL as usize),
    ];
    pub const PC: usize = libc::REG_RIP as usize;
    pub const SP: usize = libc::REG_RSP as usize;
    pub const FP: usize = libc::REG_RBP as usize;

    pub fn register(context: &libc::ucontext_t, place: usize) -> usize {
        context.uc_mcontext.gregs[place] as usize
    }

    /// See `Context::caller_without_frame`: the frame is made by `push rbp; mov rbp, rsp`, and gone before a `ret`.
    pub fn caller_without_frame(context: &super::Context, entry: usize) -> Option<(usize, usize)> {
        let mut code = [0];
        super::read_memory(context.pc(), &mut code);
        match context.pc().wrapping_sub(entry) {
            1 => Some((super::read_word(context.sp() + 8)?, super::read_word(context.sp())?)),
            0 => Some((super::read_word(context.sp())?, context.fp())),
            _ if code[0] == 0xc3 => Some((super::read_word(context.sp())?, context.fp())),
            _ => None,
        }
    }
}

#[cfg(target_arch = "aarch64")]
mod machine {
    /// Names with their places; 31 is the stack pointer, 32 the program counter.
    pub const REGISTERS: [(&str, usize); 33] = {
        let names = [
            "R0", "R1", "R2", "R3", "R4", "R5", "R6", "R7", "R8", "R9", "R10", "R11", "R12", "R13", "R14",
            "R15", "R16", "R17", "R18", "R19", "R20", "R21", "R22", "R23", "R24", "R25", "R26", "R27", "R28",
            "R29", "R30", "SP", "PC",
        ];
        let mut registers = [("", 0); 33];
        let mut i = 0;
        while i < 33 {
            registers[i] = (names[i], i);
            i += 1;
        }
        registers
    };
    pub const PC: usize = 32;
    pub const SP: usize = 31;
    pub const FP: usize = 29;

    pub fn register(context: &libc::ucontext_t, place: usize) -> usize {
        match place {
            PC => context.uc_mcontext.pc as usize,
            SP => context.uc_mcontext.sp as usize,
            _ => context.uc_mcontext.regs[place] as usize,
        }
    }

    /// See `Context::caller_without_frame`: the frame is made by `stp x29, x30, [sp, #-16]!; mov x29, sp`, and gone before a `ret`.
    pub fn caller_without_frame(context: &super::Context, entry: usize) -> Option<(usize, usize)> {
        let mut code = [0; 4];
        super::read_memory(context.pc(), &mut code);
        match context.pc().wrapping_sub(entry) {
            4 => Some((super::read_word(context.sp() + 8)?, super::read_word(context.sp())?)),
            0 => Some((context.get(30), context.fp())),
            _ if code == [0xc0, 0x03, 0x5f, 0xd6] => Some((context.get(30), context.fp())),
            _ => None,
        }
    }
}

impl Context {
    /// Copies the registers from the third argument of a handler installed with SA_SIGINFO.
    ///
    /// # Safety
    /// It must be that argument, and the handler must not have returned.
    pub unsafe fn new(argument: *const c_void) -> Context {
        // SAFETY: by the caller's word, this is a live ucontext_t.
        let context = unsafe { &*argument.cast::<libc::ucontext_t>() };
        Context(machine::REGISTERS.map(|(_, place)| machine::register(context, place)))
    }

    fn get(&self, wanted: usize) -> usize {
        let at = machine::REGISTERS.iter().position(|(_, place)| *place == wanted);
        at.map_or(0, |at| self.0[at])
    }

    /// Where the thread was.
    pub fn pc(&self) -> usize {
        self.get(machine::PC)
    }

    /// Its stack pointer.
    pub fn sp(&self) -> usize {
        self.get(machine::SP)
    }

    /// Its frame pointer, if the code there keeps one.
    pub fn fp(&self) -> usize {
        self.get(machine::FP)
    }

    /// Return address and frame pointer of the caller when the thread was in code with frame pointers, entered at `entry`, but
    /// had not made its frame yet, or had just left it.
    pub fn caller_without_frame(&self, entry: usize) -> Option<(usize, usize)> {
        machine::caller_without_frame(self, entry)
    }

    /// All registers in the order of a report.
    pub fn registers(&self) -> impl Iterator<Item = (&'static str, usize)> + '_ {
        machine::REGISTERS.iter().zip(self.0).map(|((name, _), value)| (*name, value))
    }
}

/// Reads memory that may not be there; answers with the number of bytes that were.
pub fn read_memory(address: usize, into: &mut [u8]) -> usize {
    let local = libc::iovec { iov_base: into.as_mut_ptr().cast(), iov_len: into.len() };
    let remote = libc::iovec { iov_base: address as *mut c_void, iov_len: into.len() };
    // SAFETY: the local range is ours to write, and the kernel checks the other one.
    let read = unsafe { libc::process_vm_readv(libc::getpid(), &local, 1, &remote, 1, 0) };
    usize::try_from(read).unwrap_or(0)
}

/// As [`read_memory`], for one word.
pub fn read_word(address: usize) -> Option<usize> {
    let mut bytes = [0; size_of::<usize>()];
    (read_memory(address, &mut bytes) == bytes.len()).then(|| usize::from_ne_bytes(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unmapped_memory_is_not_there() {
        let word = 42usize;
        assert_eq!(read_word(&raw const word as usize), Some(42));
        assert_eq!(read_word(8), None);
        let names: std::collections::BTreeSet<_> = machine::REGISTERS.iter().map(|r| r.0).collect();
        assert_eq!(names.len(), machine::REGISTERS.len());
    }
}
