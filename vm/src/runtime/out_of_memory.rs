//! `OutOfMemoryError`: its kinds, and the objects that are made at boot because later there may be no room for them.
//!
//! As HotSpot has it there are two stocks. A few errors ([`WITH_TRACE`]) have room for a stack trace of [`MAX_FRAMES`] frames; each is
//! thrown once and belongs to the program from then on. When they are used up, one shared error of each kind is thrown again
//! and again, without a trace. Neither has run a constructor: `cause` and `stackTrace` are null, so that `Throwable`
//! treats the shared ones as immutable.
//!
//! Throwing allocates nothing, so an error can be thrown anywhere that a [`Scope`] is at hand.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use gc::{Handle, ObjRef};

use super::{alloc, strings};
use crate::diag::out_of_memory as actions;
use crate::loader::boot;
use crate::loader::data::RefSlot;
use crate::stack::trace;
use crate::thread::{JResult, Scope, Thrown};
use crate::vm::vm;
use crate::well_known::{Wk, f};

/// Errors with room for a trace. HotSpot makes four, but its counting of errors takes two of them away when the first one is thrown, so
/// that programs see two.
const WITH_TRACE: usize = 2;
/// Most frames in the trace of such an error.
pub const MAX_FRAMES: usize = 32;

macro_rules! kinds {
    ($( $id:ident $message:literal $reported:literal; )*) => {
        /// What there is not enough of.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[repr(usize)]
        pub enum OutOfMemory { $( #[doc = $message] $id, )* }

        impl OutOfMemory {
            const ALL: &'static [OutOfMemory] = &[$( OutOfMemory::$id, )*];

            /// The error's detail message.
            pub fn message(self) -> &'static str {
                match self { $( OutOfMemory::$id => $message, )* }
            }

            /// Whether the flags for out-of-memory errors (`-XX:+ExitOnOutOfMemoryError` ...) apply.
            fn is_reported(self) -> bool {
                match self { $( OutOfMemory::$id => $reported, )* }
            }
        }
    };
}

kinds! {
    JavaHeap "Java heap space" true;
    OverheadLimit "GC overhead limit exceeded" true;
    ArraySize "Requested array size exceeds VM limit" true;
    Metaspace "Metaspace" true;
    CHeap "C heap space" false;
}

struct Stock {
    /// By [`OutOfMemory`].
    shared: Vec<RefSlot>,
    /// Emptied one after the other, from the last.
    with_trace: Vec<RefSlot>,
    /// How many of `with_trace` are left.
    left: AtomicUsize,
}

static STOCK: OnceLock<Stock> = OnceLock::new();

/// Makes the errors; once, at boot, when `OutOfMemoryError` is initialised.
///
/// # Errors
/// Whatever making them throws.
pub fn make(t: &mut Scope<'_>) -> JResult<()> {
    let mut shared = Vec::new();
    for kind in OutOfMemory::ALL {
        let mut n = t.nested();
        let e = alloc::new_instance(&mut n, Wk::OutOfMemoryError.klass())?;
        let text = strings::intern_str(&mut n, kind.message())?;
        f::Throwable::detail_message.set(e.get(&n), Some(text.get(&n)));
        shared.push(boot::loader().new_slot(Some(e.get(&n))));
    }
    let count = if vm().options.flags().stack_trace_in_throwable { WITH_TRACE } else { 0 };
    let mut with_trace = Vec::new();
    for _ in 0..count {
        let mut n = t.nested();
        let e = alloc::new_instance(&mut n, Wk::OutOfMemoryError.klass())?;
        trace::make_room(&mut n, e, MAX_FRAMES)?;
        with_trace.push(boot::loader().new_slot(Some(e.get(&n))));
    }
    let left = AtomicUsize::new(with_trace.len());
    let _ = STOCK.set(Stock { shared, with_trace, left });
    Ok(())
}

/// Throws the error of this kind, after doing what the flags for out-of-memory errors ask for.
#[cold]
pub fn throw(t: &mut Scope<'_>, kind: OutOfMemory) -> Thrown {
    let Some(stock) = STOCK.get() else {
        crate::init::report_no_memory(kind.message());
    };
    if kind.is_reported() {
        actions::report(t, kind.message());
    }
    let e = stock.take(t, kind);
    t.throw(e)
}

/// Whether the allocation that asks is the one that `-XX:FailAllocationAt=` lets fail.
pub fn is_forced() -> bool {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let at = vm().options.flags().fail_allocation_at;
    // Relaxed: a number by itself.
    at != 0 && STOCK.get().is_some() && COUNT.fetch_add(1, Ordering::Relaxed) + 1 == at
}

/// Whether `e` is an error that all threads share: nothing is ever recorded in it.
pub fn is_shared(e: ObjRef<'_>) -> bool {
    STOCK.get().is_some_and(|s| s.shared.iter().any(|slot| slot.narrow() == e.narrow()))
}

impl Stock {
    fn take<'s>(&self, t: &Scope<'s>, kind: OutOfMemory) -> Handle<'s> {
        let shared = self.shared[kind as usize].get(t).expect("made at boot");
        // AcqRel: each error is given to one thread.
        let taken = self.left.fetch_update(Ordering::AcqRel, Ordering::Acquire, |left| left.checked_sub(1));
        let Ok(left) = taken else { return t.handle(shared) };
        let slot = self.with_trace[left - 1];
        let e = slot.get(t).expect("taken once");
        slot.set(None);
        f::Throwable::detail_message.set(e, f::Throwable::detail_message.get(shared));
        trace::fill_room(t, e);
        t.handle(e)
    }
}
