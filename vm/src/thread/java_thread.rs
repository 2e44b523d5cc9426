//! [`JavaThread`]: a thread that is attached to the VM.
//!
//! # Lifetime
//! A `JavaThread` is never freed: when its thread ends it goes to a free list and serves another
//! thread later. So `Thread.eetop` and the queues of monitors may hold its address for longer than
//! the thread lives; the worst that comes of a stale one is a spurious wake-up.
//!
//! # Who touches what
//! Every `Cell` belongs to the own thread; others may read or write it only while that thread is
//! stopped (see [`super::safepoint`]) or not running yet. Atomics and [`Event`]s are for everybody.

use std::cell::{Cell, UnsafeCell};
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::time::Duration;

use gc::{HandleArea, HandleMark, NarrowRef};
use jit::abi::ThreadContext;
use memmap2::{MmapMut, MmapOptions};

use super::event::Event;
use super::monitor::MonitorCache;
use super::safepoint;

use crate::class::KlassRef;
use crate::compiled::Patched;
use crate::diag::crash::AltStack;
use crate::interp::calls;
use crate::native::jni::critical::Pins;
use crate::native::jni::locals::LocalFrames;
use crate::os::time;
use crate::runtime::collect;
use crate::stack::roots::PendingCall;

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

/// Bytes at the end of the interpreter stack that are opened only to report an overflow.
pub const STACK_RESERVE: usize = 16 << 10;
/// Smallest interpreter stack.
pub const MIN_STACK: usize = 64 << 10;
/// Native stack that must be left for a call from native code or the VM into Java.
pub const NATIVE_RESERVE: usize = 96 << 10;
/// Bytes of native stack that compiled frames may use at least, if there are so many.
const COMPILED_LEAST: usize = 1 << 20;
/// Native stack above [`NATIVE_RESERVE`] that compiled code may use only to report an overflow.
pub const COMPILED_RESERVE: usize = 64 << 10;
/// Room behind the interpreter stack's end for one more frame of any size, or all that one compiled frame stands for:
/// deoptimisation cannot fail. What is called from there finds the stack full.
const DEOPT_ROOM: usize = (2 * (u16::MAX as usize + 1) * 8) + (16 << 10);

