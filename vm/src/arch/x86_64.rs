//! x86-64, System V ABI (psABI 1.0, section 3.2.3 "Parameter Passing", 3.5.7 "Variable Argument Lists").

use std::arch::naked_asm;

use super::NativeResult;

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
