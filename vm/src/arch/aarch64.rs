//! AArch64, AAPCS64 as on Linux (sections 6.4 "Parameter passing" and "Variadic subroutines").

#[path = "aarch64/aes.rs"]
pub mod aes;

use std::arch::{asm, naked_asm};
use std::mem::offset_of;

use jit::abi::ThreadContext;

use super::NativeResult;
use crate::compiled::{deopt, enter, unwind};

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

// ---- compiled Java code ---------------------------------------------------------------------------
// x21 holds the thread, whose first field is the `ThreadContext`. No register survives a call in the Java convention. A
// stub stores its frame record first, so that the return address lies where x86-64's call instruction puts it.

/// Arguments of the Java convention in integer registers behind the method's: x1 to x7.
pub const JAVA_GPR_ARGS: usize = 7;

/// Argument registers of a call in the Java convention.
#[repr(C)]
pub struct JavaRegisters {
    pub gpr: [u64; JAVA_GPR_ARGS],
    padding: u64,
    /// d0 to d7.
    pub fpr: [u64; FPR_ARGS],
}

pub const ANCHOR_PC: usize = offset_of!(ThreadContext, anchor_pc);
pub const ANCHOR_FP: usize = offset_of!(ThreadContext, anchor_fp);
pub const PENDING: usize = offset_of!(ThreadContext, pending);
pub const CALL_RESULT: usize = offset_of!(ThreadContext, call_result);
const LANDING: usize = offset_of!(ThreadContext, landing);

/// Goes on where `ThreadContext::landing` says.
///
/// # Safety
/// Jumped to by other stubs only, with the thread in its register.
#[unsafe(naked)]
pub unsafe extern "C" fn land() {
    naked_asm!(
        "ldr x16, [x21, #{landing}]",
        "ldr x9, [x21, #{landing} + 8]",
        "ldr x29, [x21, #{landing} + 16]",
        "mov sp, x9",
        "br x16",
        landing = const LANDING,
    )
}

/// Throws the pending exception in the frames below the anchor.
///
/// # Safety
/// As [`land`].
#[unsafe(naked)]
pub unsafe extern "C" fn throw_at_anchor() {
    naked_asm!(
        "mov x0, x21",
        "bl {unwind}",
        "b {land}",
        unwind = sym unwind::unwind,
        land = sym land,
    )
}

/// Where calls of methods without compiled code go: saves the argument registers and has the method interpreted.
///
/// # Safety
/// Called in the Java convention.
#[unsafe(naked)]
pub unsafe extern "C" fn interpret_entry() {
    naked_asm!(
        "stp x29, x30, [sp, #-16]!",
        "mov x29, sp",
        "sub sp, sp, #128",
        "stp x1, x2, [sp]",
        "stp x3, x4, [sp, #16]",
        "stp x5, x6, [sp, #32]",
        "str x7, [sp, #48]",
        "stp d0, d1, [sp, #64]",
        "stp d2, d3, [sp, #80]",
        "stp d4, d5, [sp, #96]",
        "stp d6, d7, [sp, #112]",
        "mov x1, x21",
        "mov x2, sp",
        "mov x3, x29",
        "bl {interpret}",
        "ldr w9, [x21, #{pending}]",
        "cbz w9, 2f",
        "b {throw}",
        "2:",
        "fmov d0, x0",
        "mov sp, x29",
        "ldp x29, x30, [sp], #16",
        "ret",
        interpret = sym enter::interpret,
        throw = sym throw_at_anchor,
        pending = const PENDING,
    )
}

/// Interprets a frame that deoptimisation has made, in place of a compiled one. The stack and frame pointers are both
/// at the frame record of the frame that it replaces.
///
/// # Safety
/// Landed at.
#[unsafe(naked)]
pub unsafe extern "C" fn resume_interpreter() {
    naked_asm!(
        "mov x0, x21",
        "bl {resume}",
        "ldr w9, [x21, #{pending}]",
        "cbz w9, 2f",
        "b {throw}",
        "2:",
        "fmov d0, x0",
        "ldp x29, x30, [sp], #16",
        "ret",
        resume = sym enter::resume,
        throw = sym throw_at_anchor,
        pending = const PENDING,
    )
}

/// Stands for the return address into an activation that must not go on in its code.
///
/// # Safety
/// Returned to in the Java convention.
#[unsafe(naked)]
pub unsafe extern "C" fn lazy_deopt() {
    naked_asm!(
        "mov x1, x0",
        "fmov x2, d0",
        "mov x0, x21",
        "mov x3, x29",
        "bl {body}",
        "b {land}",
        body = sym deopt::lazy,
        land = sym land,
    )
}