/// A thread attached to the VM; see the module's head.
#[repr(C)]
pub struct JavaThread {
    /// Hot fields, addressed by machine code.
    pub ctx: ThreadContext,
    /// `JNIEnv`: native code holds the address of this field.
    pub jni_env: JniEnvField,
    pub state: AtomicU32,
    pub monitor_cache: MonitorCache,
    pub handles: HandleArea,
    /// Frames of JNI local references among `handles`.
    pub locals: LocalFrames,
    /// The newest call whose arguments are on the interpreter stack while its callee has no frame.
    pub pending_call: Cell<*const PendingCall>,
    /// Activations of compiled code that are to be left when they are returned to.
    pub patched: Patched,
    /// OSR code (`code::Blob`) that the interpreter is about to enter, 0: none.
    pub osr: Cell<usize>,
    /// Arrays that native code works on directly: roots that must not move.
    pub pins: Pins,
    /// Start of the handle area.
    base_handles: HandleMark,
    /// The `java.lang.Thread`: a root. Written before the thread is registered, or by itself.
    pub object: Cell<NarrowRef>,
    /// Object whose monitor the thread is blocked on: a root, for dumps and management.
    pub blocked_on: Cell<NarrowRef>,
    /// Object that the thread waits on: a root, for dumps and management.
    pub waiting_on: Cell<NarrowRef>,
    /// Class that another thread initialises, which this one waits for; for dumps.
    pub waiting_for_class: Cell<Option<KlassRef>>,
    /// Exception to be thrown at the next poll in Java (`Thread.stop`): a root.
    pub async_exception: Cell<NarrowRef>,
    /// Monitors that JNI's MonitorEnter took and MonitorExit has not released.
    pub jni_monitors: Cell<u32>,
    /// `LockSupport`'s permit.
    pub park_event: Event,
    /// Wakes the thread in monitor enter, `Object.wait`, `Thread.sleep`.
    pub event: Event,
    /// Progress of an `Object.wait`, see [`super::monitor::wait`].
    pub wait_state: AtomicU32,
    /// Number of this activation of the structure, unique in the process; 0 while it is free.
    pub id: AtomicU64,
    /// Kernel's id of the thread (`gettid`), 0 before it runs.
    pub os_tid: AtomicU32,
    /// `pthread_self` of the thread.
    pub pthread: AtomicU64,
    pub daemon: AtomicBool,
    /// A thread of the VM that management does not show.
    pub hidden: AtomicBool,
    /// Attached by native code, not started by the VM.
    pub attached: Cell<bool>,
    /// The thread has begun to exit: it no longer takes asynchronous exceptions.
    pub exiting: Cell<bool>,
    /// Times entered a contended monitor, and waited; with the nanoseconds spent.
    pub blocked_count: AtomicU64,
    pub blocked_nanos: AtomicU64,
    pub waited_count: AtomicU64,
    pub waited_nanos: AtomicU64,
    /// [`crate::os::time::monotonic_nanos`] when the thread was created.
    created: Cell<i64>,
    /// Start of the identity hash generator's state (xorshift).
    pub(super) hash_state: Cell<[u32; 4]>,
    throwing_resource_error: Cell<bool>,
    /// Lowest and highest address of the native stack.
    native_stack: Cell<(usize, usize)>,
    /// What `ThreadContext::native_limit` is while nothing is asked of the thread.
    native_limit: Cell<usize>,
    stack: UnsafeCell<Option<MmapMut>>,
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

thread_local! {
    static CURRENT: Cell<Option<&'static JavaThread>> = const { Cell::new(None) };
    /// For the report of a fault when the native stack is used up.
    static ALT_STACK: Cell<Option<AltStack>> = const { Cell::new(None) };
}

static NEXT_ID: AtomicU64 = AtomicU64::new(1);

impl JavaThread {
    /// A structure with an interpreter stack of `stack_size` bytes, not registered yet: a used one
    /// from `free`, or a new one.
    ///
    /// # Errors
    /// The kernel's error when the stack cannot be reserved.
    pub(super) fn create(
        free: Option<&'static JavaThread>,
        stack_size: usize,
    ) -> std::io::Result<&'static JavaThread> {
        let size = stack_size.max(MIN_STACK).next_multiple_of(4096);
        let map = MmapOptions::new().len(size + DEOPT_ROOM).no_reserve_swap().map_anon()?;
        let thread = free.unwrap_or_else(|| Box::leak(Box::new(JavaThread::blank())));
        // Relaxed: only uniqueness matters.
        let id = NEXT_ID.fetch_add(1, Ordering::Relaxed);
        let base = map.as_ptr() as usize;
        // SAFETY: the structure is in nobody's hands: it is new or was taken from the free list.
        // Others that still have its address touch only its events and its wait state.
        unsafe {
            calls::clear_itable_cache(thread);
            let cache = thread.ctx.itable_cache.get();
            (&raw const thread.ctx).cast_mut().write(ThreadContext::with_cache(cache));
            *(&raw const thread.locals).cast_mut() = LocalFrames::default();
            *thread.stack.get() = Some(map);
        }
        thread.pending_call.set(std::ptr::null());
        thread.ctx.stack_top.set(base as *mut u64);
        thread.ctx.stack_limit.set((base + size - STACK_RESERVE) as *mut u64);
        if collect::stresses_polls() {
            thread.set_poll(safepoint::poll_bit::STRESS);
        }
        // permits meant for an earlier thread
        thread.park_event.clear();
        thread.event.clear();
        thread.created.set(time::monotonic_nanos());
        thread.hash_state.set([id as u32 ^ 0x2545_f491, 842_502_087, 0x8767, 273_326_509]);
        // Relaxed: published by the registry's lock.
        thread.id.store(id, Ordering::Relaxed);
        thread.hidden.store(false, Ordering::Relaxed);
        thread.state.store(ThreadState::New as u32, Ordering::Relaxed);
        Ok(thread)
    }

    fn blank() -> JavaThread {
        let handles = HandleArea::new();
        JavaThread {
            ctx: ThreadContext::default(),
            jni_env: JniEnvField { functions: Cell::new(std::ptr::null()) },
            state: AtomicU32::new(ThreadState::New as u32),
            monitor_cache: MonitorCache::default(),
            base_handles: handles.mark(),
            locals: LocalFrames::default(),
            pending_call: Cell::new(std::ptr::null()),
            patched: Patched::default(),
            osr: Cell::new(0),
            pins: Pins::default(),
            handles,
            object: Cell::default(),
            blocked_on: Cell::default(),
            waiting_on: Cell::default(),
            waiting_for_class: Cell::default(),
            async_exception: Cell::default(),
            jni_monitors: Cell::new(0),
            park_event: Event::default(),
            event: Event::default(),
            wait_state: AtomicU32::new(0),
            id: AtomicU64::new(0),
            os_tid: AtomicU32::new(0),
            pthread: AtomicU64::new(0),
            daemon: AtomicBool::new(false),
            hidden: AtomicBool::new(false),
            attached: Cell::new(false),
            exiting: Cell::new(false),
            blocked_count: AtomicU64::new(0),
            blocked_nanos: AtomicU64::new(0),
            waited_count: AtomicU64::new(0),
            waited_nanos: AtomicU64::new(0),
            created: Cell::new(0),
            hash_state: Cell::new([0; 4]),
            throwing_resource_error: Cell::new(false),
            native_stack: Cell::new((0, 0)),
            native_limit: Cell::new(0),
            stack: UnsafeCell::new(None),
        }
    }

