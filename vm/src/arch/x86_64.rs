//! x86-64, System V ABI (psABI 1.0, section 3.2.3 "Parameter Passing", 3.5.7 "Variable Argument Lists").

#[path = "x86_64/aes.rs"]
pub mod aes;

use std::arch::naked_asm;
use std::mem::offset_of;

use jit::abi::ThreadContext;

use super::NativeResult;
use crate::compiled::{deopt, enter, unwind};

/// Integer arguments in registers: rdi, rsi, rdx, rcx, r8, r9.
pub const GPR_ARGS: usize = 6;
/// Floating-point arguments in registers: xmm0 to xmm7.
pub const FPR_ARGS: usize = 8;

/// What free code memory is filled with: `int3`.
pub const TRAP: [u8; 4] = [0xcc; 4];

/// A jump to anywhere, which changes no register: `jmp [rip]`, and the address.
pub fn far_jump(target: u64) -> [u8; 16] {
    let mut code = [0xff, 0x25, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xcc, 0xcc];
    code[6..14].copy_from_slice(&target.to_le_bytes());
    code
}

/// Called when code has been written: nothing to do, caches of instructions are coherent.
pub fn code_written(_start: usize, _len: usize) {}

/// Calls the C function at `function` with [`GPR_ARGS`] words of `gpr`, [`FPR_ARGS`] words of `fpr`
/// and `stack_words` words of `stack` as its arguments. The result registers rax and xmm0 are just
/// where a struct of an integer and a double is returned.
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
        "push rbp",
        "mov rbp, rsp",
        "mov r11, rdi",
        "mov r10, rsi",
        "lea rax, [r8*8 + 15]",
        "and rax, -16",
        "sub rsp, rax",
        "test r8, r8",
        "jz 3f",
        "2:",
        "mov rax, [rcx + r8*8 - 8]",
        "mov [rsp + r8*8 - 8], rax",
        "dec r8",
        "jnz 2b",
        "3:",
        "movsd xmm0, [rdx]",
        "movsd xmm1, [rdx + 8]",
        "movsd xmm2, [rdx + 16]",
        "movsd xmm3, [rdx + 24]",
        "movsd xmm4, [rdx + 32]",
        "movsd xmm5, [rdx + 40]",
        "movsd xmm6, [rdx + 48]",
        "movsd xmm7, [rdx + 56]",
        "mov rdi, [r10]",
        "mov rsi, [r10 + 8]",
        "mov rdx, [r10 + 16]",
        "mov rcx, [r10 + 24]",
        "mov r8, [r10 + 32]",
        "mov r9, [r10 + 40]",
        "mov eax, 8",
        "call r11",
        "leave",
        "ret",
    )
}

/// The ABI's `va_list` element. Reading advances it.
#[derive(Debug)]
#[repr(C)]
pub struct VaList {
    /// Offset in the save area of the next integer register; 48 when all are used.
    gp_offset: u32,
    /// Offset in the save area of the next SSE register; 176 when all are used.
    fp_offset: u32,
    overflow_arg_area: *const u64,
    reg_save_area: *const u8,
}

impl VaList {
    /// The next argument of class INTEGER, at least 32 bits of which mean something.
    ///
    /// # Safety
    /// Such an argument must come next in the list.
    pub unsafe fn word(&mut self) -> u64 {
        if self.gp_offset < 48 {
            // SAFETY: the register save area has 48 bytes of integer registers.
            let v = unsafe { self.reg_save_area.add(self.gp_offset as usize).cast::<u64>().read() };
            self.gp_offset += 8;
            return v;
        }
        // SAFETY: by the caller's promise.
        unsafe { self.overflow() }
    }

