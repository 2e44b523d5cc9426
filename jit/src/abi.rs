//! Structures that machine code addresses by offset: the thread's hot fields and the interpreter frame.
//!
//! ```text
//! interpreter stack of a thread (grows to higher addresses, slots of 8 bytes)
//!
//!   ... caller's operand stack | arg 0 ... arg n-1 | other locals | Frame | junk | operand stack ...
//!                                ^ locals                           ^ frame  ^ frame + 1
//! ```
//! The arguments on the caller's operand stack become the first locals of the callee. `long` and
//! `double` take two slots, with the value in the second one. A reference is a zero-extended
//! `NarrowRef`. The top of the operand stack lives in a register; the slot `junk` receives the
//! meaningless register value when the first element is pushed, so element `k` lies at
//! `stack base + 1 + k`.
//!
//! ```text
//! native stack while compiled code runs (grows to lower addresses)
//!
//!   [fp + 16 ...]  arguments that found no register
//!   [fp + 8]       return address into the caller
//!   [fp]           caller's frame pointer
//!                  spilled values
//!   state          words: locals, operand stack (bottom first), and the lock of a synchronized method;
//!   sp             word 0 at fp + CompiledCode::state_offset
//! ```
//! State words are laid out as interpreter slots. At each call that may reach a safepoint (a *site*), the state words
//! that are live at its bytecode index hold their values, so the collector, the unwinder and deoptimisation need
//! nothing else of a compiled frame.
//!
//! **Java convention**: Cranelift's `winch`: no register survives a call, the caller pops. First argument the callee's
//! `Method`, then the Java arguments: `int` and smaller as i32, `long` as i64, `float`, `double`, a reference
//! as i64 (a zero-extended `NarrowRef`). The thread is in the pinned register. Results likewise.
//!
//! **Adapter**: `extern "C" fn(method, arguments: *const u64, thread, code) -> AdapterResult`, one for each
//! [`crate::shape::Shape`]: takes the arguments from interpreter slots and calls `code` in the Java convention.
//! What unwinds into it lands on its exceptional edge, with one of `STATUS_*` in [`ThreadContext::call_result`].

use std::cell::Cell;
use std::sync::atomic::{AtomicU32, AtomicUsize};

use gc::Tlab;

use crate::lock_stack::LockStack;

/// The interpreter's frame header.
#[derive(Debug)]
#[repr(C)]
pub struct Frame {
    /// The frame below; null in the first one of an activation entered from native code.
    pub caller: *mut Frame,
    /// The method (`vm::class::Method`); null in an entry frame.
    pub method: *const (),
    /// First local.
    pub locals: *mut u64,
    /// The instruction being executed, valid whenever the frame is not on top, or in the VM.
    pub ip: *const AtomicU32,
    /// The object that a synchronized method has locked (a `NarrowRef`), else 0.
    pub lock: u32,
    /// Flags of this activation, see `vm::interp`.
    pub flags: u32,
}

/// The frame header that VM or compiled code pushes onto the interpreter stack before it runs the interpreter. The
/// arguments of the call follow behind one slot of junk.
#[derive(Debug)]
#[repr(C)]
pub struct EntryFrame {
    /// `method` is null, `locals` the address of this frame itself.
    pub frame: Frame,
    /// [`ThreadContext::anchor_pc`] and [`ThreadContext::anchor_fp`] of what lies below: non-zero when the
    /// frames below are compiled ones, and only below those comes `frame.caller`.
    pub anchor_pc: usize,
    pub anchor_fp: usize,
}

/// What an interpreter-to-compiled adapter returns (`rax`, `rdx`): the result's bits, and one of `STATUS_*`.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct AdapterResult {
    pub value: u64,
    pub status: u64,
}

/// The method has returned normally.
pub const STATUS_RETURNED: u64 = 0;
/// An exception is pending for the adapter's caller.
pub const STATUS_THREW: u64 = 1;
/// The activation was deoptimised: its frame is the top interpreter frame now, to be continued as
/// [`ThreadContext::resume_ip`] and [`ThreadContext::resume_sp`] say.
pub const STATUS_RESUME: u64 = 2;

/// Where an answer stands in [`ThreadContext::itable_cache`].
pub mod itable_cache {
    /// Binary logarithm of the number of entries.
    pub const LOG: u32 = 10;
    pub const ENTRIES: usize = 1 << LOG;
    /// Spreads what class and method give together; the highest [`LOG`] bits of the product are the index.
    pub const MULTIPLIER: u32 = 0x9e37_79b1;