    /// Makes the structure ready for the free list: nothing of the ended thread is left in it.
    pub(super) fn retire(&self) {
        if let Some(vm) = crate::vm::try_vm() {
            vm.heap.retire(&self.ctx.tlab);
        }
        for root in [&self.object, &self.blocked_on, &self.waiting_on, &self.async_exception] {
            root.set(NarrowRef::NULL);
        }
        self.monitor_cache.clear();
        self.pins.clear();
        self.jni_monitors.set(0);
        self.attached.set(false);
        self.exiting.set(false);
        self.throwing_resource_error.set(false);
        // Relaxed: counters and ids of a thread that no longer exists.
        for c in [&self.blocked_count, &self.blocked_nanos, &self.waited_count, &self.waited_nanos] {
            c.store(0, Ordering::Relaxed);
        }
        self.id.store(0, Ordering::Relaxed);
        self.os_tid.store(0, Ordering::Relaxed);
        self.pthread.store(0, Ordering::Relaxed);
        self.daemon.store(false, Ordering::Relaxed);
        self.wait_state.store(0, Ordering::Relaxed);
        // SAFETY: the thread has ended and is in no list, so nobody uses its stack and its handles.
        unsafe {
            *self.stack.get() = None;
            self.handles.release(self.base_handles);
        }
    }

