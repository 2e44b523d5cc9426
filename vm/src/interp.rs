//! The interpreter.
//!
//! # Technique
//! Each instruction has a handler, a Rust function of one signature ([`Handler`]), which ends by
//! calling the next instruction's handler. In optimised builds LLVM turns that call into a jump
//! (a sibling call), so the six argument registers hold the interpreter's state and nothing grows.
//! The rules that keep this so: no handler has a local whose address escapes or that needs dropping;
//! slow paths are `#[inline(never)]` bodies that return a [`Flow`], never called on a fast path. In debug
//! builds handlers return to a trampoline instead. The program `tests/java/bytecode/SlowPaths` would use
//! the native stack up if one of them grew it.
//!
//! # Code
//! A method's bytecode is translated at its first call into cells: one 32-bit cell for each byte of
//! bytecode, so that every bytecode index (bci) keeps its meaning. The first cell of an instruction
//! holds the op in its low and an operand in its high half; cells of operand bytes hold more operands.
//! Unresolved instructions rewrite themselves: operand cells first, then the op (release), and handlers
//! load ops with acquire.
//!
//! # Registers
//! `ip` current instruction; `sp` the slot in which `tos` would be spilled; `lo` locals; `t` thread;
//! `tb` handler table; `tos` top of the operand stack. See `jit::abi` for the frame's picture. An `int`
//! occupies the low half of a slot, the high half means nothing; a reference is zero-extended.
//!
//! # Safepoints
//! Polls sit on backward branches and at method entry. A slow path runs in state in-VM with `tos`
//! spilled, `Frame::ip` set, and `stack_top` above the operand stack.

use std::sync::atomic::{AtomicU32, Ordering};

use jit::abi::Frame;

use crate::thread::{JResult, JavaThread, Scope};

pub(crate) use calls::bits;
pub use calls::{activate, entry_for, itable_lookup, resume};

/// A thread, for the interpreter: alive as long as the code runs.
pub type T = &'static JavaThread;

/// An instruction's, or a method entry's, code.
pub type Handler =
    unsafe extern "C" fn(ip: *const u32, sp: *mut u64, lo: *mut u64, t: T, tb: *const Entry, tos: u64) -> u64;

/// An element of the handler table.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub struct Entry(pub Handler);

/// Where to go on after a slow path: `ip` null means that an exception is pending; otherwise `sp`
/// points to the slot which holds the top of the stack.
#[derive(Clone, Copy)]
pub struct Flow {
    pub ip: *const u32,
    pub sp: *mut u64,
}

impl Flow {
    pub const THROW: Flow = Flow { ip: std::ptr::null(), sp: std::ptr::null_mut() };
}

/// Cell `n` of the instruction at `ip`.
///
/// # Safety
/// The instruction must have that many cells.
#[inline(always)]
pub unsafe fn cell(ip: *const u32, n: usize) -> u32 {
    // SAFETY: by the caller's promise; cells are rewritten atomically.
    unsafe { (*ip.add(n).cast::<AtomicU32>()).load(Ordering::Relaxed) }
}

/// Operand in the first cell.
///
/// # Safety
/// `ip` must point to an instruction.
#[inline(always)]
pub unsafe fn operand(ip: *const u32) -> usize {
    // SAFETY: by the caller's promise.
    unsafe { (cell(ip, 0) >> 16) as usize }
}

/// Sets operand cells and then the op of the instruction at `ip`.
///
/// # Safety
/// `ip` must point to an instruction with more cells than `operands`; racing writers must write the same.
pub unsafe fn rewrite(ip: *const u32, op: u16, a: u16, operands: &[u32]) {
    // SAFETY: by the caller's promise.
    unsafe {
        for (i, v) in operands.iter().enumerate() {
            (*ip.add(1 + i).cast::<AtomicU32>()).store(*v, Ordering::Relaxed);
        }
        (*ip.cast::<AtomicU32>()).store(u32::from(op) | (u32::from(a) << 16), Ordering::Release);
    }
}

