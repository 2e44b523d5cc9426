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

use std::cell::Cell;
use std::sync::atomic::AtomicU32;

use gc::Tlab;

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

/// Sets in [`ThreadContext::itable_cache`].
pub const ITABLE_CACHE: usize = 256;

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
}

impl Default for ThreadContext {
    fn default() -> Self {
        Self::with_cache(Box::leak(Box::new([ItableCacheEntry::default(); ITABLE_CACHE])).as_mut_ptr())
    }
}

impl ThreadContext {
    /// The context of a new thread with this empty cache of [`ITABLE_CACHE`] entries, which it does not free.
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
        }
    }
}