    /// The calling thread, if it is attached.
    #[inline]
    pub fn try_current() -> Option<&'static JavaThread> {
        CURRENT.get()
    }

    /// The calling thread.
    ///
    /// # Panics
    /// When it is not attached to the VM.
    #[inline]
    pub fn current() -> &'static JavaThread {
        CURRENT.get().expect("the calling thread is not attached to the VM")
    }

    /// Binds the structure to the calling thread, which must not be attached yet.
    pub(super) fn bind(&'static self) {
        debug_assert!(CURRENT.get().is_none());
        CURRENT.set(Some(self));
        ALT_STACK.set(AltStack::for_this_thread());
        self.native_stack.set(crate::thread::native::stack_bounds());
        self.close_native_reserve();
        // Relaxed: informative; readers hold the registry's lock.
        self.os_tid.store(crate::thread::native::tid(), Ordering::Relaxed);
        self.pthread.store(crate::thread::native::pthread_self(), Ordering::Relaxed);
    }

    /// Undoes [`JavaThread::bind`].
    pub(super) fn unbind(&self) {
        ALT_STACK.set(None);
        CURRENT.set(None);
    }

    /// The same reference, for as long as the process lives.
    #[inline(always)]
    pub(super) fn forever(&self) -> &'static JavaThread {
        // SAFETY: `create` is the only source of these structures, and leaks them.
        unsafe { &*std::ptr::from_ref(self) }
    }

    pub fn state(&self) -> ThreadState {
        // SAFETY: only values of the enum are stored. SeqCst: see `safepoint`.
        unsafe { std::mem::transmute(self.state.load(Ordering::SeqCst)) }
    }

    /// Unique number of this thread, not used again.
    pub fn id(&self) -> u64 {
        self.id.load(Ordering::Relaxed)
    }

    pub fn is_daemon(&self) -> bool {
        // Relaxed: changed only under the registry's lock.
        self.daemon.load(Ordering::Relaxed)
    }

    pub fn is_hidden(&self) -> bool {
        // Relaxed: set before the thread is registered.
        self.hidden.load(Ordering::Relaxed)
    }

    /// Time since the thread was created.
    pub fn age(&self) -> Duration {
        Duration::from_nanos((time::monotonic_nanos() - self.created.get()).max(0) as u64)
    }

    /// Processor time that a live thread has used; `None` when the system does not say.
    pub fn cpu_nanos(&self) -> Option<i64> {
        // Relaxed: a number by itself; 0 before the thread runs.
        match self.pthread.load(Ordering::Relaxed) {
            0 => None,
            p => crate::thread::native::cpu_nanos(p),
        }
    }

    /// The `JNIEnv*` of this thread.
    pub fn env(&self) -> *mut std::ffi::c_void {
        (&raw const self.jni_env).cast_mut().cast()
    }

    // ---- interpreter stack ------------------------------------------------------------------

    /// First slot of the interpreter stack and its end, reserve included.
    pub fn stack_bounds(&self) -> (*mut u64, *mut u64) {
        // SAFETY: set at creation and not changed while the thread lives.
        match unsafe { &*self.stack.get() } {
            Some(m) => {
                let r = m.as_ptr_range();
                (r.start.cast_mut().cast(), r.end.cast_mut().wrapping_sub(DEOPT_ROOM).cast())
            }
            None => (std::ptr::null_mut(), std::ptr::null_mut()),
        }
    }

    /// Moves the limits to the stacks' real ends; false when they are there already.
    pub fn open_stack_reserve(&self) -> bool {
        let end = self.stack_bounds().1;
        self.native_limit.set(self.native_stack.get().0 + NATIVE_RESERVE);
        self.restore_native_limit();
        self.ctx.stack_limit.replace(end) != end
    }

    /// Puts the limits back in front of the reserves.
    pub fn close_stack_reserve(&self) {
        self.ctx.stack_limit.set(self.stack_bounds().1.wrapping_byte_sub(STACK_RESERVE));
        self.close_native_reserve();
    }

    fn close_native_reserve(&self) {
        let (low, high) = self.native_stack.get();
        // small stacks of attached threads keep room for compiled code
        let reserve = COMPILED_RESERVE.min((high - low).saturating_sub(NATIVE_RESERVE) / 4);
        // where the native stack is larger than was asked for, compiled frames get what belongs to the Java stack's size
        let (start, end) = self.stack_bounds();
        let asked = (2 * (end as usize - start as usize)).max(COMPILED_LEAST);
        self.native_limit.set((low + NATIVE_RESERVE + reserve).max(high.saturating_sub(asked)));
        self.restore_native_limit();
    }

    /// The end of the native stack for compiled code.
    pub fn native_limit(&self) -> usize {
        self.native_limit.get()
    }

    /// Lets methods enter compiled code without a call of the VM again, unless something is asked of the thread.
    pub fn restore_native_limit(&self) {
        // SeqCst: as a thread that goes from rest to activity, see `safepoint`: either the load sees the bit, or what
        // `set_poll` stores comes after the store here.
        self.ctx.native_limit.store(self.native_limit.get(), Ordering::SeqCst);
        if self.ctx.poll.load(Ordering::SeqCst) != 0 {
            self.ctx.native_limit.store(usize::MAX, Ordering::SeqCst);
        }
    }

    /// Asks something of the thread ([`safepoint::poll_bit`]).
    pub fn set_poll(&self, bits: u32) {
        // SeqCst: see `safepoint`.
        self.ctx.poll.fetch_or(bits, Ordering::SeqCst);
        self.ctx.native_limit.store(usize::MAX, Ordering::SeqCst);
    }

    /// Withdraws it; entries of compiled methods find that out by themselves.
    pub fn clear_poll(&self, bits: u32) {
        // Release: the thread acquires what has been done meanwhile.
        self.ctx.poll.fetch_and(!bits, Ordering::Release);
    }

    /// Whether the native stack has room for one more call into Java ([`NATIVE_RESERVE`]).
    #[inline]
    pub fn has_native_stack(&self) -> bool {
        let here = 0u8;
        let low = self.native_stack.get().0;
        (&raw const here as usize).wrapping_sub(low) > NATIVE_RESERVE
    }

    /// Lowest and highest address of the native stack.
    pub fn native_stack(&self) -> (usize, usize) {
        self.native_stack.get()
    }

    /// Set while an OutOfMemoryError or StackOverflowError is being made, so that making it cannot recurse.
    pub fn is_throwing_resource_error(&self) -> bool {
        self.throwing_resource_error.get()
    }
    pub fn set_throwing_resource_error(&self, on: bool) {
        self.throwing_resource_error.set(on);
    }

    /// Calls `f` with every root of the thread but those in its frames, and but [`Self::pins`], which
    /// must not move. The thread is stopped, or
    /// the caller itself.
    pub fn for_each_root(&self, mut f: impl FnMut(&Cell<NarrowRef>)) {
        self.handles.for_each(&mut f);
        self.ctx.lock_stack.for_each(&mut f);
        for root in [&self.object, &self.blocked_on, &self.waiting_on, &self.async_exception] {
            f(root);
        }
        // SAFETY: `pending` holds a NarrowRef; both are transparent over u32.
        f(unsafe { &*(&raw const self.ctx.pending).cast::<Cell<NarrowRef>>() });
    }

    // ---- state transitions ------------------------------------------------------------------
    // The argument for their orderings stands in `safepoint`.

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
        // Relaxed: both states hold a safepoint up in the same way.
        self.state.store(ThreadState::InVm as u32, Ordering::Relaxed);
    }

    /// From the VM back to the interpreter or compiled code, which polls by itself.
    #[inline(always)]
    pub fn vm_to_java(&self) {
        // Relaxed: as in `java_to_vm`.
        self.state.store(ThreadState::InJava as u32, Ordering::Relaxed);
    }

    /// Stops for a safepoint, handshake or suspension that has been asked for, and returns when it
    /// is over. Throws nothing: see [`safepoint::poll`]. The thread's frames must be walkable, and no
    /// raw reference may be in use.
    #[cold]
    #[inline(never)]
    pub fn poll_slow(&self) {
        safepoint::stop_here(self);
    }
}