/// Goes on at an instruction. Must be the last thing that a handler does.
#[cfg(not(debug_assertions))]
macro_rules! next {
    ($ip:expr, $sp:expr, $lo:expr, $t:expr, $tb:expr, $tos:expr) => {{
        let ip: *const u32 = $ip;
        let op =
            (*ip.cast::<std::sync::atomic::AtomicU32>()).load(std::sync::atomic::Ordering::Acquire) as u16;
        let handler = (*$tb.add(op as usize)).0;
        return handler(ip, $sp, $lo, $t, $tb, $tos);
    }};
}

/// Debug builds: leaves the state in the thread and returns to the trampoline.
#[cfg(debug_assertions)]
macro_rules! next {
    ($ip:expr, $sp:expr, $lo:expr, $t:expr, $tb:expr, $tos:expr) => {{
        let ip: *const u32 = $ip;
        let op =
            (*ip.cast::<std::sync::atomic::AtomicU32>()).load(std::sync::atomic::Ordering::Acquire) as u16;
        let handler = (*$tb.add(op as usize)).0;
        return $crate::interp::bounce(handler, ip, $sp, $lo, $t, $tos);
    }};
}

/// Goes on at a method's entry or another handler of the same signature.
#[cfg(not(debug_assertions))]
macro_rules! jump {
    ($handler:expr, $ip:expr, $sp:expr, $lo:expr, $t:expr, $tb:expr, $tos:expr) => {{
        let handler: $crate::interp::Handler = $handler;
        return handler($ip, $sp, $lo, $t, $tb, $tos);
    }};
}

#[cfg(debug_assertions)]
macro_rules! jump {
    ($handler:expr, $ip:expr, $sp:expr, $lo:expr, $t:expr, $tb:expr, $tos:expr) => {{
        let _ = $tb;
        return $crate::interp::bounce($handler, $ip, $sp, $lo, $t, $tos);
    }};
}

/// Goes on as a [`Flow`] says.
macro_rules! flow {
    ($flow:expr, $lo:expr, $t:expr, $tb:expr) => {{
        let flow: $crate::interp::Flow = $flow;
        if flow.ip.is_null() {
            jump!($crate::interp::throw::unwind, flow.ip, flow.sp, $lo, $t, $tb, 0)
        }
        next!(flow.ip, flow.sp, $lo, $t, $tb, *flow.sp)
    }};
}

