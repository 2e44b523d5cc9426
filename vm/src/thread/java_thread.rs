//! [`JavaThread`]: a thread that is attached to the VM.

use std::cell::Cell;
use std::sync::atomic::{AtomicU32, Ordering};

use gc::{HandleArea, NarrowRef};
use jit::abi::ThreadContext;

use crate::native::jni::locals::LocalFrames;

/// What a thread is doing, as far as safepoints care.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u32)]
pub enum ThreadState {
    /// Created, not running yet, or ended.
    New = 0,
    /// Interpreting or in compiled code: stops at its next poll.
    InJava = 1,
    /// In VM code with a mutator token: stops when it polls or changes state.
    InVm = 2,
    /// In native code: may run on during a safepoint, stops when it comes back.
    InNative = 3,
    /// Waiting in the VM: as in native.
    Blocked = 4,
    Terminated = 5,
}

/// A thread attached to the VM. Only its own thread uses the `Cell`s, unless it is stopped at a
/// safepoint; atomics are for everybody.
#[repr(C)]
pub struct JavaThread {
    /// Hot fields, addressed by machine code.
    pub ctx: ThreadContext,
    /// `JNIEnv`: native code holds the address of this field.
    pub jni_env: JniEnvField,
    pub state: AtomicU32,
    pub handles: HandleArea,
    /// Frames of JNI local references among `handles`.
    pub locals: LocalFrames,
    /// The `java.lang.Thread`: a root.
    pub object: Cell<NarrowRef>,
    throwing_resource_error: Cell<bool>,
}

/// The first word behind a `JNIEnv*`: the function table.
#[repr(C)]
pub struct JniEnvField {
    pub functions: Cell<*const ()>,
}

// SAFETY: see the type's documentation.
unsafe impl Sync for JavaThread {}
// SAFETY: as above.
unsafe impl Send for JavaThread {}

impl JavaThread {
    pub fn state(&self) -> ThreadState {
        // SAFETY: only values of the enum are stored.
        unsafe { std::mem::transmute(self.state.load(Ordering::SeqCst)) }
    }

    /// Set while an OutOfMemoryError or StackOverflowError is being made, so that making it cannot recurse.
    pub fn is_throwing_resource_error(&self) -> bool {
        self.throwing_resource_error.get()
    }
    pub fn set_throwing_resource_error(&self, on: bool) {
        self.throwing_resource_error.set(on);
    }

    /// From native code into the VM; waits while a safepoint is on.
    #[inline(always)]
    pub fn native_to_vm(&self) {
        self.state.store(ThreadState::InVm as u32, Ordering::SeqCst);
        if self.ctx.poll.load(Ordering::SeqCst) != 0 {
            self.poll_slow();
        }
    }

    /// From the VM to native code: from here on the thread holds no safepoint up.
    #[inline(always)]
    pub fn vm_to_native(&self) {
        self.state.store(ThreadState::InNative as u32, Ordering::Release);
    }

    /// From the interpreter or compiled code into the VM.
    #[inline(always)]
    pub fn java_to_vm(&self) {
        self.state.store(ThreadState::InVm as u32, Ordering::Relaxed);
    }

    /// From the VM back to the interpreter or compiled code, which polls by itself.
    #[inline(always)]
    pub fn vm_to_java(&self) {
        self.state.store(ThreadState::InJava as u32, Ordering::Relaxed);
    }

    /// Stops for a safepoint or handshake that has been asked for.
    #[cold]
    pub fn poll_slow(&self) {
        todo!()
    }
}