    /// The next argument of class SSE: a double (floats are promoted).
    ///
    /// # Safety
    /// Such an argument must come next in the list.
    pub unsafe fn double(&mut self) -> f64 {
        if self.fp_offset < 176 {
            // SAFETY: 128 bytes of SSE registers follow the integer registers.
            let v = unsafe { self.reg_save_area.add(self.fp_offset as usize).cast::<f64>().read() };
            self.fp_offset += 16;
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
            let v = self.overflow_arg_area.read();
            self.overflow_arg_area = self.overflow_arg_area.add(1);
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
                "sub rsp, 216",
                "mov [rsp + 32], rdi",
                "mov [rsp + 40], rsi",
                "mov [rsp + 48], rdx",
                "mov [rsp + 56], rcx",
                "mov [rsp + 64], r8",
                "mov [rsp + 72], r9",
                "test al, al",
                "jz 2f",
                "movaps [rsp + 80], xmm0",
                "movaps [rsp + 96], xmm1",
                "movaps [rsp + 112], xmm2",
                "movaps [rsp + 128], xmm3",
                "movaps [rsp + 144], xmm4",
                "movaps [rsp + 160], xmm5",
                "movaps [rsp + 176], xmm6",
                "movaps [rsp + 192], xmm7",
                "2:",
                concat!("mov dword ptr [rsp], ", $named, "*8"),
                "mov dword ptr [rsp + 4], 48",
                "lea rax, [rsp + 224]",
                "mov [rsp + 8], rax",
                "lea rax, [rsp + 32]",
                "mov [rsp + 16], rax",
                $crate::arch::variadic_stub!(@list $named),
                "call {target}",
                "add rsp, 216",
                "ret",
                target = sym $target,
            )
        }
    )* };
    (@list 2) => { "mov rdx, rsp" };
    (@list 3) => { "mov rcx, rsp" };
    (@list 4) => { "mov r8, rsp" };
}
pub(crate) use variadic_stub;

// ---- compiled Java code ---------------------------------------------------------------------------
// r15 holds the thread, whose first field is the `ThreadContext`. No register survives a call in the Java convention.

/// Arguments of the Java convention in integer registers behind the method's: rsi, rdx, rcx, r8, r9.
pub const JAVA_GPR_ARGS: usize = 5;

/// Argument registers of a call in the Java convention.
#[repr(C)]
pub struct JavaRegisters {
    pub gpr: [u64; JAVA_GPR_ARGS],
    padding: u64,
    /// Low halves of xmm0 to xmm7.
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
        "mov rsp, [r15 + {landing} + 8]",
        "mov rbp, [r15 + {landing} + 16]",
        "jmp qword ptr [r15 + {landing}]",
        landing = const LANDING,
    )
}

/// Throws the pending exception in the frames below the anchor.
///
/// # Safety
/// As [`land`], with an aligned stack.
#[unsafe(naked)]
pub unsafe extern "C" fn throw_at_anchor() {
    naked_asm!(
        "mov rdi, r15",
        "call {unwind}",
        "jmp {land}",
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
        "push rbp",
        "mov rbp, rsp",
        "sub rsp, 112",
        "mov [rsp], rsi",
        "mov [rsp + 8], rdx",
        "mov [rsp + 16], rcx",
        "mov [rsp + 24], r8",
        "mov [rsp + 32], r9",
        "movsd [rsp + 48], xmm0",
        "movsd [rsp + 56], xmm1",
        "movsd [rsp + 64], xmm2",
        "movsd [rsp + 72], xmm3",
        "movsd [rsp + 80], xmm4",
        "movsd [rsp + 88], xmm5",
        "movsd [rsp + 96], xmm6",
        "movsd [rsp + 104], xmm7",
        "mov rsi, r15",
        "mov rdx, rsp",
        "mov rcx, rbp",
        "call {interpret}",
        "cmp dword ptr [r15 + {pending}], 0",
        "jne {throw}",
        "movq xmm0, rax",
        "leave",
        "ret",
        interpret = sym enter::interpret,
        throw = sym throw_at_anchor,
        pending = const PENDING,
    )
}