/// Defines the stub `$name` of a runtime call of a kind ([`jit::runtime_calls::CallKind`]), with this body.
macro_rules! runtime_stub {
    (Leaf $name:ident $body:path) => {
        pub use $body as $name;
    };
    (Safepoint $name:ident $body:path) => {
        #[unsafe(naked)]
        pub unsafe extern "C" fn $name() {
            std::arch::naked_asm!(
                "stp x29, x30, [sp, #-16]!",
                "str x30, [x21, #{pc}]",
                "str x29, [x21, #{fp}]",
                "bl {body}",
                "ldr w9, [x21, #{pending}]",
                "cbz w9, 2f",
                "b {throw}",
                "2:",
                "ldp x29, x30, [sp], #16",
                "ret",
                body = sym $body,
                throw = sym $crate::arch::throw_at_anchor,
                pc = const $crate::arch::ANCHOR_PC,
                fp = const $crate::arch::ANCHOR_FP,
                pending = const $crate::arch::PENDING,
            )
        }
    };
    (NoReturn $name:ident $body:path) => {
        #[unsafe(naked)]
        pub unsafe extern "C" fn $name() {
            std::arch::naked_asm!(
                "stp x29, x30, [sp, #-16]!",
                "str x30, [x21, #{pc}]",
                "str x29, [x21, #{fp}]",
                "bl {body}",
                "b {land}",
                body = sym $body,
                land = sym $crate::arch::land,
                pc = const $crate::arch::ANCHOR_PC,
                fp = const $crate::arch::ANCHOR_FP,
            )
        }
    };
    (ColdSafepoint $name:ident $body:path) => {
        $crate::arch::runtime_stub!(@cold $name $body,
            ["str x30, [x21, #{pc}]", "str x29, [x21, #{fp}]"],
            ["ldr w9, [x21, #{pending}]", "cbz w9, 2f", "b {throw}", "2:"],
            {
                throw = sym $crate::arch::throw_at_anchor,
                pc = const $crate::arch::ANCHOR_PC,
                fp = const $crate::arch::ANCHOR_FP,
                pending = const $crate::arch::PENDING,
            });
    };
    (ColdLeaf $name:ident $body:path) => {
        $crate::arch::runtime_stub!(@cold $name $body, [], [], {});
    };
    (@cold $name:ident $body:path, [$($before:literal),*], [$($after:literal),*], {$($operands:tt)*}) => {
        #[unsafe(naked)]
        pub unsafe extern "C" fn $name() {
            std::arch::naked_asm!(
                "stp x29, x30, [sp, #-16]!",
                "sub sp, sp, #672",
                "stp x0, x1, [sp]",
                "stp x2, x3, [sp, #16]",
                "stp x4, x5, [sp, #32]",
                "stp x6, x7, [sp, #48]",
                "stp x8, x9, [sp, #64]",
                "stp x10, x11, [sp, #80]",
                "stp x12, x13, [sp, #96]",
                "stp x14, x15, [sp, #112]",
                "stp x16, x17, [sp, #128]",
                "str x18, [sp, #144]",
                "stp q0, q1, [sp, #160]",
                "stp q2, q3, [sp, #192]",
                "stp q4, q5, [sp, #224]",
                "stp q6, q7, [sp, #256]",
                "stp q8, q9, [sp, #288]",
                "stp q10, q11, [sp, #320]",
                "stp q12, q13, [sp, #352]",
                "stp q14, q15, [sp, #384]",
                "stp q16, q17, [sp, #416]",
                "stp q18, q19, [sp, #448]",
                "stp q20, q21, [sp, #480]",
                "stp q22, q23, [sp, #512]",
                "stp q24, q25, [sp, #544]",
                "stp q26, q27, [sp, #576]",
                "stp q28, q29, [sp, #608]",
                "stp q30, q31, [sp, #640]",
                $($before,)*
                "bl {body}",
                $($after,)*
                "str x0, [x21, #{result}]",
                "ldp x0, x1, [sp]",
                "ldp x2, x3, [sp, #16]",
                "ldp x4, x5, [sp, #32]",
                "ldp x6, x7, [sp, #48]",
                "ldp x8, x9, [sp, #64]",
                "ldp x10, x11, [sp, #80]",
                "ldp x12, x13, [sp, #96]",
                "ldp x14, x15, [sp, #112]",
                "ldp x16, x17, [sp, #128]",
                "ldr x18, [sp, #144]",
                "ldp q0, q1, [sp, #160]",
                "ldp q2, q3, [sp, #192]",
                "ldp q4, q5, [sp, #224]",
                "ldp q6, q7, [sp, #256]",
                "ldp q8, q9, [sp, #288]",
                "ldp q10, q11, [sp, #320]",
                "ldp q12, q13, [sp, #352]",
                "ldp q14, q15, [sp, #384]",
                "ldp q16, q17, [sp, #416]",
                "ldp q18, q19, [sp, #448]",
                "ldp q20, q21, [sp, #480]",
                "ldp q22, q23, [sp, #512]",
                "ldp q24, q25, [sp, #544]",
                "ldp q26, q27, [sp, #576]",
                "ldp q28, q29, [sp, #608]",
                "ldp q30, q31, [sp, #640]",
                "add sp, sp, #672",
                "ldp x29, x30, [sp], #16",
                "ret",
                body = sym $body,
                result = const $crate::arch::CALL_RESULT,
                $($operands)*
            )
        }
    };
}
pub(crate) use runtime_stub;