    /// What the id of an interface method adds to that of the class, by exclusive or.
    #[inline(always)]
    pub const fn method_part(method: u32) -> u32 {
        method.rotate_left(5)
    }

    #[inline(always)]
    pub const fn index(class: u32, method: u32) -> usize {
        ((class ^ method_part(method)).wrapping_mul(MULTIPLIER) >> (32 - LOG)) as usize
    }
}

/// The answer to one interface method lookup: ids of the receiver's class, the interface method and
/// the implementation.
#[derive(Clone, Copy, Debug, Default)]
#[repr(C)]
pub struct ItableCacheEntry {
    pub class: u32,
    pub method: u32,
    pub target: u32,
    pub unused: u32,
}

/// Hot fields of a thread, at the start of `vm::thread::JavaThread`.
#[derive(Debug)]
#[repr(C)]
pub struct ThreadContext {
    pub tlab: Tlab,
    /// Top interpreter frame.
    pub frame: Cell<*mut Frame>,
    /// First free slot of the interpreter stack, valid while the thread is not in the interpreter.
    pub stack_top: Cell<*mut u64>,
    /// End of the interpreter stack less its reserve.
    pub stack_limit: Cell<*mut u64>,
    /// Pending exception (`NarrowRef`), 0 if none.
    pub pending: Cell<u32>,
    /// Non-zero: the thread must stop at its next poll (back-edge, return, state change).
    pub poll: AtomicU32,
    /// What a `NarrowRef` times 8 is added to; constant.
    pub heap_base: Cell<usize>,
    /// What a class or method id times 8 is added to; constant.
    pub class_base: Cell<usize>,
    /// Newest answers of interface method lookups, by a hash of class and method.
    pub itable_cache: Cell<*mut ItableCacheEntry>,
    /// Copy of one instruction that may not be rewritten yet, see `vm::interp`.
    pub once: [Cell<u32>; 4],
    /// Where to go on behind that copy.
    pub resume: Cell<*const u32>,
    /// Return address into the newest compiled frame, while the newest Java frame is a compiled one and the thread
    /// is not running it; 0 while the newest Java frame is an interpreter frame.
    pub anchor_pc: Cell<usize>,
    /// Frame pointer of that frame.
    pub anchor_fp: Cell<usize>,
    /// Compiled methods whose stack pointer is below this at their entry call `method_entry`: the end of the
    /// native stack less its reserve; or `usize::MAX` while [`Self::poll`] is set.
    pub native_limit: AtomicUsize,
    /// Result of a runtime call that saves all registers; one of `STATUS_*` for an adapter that is landed at.
    pub call_result: Cell<u64>,
    /// Where an exception or a deoptimisation goes on: program counter, stack and frame pointer.
    pub landing: [Cell<usize>; 3],
    /// See [`STATUS_RESUME`].
    pub resume_ip: Cell<*const u32>,
    pub resume_sp: Cell<*mut u64>,
    /// What the interpreter's counters are and-ed with: zero is an event of the tier policy.
    pub invocation_mask: Cell<u32>,
    pub back_edge_mask: Cell<u32>,
    /// What the thread has fast-locked.
    pub lock_stack: LockStack,
}

impl Default for ThreadContext {
    fn default() -> Self {
        Self::with_cache(
            Box::leak(Box::new([ItableCacheEntry::default(); itable_cache::ENTRIES])).as_mut_ptr(),
        )
    }
}

impl ThreadContext {
    /// The context of a new thread with this empty cache of [`itable_cache::ENTRIES`] entries, which it does not free.
    pub fn with_cache(itable_cache: *mut ItableCacheEntry) -> Self {
        Self {
            tlab: Tlab::default(),
            frame: Cell::new(std::ptr::null_mut()),
            stack_top: Cell::new(std::ptr::null_mut()),
            stack_limit: Cell::new(std::ptr::null_mut()),
            pending: Cell::new(0),
            poll: AtomicU32::new(0),
            heap_base: Cell::new(gc::object::heap_base()),
            class_base: Cell::new(gc::object::class_base()),
            itable_cache: Cell::new(itable_cache),
            once: Default::default(),
            resume: Cell::new(std::ptr::null()),
            anchor_pc: Cell::new(0),
            anchor_fp: Cell::new(0),
            native_limit: AtomicUsize::new(0),
            call_result: Cell::new(0),
            landing: Default::default(),
            resume_ip: Cell::new(std::ptr::null()),
            resume_sp: Cell::new(std::ptr::null_mut()),
            invocation_mask: Cell::new(u32::MAX),
            back_edge_mask: Cell::new(u32::MAX),
            lock_stack: LockStack::default(),
        }
    }
}
