//! Arrays whose memory native code works on directly (JNI specification, chapter 4
//! "GetPrimitiveArrayCritical"): pinned, which means that they must neither move nor die.
//!
//! A copy would be wrong for programs that HotSpot runs well: two threads that fill disjoint parts of
//! one array would overwrite each other's part when their copies are written back. Threads in native
//! code hold no safepoint up, so a collector meets pinned arrays. It must leave them where they are,
//! treating them as roots ([`Pins::for_each`]), or wait until nothing is pinned ([`held`]).

use std::cell::{Cell, RefCell};
use std::ffi::c_void;
use std::sync::atomic::{AtomicUsize, Ordering};

use gc::{NarrowRef, ObjRef, TypeKind, object};

use super::{Ref, jni_fn, set_is_copy};

static HELD: AtomicUsize = AtomicUsize::new(0);

/// Number of arrays that all threads have pinned.
pub fn held() -> usize {
    // Acquire: what was written through the pointers is visible to the collector.
    HELD.load(Ordering::Acquire)
}

/// The arrays that a thread has pinned; one entry for each time.
#[derive(Default)]
pub struct Pins(RefCell<Vec<Cell<NarrowRef>>>);

impl Pins {
    fn add(&self, o: ObjRef<'_>) {
        self.0.borrow_mut().push(Cell::new(o.narrow()));
        // Relaxed: the thread is in the VM, a safepoint orders.
        HELD.fetch_add(1, Ordering::Relaxed);
    }

    /// Takes back the newest pin of `o`; nothing when it has none.
    fn remove(&self, o: ObjRef<'_>) {
        let mut pins = self.0.borrow_mut();
        if let Some(i) = pins.iter().rposition(|p| p.get() == o.narrow()) {
            pins.swap_remove(i);
            // Release: pairs with `held`.
            HELD.fetch_sub(1, Ordering::Release);
        }
    }

    /// Takes back all pins, of a thread that ends.
    pub fn clear(&self) {
        let n = self.0.take().len();
        // Release: pairs with `held`.
        HELD.fetch_sub(n, Ordering::Release);
    }

    /// Calls `f` with each pinned array, which it may mark but not move.
    pub fn for_each(&self, f: impl FnMut(&Cell<NarrowRef>)) {
        self.0.borrow().iter().for_each(f);
    }
}

jni_fn! {
    /// `GetPrimitiveArrayCritical`: the elements themselves.
    fn get_primitive_array_critical(t, array: Ref, is_copy: *mut u8) -> *mut c_void, else std::ptr::null_mut(); {
        let a = array.non_null(t)?;
        let o = a.get(t);
        let info = o.type_info();
        assert!(
            matches!(info.kind, TypeKind::PrimArray | TypeKind::RefArray),
            "native code passes no array"
        );
        t.pins.add(o);
        set_is_copy(is_copy, false);
        Ok((o.addr() + object::array_base(info.log2_elem.into())) as *mut c_void)
    }

    /// `ReleasePrimitiveArrayCritical`.
    fn release_primitive_array_critical(t, array: Ref, _elements: *mut c_void, _mode: i32) {
        let a = array.non_null(t)?;
        t.pins.remove(a.get(t));
        Ok(())
    }
}
