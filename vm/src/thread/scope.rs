//! [`Scope`], the mutator token of the current thread, with the handles made under it.
//!
//! `&Scope` lets raw references be read; everything that may allocate, block, call Java or poll
//! takes `&mut Scope`, so that no [`ObjRef`] lives across it. A [`Handle<'s>`] made through a
//! `Scope<'s>` stays valid until that scope ends, across anything.
//!
//! The usual shape of VM code:
//! ```ignore
//! fn name_of<'s>(t: &mut Scope<'s>, class: Handle<'_>) -> JResult<Option<Handle<'s>>> {
//!     let k = KlassRef::from_mirror(class.get(t)).ok_or_else(|| t.throw_npe())?;
//!     strings::intern_str(t, &k.external_name()).map(Some)
//! }
//! ```

use std::cell::Cell;
use std::marker::PhantomData;
use std::ops::Deref;

use gc::handle::MutatorToken;
use gc::{Handle, HandleMark, NarrowRef, ObjRef};

use super::JavaThread;

/// Says that an exception is pending in the thread. Made only by throwing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub struct Thrown(pub(super) ());

/// Result of what may throw a Java exception.
pub type JResult<T> = Result<T, Thrown>;

/// A Java value outside the interpreter's frames.
#[derive(Clone, Copy, Debug)]
pub enum Value<'s> {
    Void,
    Int(i32),
    Long(i64),
    Float(f32),
    Double(f64),
    Ref(Option<Handle<'s>>),
}

impl<'s> Value<'s> {
    /// # Panics
    /// When the value is no int (boolean, byte, char, short).
    pub fn int(self) -> i32 {
        match self {
            Value::Int(v) => v,
            v => panic!("an int is expected, not {v:?}"),
        }
    }
    pub fn bool(self) -> bool {
        self.int() & 1 != 0
    }
    /// # Panics
    /// When the value is no long.
    pub fn long(self) -> i64 {
        match self {
            Value::Long(v) => v,
            v => panic!("a long is expected, not {v:?}"),
        }
    }
    /// # Panics
    /// When the value is no reference.
    pub fn object(self) -> Option<Handle<'s>> {
        match self {
            Value::Ref(v) => v,
            v => panic!("a reference is expected, not {v:?}"),
        }
    }
}

/// The current thread as a mutator; see the module's head.
pub struct Scope<'s> {
    thread: &'s JavaThread,
    mark: HandleMark,
    _token: PhantomData<*mut ()>,
}

// SAFETY: everything that may reach a safepoint takes `&mut Scope`.
unsafe impl MutatorToken for Scope<'_> {}

impl Deref for Scope<'_> {
    type Target = JavaThread;
    #[inline(always)]
    fn deref(&self) -> &JavaThread {
        self.thread
    }
}

impl Drop for Scope<'_> {
    #[inline(always)]
    fn drop(&mut self) {
        // SAFETY: handles made through this scope carry its lifetime and are dead now.
        unsafe { self.thread.handles.release(self.mark) }
    }
}

impl<'s> Scope<'s> {
    /// The token of the calling thread, in state in-VM.
    ///
    /// # Safety
    /// `thread` must be the calling thread's, in state in-VM, and no other token of it may be
    /// usable while this one lives.
    #[inline(always)]
    pub unsafe fn attach(thread: &'s JavaThread) -> Scope<'s> {
        Scope { thread, mark: thread.handles.mark(), _token: PhantomData }
    }

    /// A scope within this one: its handles end with it.
    #[inline]
    pub fn nested<'n>(&'n mut self) -> Scope<'n> {
        Scope { thread: self.thread, mark: self.thread.handles.mark(), _token: PhantomData }
    }

    /// Runs `f` in a nested scope and keeps only its result.
    pub fn scoped<F>(&mut self, f: F) -> JResult<Option<Handle<'s>>>
    where
        F: for<'n> FnOnce(&mut Scope<'n>) -> JResult<Option<Handle<'n>>>,
    {
        let n = {
            let mut inner = self.nested();
            f(&mut inner)?.map(Handle::narrow)
        };
        Ok(n.map(|n| self.handle_narrow(n)))
    }

    /// The thread.
    #[inline(always)]
    pub fn thread(&self) -> &'s JavaThread {
        self.thread
    }

    #[inline(always)]
    fn handle_narrow(&self, n: NarrowRef) -> Handle<'s> {
        // SAFETY: the slot is in this thread's area and stays until this scope, or one around it, ends.
        unsafe { Handle::from_slot(self.thread.handles.push(n)) }
    }

    /// A handle to `o`. Does not collect.
    #[inline(always)]
    pub fn handle(&self, o: ObjRef<'_>) -> Handle<'s> {
        self.handle_narrow(o.narrow())
    }

    #[inline(always)]
    pub fn handle_opt(&self, o: Option<ObjRef<'_>>) -> Option<Handle<'s>> {
        o.map(|o| self.handle(o))
    }

    /// A handle from the narrow form.
    ///
    /// # Safety
    /// `n` must be null or a live object's, read since the last safepoint.
    #[inline(always)]
    pub unsafe fn handle_from(&self, n: NarrowRef) -> Option<Handle<'s>> {
        if n.is_null() { None } else { Some(self.handle_narrow(n)) }
    }

    /// A slot that is not a handle's (JNI local reference bookkeeping).
    pub fn new_slot(&self, n: NarrowRef) -> *mut Cell<NarrowRef> {
        self.thread.handles.push(n)
    }

    // ---- exceptions -------------------------------------------------------------------------

    /// Makes `exception` pending.
    pub fn throw(&self, exception: Handle<'_>) -> Thrown {
        self.ctx.pending.set(exception.narrow().0);
        Thrown(())
    }

    /// Whether an exception is pending.
    #[inline(always)]
    pub fn has_pending(&self) -> bool {
        self.ctx.pending.get() != 0
    }

    /// Takes the pending exception.
    pub fn take_pending(&self) -> Option<Handle<'s>> {
        let n = NarrowRef(self.ctx.pending.replace(0));
        if n.is_null() { None } else { Some(self.handle_narrow(n)) }
    }

    /// The exception that `thrown` speaks of, which is no longer pending afterwards.
    ///
    /// # Panics
    /// When none is pending.
    pub fn catch(&self, thrown: Thrown) -> Handle<'s> {
        let Thrown(()) = thrown;
        self.take_pending().expect("Thrown without a pending exception")
    }

    /// `Err` when an exception is pending (after native code returned).
    #[inline]
    pub fn check_pending(&self) -> JResult<()> {
        if self.has_pending() { Err(Thrown(())) } else { Ok(()) }
    }
}
