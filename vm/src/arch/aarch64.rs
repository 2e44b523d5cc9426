//! AArch64, AAPCS64 as on Linux (sections 6.4 "Parameter passing" and "Variadic subroutines").

use std::arch::{asm, naked_asm};

use super::NativeResult;

/// Integer arguments in registers: x0 to x7.
pub const GPR_ARGS: usize = 8;
/// Floating-point arguments in registers: d0 to d7.
pub const FPR_ARGS: usize = 8;

/// What free code memory is filled with: `brk #0`.
pub const TRAP: [u8; 4] = 0xd420_0000_u32.to_le_bytes();

/// A jump to anywhere, which changes only x16: `ldr x16, #8; br x16`, and the address.
pub fn far_jump(target: u64) -> [u8; 16] {
    let mut code = [0; 16];
    code[..4].copy_from_slice(&0x5800_0050_u32.to_le_bytes());
    code[4..8].copy_from_slice(&0xd61f_0200_u32.to_le_bytes());
    code[8..].copy_from_slice(&target.to_le_bytes());
    code
}

/// Called when code has been written: cleans the data cache and invalidates the instruction cache (Arm ARM, B2.4.4).
pub fn code_written(start: usize, len: usize) {
    /// Smallest line there is.
    const LINE: usize = 16;
    let lines = (start / LINE * LINE..start + len).step_by(LINE);
    // SAFETY: maintenance of mapped memory changes no contents.
    unsafe {
        for line in lines.clone() {
            asm!("dc cvau, {}", in(reg) line, options(nostack, preserves_flags));
        }
        asm!("dsb ish", options(nostack, preserves_flags));
        for line in lines {
            asm!("ic ivau, {}", in(reg) line, options(nostack, preserves_flags));
        }
        asm!("dsb ish", "isb", options(nostack, preserves_flags));
    }
}

/// Calls the C function at `function` with [`GPR_ARGS`] words of `gpr`, [`FPR_ARGS`] words of `fpr`
/// and `stack_words` words of `stack` as its arguments.
///
/// # Safety
/// `function` must be a C function for which the words are right; the arrays must have these lengths.
#[unsafe(naked)]
pub unsafe extern "C" fn native_call(
    function: usize,
    gpr: *const u64,
    fpr: *const u64,
    stack: *const u64,
    stack_words: usize,
) -> NativeResult {
    naked_asm!(
        "stp x29, x30, [sp, #-16]!",
        "mov x29, sp",
        "mov x16, x0",
        "mov x17, x1",
        "add x9, x4, #1",
        "and x9, x9, #-2",
        "sub sp, sp, x9, lsl #3",
        "cbz x4, 3f",
        "2:",
        "sub x4, x4, #1",
        "ldr x9, [x3, x4, lsl #3]",
        "str x9, [sp, x4, lsl #3]",
        "cbnz x4, 2b",
        "3:",
        "ldp d0, d1, [x2]",
        "ldp d2, d3, [x2, #16]",
        "ldp d4, d5, [x2, #32]",
        "ldp d6, d7, [x2, #48]",
        "ldp x0, x1, [x17]",
        "ldp x2, x3, [x17, #16]",
        "ldp x4, x5, [x17, #32]",
        "ldp x6, x7, [x17, #48]",
        "blr x16",
        // a struct of an integer and a double comes back in x0 and x1
        "fmov x1, d0",
        "mov sp, x29",
        "ldp x29, x30, [sp], #16",
        "ret",
    )
}

/// The ABI's `va_list`. Reading advances it.
#[derive(Debug)]
#[repr(C)]
pub struct VaList {
    stack: *const u64,
    gr_top: *const u8,
    vr_top: *const u8,
    /// Distance of the next integer register from `gr_top`, 0 when all are used.
    gr_offs: i32,
    /// Distance of the next vector register from `vr_top`, 0 when all are used.
    vr_offs: i32,
}

impl VaList {
    /// The next integer argument, at least 32 bits of which mean something.
    ///
    /// # Safety
    /// Such an argument must come next in the list.
    pub unsafe fn word(&mut self) -> u64 {
        if self.gr_offs < 0 {
            // SAFETY: the save area of the integer registers ends at gr_top.
            let v = unsafe { self.gr_top.offset(self.gr_offs as isize).cast::<u64>().read() };
            self.gr_offs += 8;
            return v;
        }
        // SAFETY: by the caller's promise.
        unsafe { self.overflow() }
    }

    /// The next floating-point argument: a double (floats are promoted).
    ///
    /// # Safety
    /// Such an argument must come next in the list.
    pub unsafe fn double(&mut self) -> f64 {
        if self.vr_offs < 0 {
            // SAFETY: the save area of the vector registers ends at vr_top.
            let v = unsafe { self.vr_top.offset(self.vr_offs as isize).cast::<f64>().read() };
            self.vr_offs += 16;
            return v;
        }
        // SAFETY: by the caller's promise.
        f64::from_bits(unsafe { self.overflow() })
    }

    /// # Safety
    /// An argument on the stack must come next.
    unsafe fn overflow(&mut self) -> u64 {
        // SAFETY: by the caller's promise.
        unsafe {
            let v = self.stack.read();
            self.stack = self.stack.add(1);
            v
        }
    }
}

/// Defines variadic C functions: `fn name(NAMED) => target;` spills the registers of a call with NAMED
/// named arguments (2, 3 or 4, all in integer registers) and calls `target` with them and the address
/// of the `va_list`.
macro_rules! variadic_stub {
    ($( $(#[$meta:meta])* $vis:vis fn $name:ident $([$($generics:tt)*])? ($named:tt) => $target:path; )*) => { $(
        $(#[$meta])*
        #[unsafe(naked)]
        $vis unsafe extern "C" fn $name $(<$($generics)*>)? () {
            std::arch::naked_asm!(
                "stp x29, x30, [sp, #-240]!",
                "mov x29, sp",
                "stp x0, x1, [sp, #48]",
                "stp x2, x3, [sp, #64]",
                "stp x4, x5, [sp, #80]",
                "stp x6, x7, [sp, #96]",
                "stp q0, q1, [sp, #112]",
                "stp q2, q3, [sp, #144]",
                "stp q4, q5, [sp, #176]",
                "stp q6, q7, [sp, #208]",
                "add x9, sp, #240",
                "add x10, sp, #112",
                "str x9, [sp, #16]",
                "str x10, [sp, #24]",
                "str x9, [sp, #32]",
                concat!("mov w9, #(", $named, "*8-64)"),
                "mov w10, #-128",
                "stp w9, w10, [sp, #40]",
                concat!("add x", $named, ", sp, #16"),
                "bl {target}",
                "ldp x29, x30, [sp], #240",
                "ret",
                target = sym $target,
            )
        }
    )* };
}
pub(crate) use variadic_stub;