/// Defines handlers: `handler! { name(ip, sp, lo, t, tb, tos) { body } }`.
macro_rules! handler {
    ($( $(#[$m:meta])* $name:ident($ip:ident, $sp:ident, $lo:ident, $t:ident, $tb:ident, $tos:ident) $body:block )*) => {$(
        $(#[$m])*
        #[allow(unused_variables, unused_mut, unused_unsafe, unreachable_code, clippy::missing_safety_doc)]
        pub unsafe extern "C" fn $name(
            $ip: *const u32,
            mut $sp: *mut u64,
            mut $lo: *mut u64,
            $t: $crate::interp::T,
            $tb: *const $crate::interp::Entry,
            mut $tos: u64,
        ) -> u64 {
            // SAFETY: the registers are as the module describes; bytecode was verified or is trusted.
            unsafe { $body }
        }
    )*};
}

/// Defines slow paths: like handlers, but the body runs in the VM (`s` is the token) and gives
/// `JResult<Flow>`. The handler part only saves, calls and goes on.
macro_rules! slow {
    ($( $(#[$m:meta])* $name:ident($s:ident, $ip:ident, $sp:ident, $lo:ident, $t:ident) $body:block )*) => {$(
        $(#[$m])*
        #[cold]
        #[inline(never)]
        #[allow(unused_variables, clippy::missing_safety_doc)]
        pub unsafe extern "C" fn $name(
            ip: *const u32,
            sp: *mut u64,
            lo: *mut u64,
            t: $crate::interp::T,
            tb: *const $crate::interp::Entry,
            tos: u64,
        ) -> u64 {
            #[inline(never)]
            #[allow(unused_variables)]
            unsafe fn body($ip: *const u32, $sp: *mut u64, $lo: *mut u64, $t: $crate::interp::T, tos: u64) -> $crate::interp::Flow {
                // SAFETY: the registers are as the module describes.
                unsafe {
                    $crate::interp::in_vm($ip, $sp, $t, tos, |$s| $body)
                }
            }
            // SAFETY: the registers are as the module describes.
            unsafe { flow!(body(ip, sp, lo, t, tos), lo, t, tb) }
        }
    )*};
}

mod arrays;
pub mod calls;
mod constants;
mod control;
pub mod entry_frame;
mod fields;
mod fused;
mod math;
mod objects;
pub mod oop_maps;
pub mod ops;
pub mod slot_types;
pub mod stack;
mod stackops;
pub mod throw;
pub mod translate;

/// Saves the interpreter's state and runs `f` in the VM.
///
/// # Safety
/// Interpreter registers as the module describes.
#[inline(always)]
pub unsafe fn in_vm(
    ip: *const u32,
    sp: *mut u64,
    t: T,
    tos: u64,
    f: impl for<'s> FnOnce(&mut Scope<'s>) -> JResult<Flow>,
) -> Flow {
    // SAFETY: `sp` is inside the frame's operand stack; the thread is in Java and holds no token.
    unsafe {
        *sp = tos;
        (*t.ctx.frame.get()).ip = ip.cast();
        t.ctx.stack_top.set(sp.add(1));
        t.java_to_vm();
        let r = {
            let mut scope = Scope::attach(t);
            f(&mut scope)
        };
        t.vm_to_java();
        r.unwrap_or(Flow::THROW)
    }
}

/// The current frame's method.
///
/// # Safety
/// The thread must be interpreting a method.
#[inline(always)]
pub unsafe fn method_of(f: *const Frame) -> crate::class::MethodRef {
    // SAFETY: interpreted frames hold their method.
    unsafe { crate::class::MethodRef(&*(*f).method.cast()) }
}

/// Constant pool index in the instruction at `ip` of the top frame. It is read from the bytecode, since
/// another thread may have rewritten the cells.
///
/// # Safety
/// `ip` must be at an instruction with such an operand, in the method of the top frame.
unsafe fn pool_index(t: T, ip: *const u32) -> u16 {
    // SAFETY: by the caller's promise; instructions of verified code are whole.
    unsafe {
        let m = method_of(t.ctx.frame.get());
        let bci = ip.offset_from(m.code.load(Ordering::Relaxed).cast_const().cast::<u32>()) as usize;
        let code = m.cold.bytecode;
        if code[bci] == classfile::opcode::Opcode::Ldc as u8 {
            u16::from(code[bci + 1])
        } else {
            u16::from_be_bytes([code[bci + 1], code[bci + 2]])
        }
    }
}

/// State that a handler leaves behind for the trampoline of debug builds.
#[cfg(debug_assertions)]
#[derive(Clone, Copy)]
struct Bounce {
    handler: Handler,
    ip: *const u32,
    sp: *mut u64,
    lo: *mut u64,
    tos: u64,
}

#[cfg(debug_assertions)]
thread_local! {
    static BOUNCE: std::cell::Cell<Option<Bounce>> = const { std::cell::Cell::new(None) };
}

#[cfg(debug_assertions)]
pub(crate) fn bounce(handler: Handler, ip: *const u32, sp: *mut u64, lo: *mut u64, _t: T, tos: u64) -> u64 {
    BOUNCE.set(Some(Bounce { handler, ip, sp, lo, tos }));
    0
}

/// Runs from a handler until the activation ends.
///
/// # Safety
/// Registers as the module describes; the thread is in Java.
#[inline(always)]
pub(crate) unsafe fn run(
    handler: Handler,
    ip: *const u32,
    sp: *mut u64,
    lo: *mut u64,
    t: T,
    tos: u64,
) -> u64 {
    let tb = ops::table();
    // SAFETY: by the caller's promise.
    #[cfg(not(debug_assertions))]
    unsafe {
        handler(ip, sp, lo, t, tb, tos)
    }
    // SAFETY: by the caller's promise.
    #[cfg(debug_assertions)]
    unsafe {
        let mut r = handler(ip, sp, lo, t, tb, tos);
        while let Some(b) = BOUNCE.take() {
            r = (b.handler)(b.ip, b.sp, b.lo, t, tb, b.tos);
        }
        r
    }
}