/// Interprets a frame that deoptimisation has made, in place of a compiled one. The stack and frame pointers are both
/// at the saved frame pointer of the frame that it replaces.
///
/// # Safety
/// Landed at.
#[unsafe(naked)]
pub unsafe extern "C" fn resume_interpreter() {
    naked_asm!(
        "mov rdi, r15",
        "call {resume}",
        "cmp dword ptr [r15 + {pending}], 0",
        "jne {throw}",
        "movq xmm0, rax",
        "pop rbp",
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
        "mov rdi, r15",
        "mov rsi, rax",
        "movq rdx, xmm0",
        "mov rcx, rbp",
        "and rsp, -16",
        "call {body}",
        "jmp {land}",
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
                "mov rax, [rsp]",
                "mov [r15 + {pc}], rax",
                "mov [r15 + {fp}], rbp",
                "sub rsp, 8",
                "call {body}",
                "cmp dword ptr [r15 + {pending}], 0",
                "jne {throw}",
                "add rsp, 8",
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
                "mov rax, [rsp]",
                "mov [r15 + {pc}], rax",
                "mov [r15 + {fp}], rbp",
                "sub rsp, 8",
                "call {body}",
                "jmp {land}",
                body = sym $body,
                land = sym $crate::arch::land,
                pc = const $crate::arch::ANCHOR_PC,
                fp = const $crate::arch::ANCHOR_FP,
            )
        }
    };
    (ColdSafepoint $name:ident $body:path) => {
        $crate::arch::runtime_stub!(@cold $name $body,
            ["mov rax, [rsp + 328]", "mov [r15 + {pc}], rax", "mov [r15 + {fp}], rbp"],
            ["cmp dword ptr [r15 + {pending}], 0", "jne {throw}"],
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
                "sub rsp, 328",
                "mov [rsp + 256], rax",
                "mov [rsp + 264], rcx",
                "mov [rsp + 272], rdx",
                "mov [rsp + 280], rsi",
                "mov [rsp + 288], rdi",
                "mov [rsp + 296], r8",
                "mov [rsp + 304], r9",
                "mov [rsp + 312], r10",
                "mov [rsp + 320], r11",
                "movaps [rsp], xmm0",
                "movaps [rsp + 16], xmm1",
                "movaps [rsp + 32], xmm2",
                "movaps [rsp + 48], xmm3",
                "movaps [rsp + 64], xmm4",
                "movaps [rsp + 80], xmm5",
                "movaps [rsp + 96], xmm6",
                "movaps [rsp + 112], xmm7",
                "movaps [rsp + 128], xmm8",
                "movaps [rsp + 144], xmm9",
                "movaps [rsp + 160], xmm10",
                "movaps [rsp + 176], xmm11",
                "movaps [rsp + 192], xmm12",
                "movaps [rsp + 208], xmm13",
                "movaps [rsp + 224], xmm14",
                "movaps [rsp + 240], xmm15",
                $($before,)*
                "call {body}",
                $($after,)*
                "mov [r15 + {result}], rax",
                "mov rax, [rsp + 256]",
                "mov rcx, [rsp + 264]",
                "mov rdx, [rsp + 272]",
                "mov rsi, [rsp + 280]",
                "mov rdi, [rsp + 288]",
                "mov r8, [rsp + 296]",
                "mov r9, [rsp + 304]",
                "mov r10, [rsp + 312]",
                "mov r11, [rsp + 320]",
                "movaps xmm0, [rsp]",
                "movaps xmm1, [rsp + 16]",
                "movaps xmm2, [rsp + 32]",
                "movaps xmm3, [rsp + 48]",
                "movaps xmm4, [rsp + 64]",
                "movaps xmm5, [rsp + 80]",
                "movaps xmm6, [rsp + 96]",
                "movaps xmm7, [rsp + 112]",
                "movaps xmm8, [rsp + 128]",
                "movaps xmm9, [rsp + 144]",
                "movaps xmm10, [rsp + 160]",
                "movaps xmm11, [rsp + 176]",
                "movaps xmm12, [rsp + 192]",
                "movaps xmm13, [rsp + 208]",
                "movaps xmm14, [rsp + 224]",
                "movaps xmm15, [rsp + 240]",
                "add rsp, 328",
                "ret",
                body = sym $body,
                result = const $crate::arch::CALL_RESULT,
                $($operands)*
            )
        }
    };
}
pub(crate) use runtime_stub;
