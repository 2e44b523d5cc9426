//! Native methods that the VM implements in Rust, called without a state transition.
//!
//! One table per area, collected here: class, name, descriptor, function. The interpreter calls
//! them with the arguments still on its stack.

use std::cell::Cell;
use std::marker::PhantomData;

use gc::{Handle, NarrowRef};

use super::lib;
use crate::class::MethodRef;
use crate::thread::{JResult, Scope, Value};

/// The arguments of a builtin, in interpreter slots (the receiver is slot 0 of instance methods;
/// long and double take two slots).
#[derive(Clone, Copy)]
pub struct Args<'a> {
    base: *const u64,
    method: MethodRef,
    _frame: PhantomData<&'a u64>,
}

impl<'a> Args<'a> {
    /// # Safety
    /// `base` must point to the method's arguments in the current frame, which stays during `'a`.
    pub unsafe fn new(base: *const u64, method: MethodRef) -> Args<'a> {
        Args { base, method, _frame: PhantomData }
    }

    /// The method being called.
    pub fn method(self) -> MethodRef {
        self.method
    }

    #[inline(always)]
    fn slot(self, i: usize) -> *const u64 {
        debug_assert!(i < self.method.arg_slots as usize);
        // SAFETY: arg_slots slots lie at base.
        unsafe { self.base.add(i) }
    }
    /// int, short, byte, char in slot `i`.
    #[inline(always)]
    pub fn int(self, i: usize) -> i32 {
        // SAFETY: see `slot`.
        unsafe { *self.slot(i) as i32 }
    }
    #[inline(always)]
    pub fn bool(self, i: usize) -> bool {
        self.int(i) & 1 != 0
    }
    /// long in slots `i` and `i + 1`.
    #[inline(always)]
    pub fn long(self, i: usize) -> i64 {
        // SAFETY: see `slot`.
        unsafe { *self.slot(i + 1) as i64 }
    }
    #[inline(always)]
    pub fn float(self, i: usize) -> f32 {
        // SAFETY: see `slot`.
        f32::from_bits(unsafe { *self.slot(i) } as u32)
    }
    /// double in slots `i` and `i + 1`.
    #[inline(always)]
    pub fn double(self, i: usize) -> f64 {
        // SAFETY: see `slot`.
        f64::from_bits(unsafe { *self.slot(i + 1) })
    }
    /// Reference in slot `i`. The handle is the frame's slot itself.
    #[inline(always)]
    pub fn object(self, i: usize) -> Option<Handle<'a>> {
        let p = self.slot(i).cast::<Cell<NarrowRef>>();
        // SAFETY: a reference slot holds a zero-extended NarrowRef in its low half (little-endian),
        // and the frame's slots are roots.
        unsafe { if (*p).get().is_null() { None } else { Some(Handle::from_slot(p)) } }
    }
    /// Reference in slot `i`, which may not be null.
    ///
    /// # Errors
    /// NullPointerException.
    #[inline]
    pub fn non_null(self, t: &mut Scope<'_>, i: usize) -> JResult<Handle<'a>> {
        match self.object(i) {
            Some(h) => Ok(h),
            None => Err(t.throw_npe()),
        }
    }
}

/// A builtin's body.
pub type Builtin = for<'s, 'a> fn(&mut Scope<'s>, Args<'a>) -> JResult<Value<'s>>;

/// A row of a builtin table.
pub struct Row {
    pub class: &'static str,
    pub name: &'static str,
    pub desc: &'static str,
    pub body: Builtin,
}

/// The tables of all areas. A native method found here is bound when its class is linked.
pub static TABLES: &[&[Row]] = &[
    lib::internal::ROWS,
    lib::lang::ROWS,
    lib::method_handle_natives::ROWS,
    lib::perf::ROWS,
    lib::unsafe_access::ROWS,
];

/// The builtin for a native method of a boot class.
pub fn find(class: &[u8], name: &[u8], desc: &[u8]) -> Option<Builtin> {
    TABLES
        .iter()
        .flat_map(|t| t.iter())
        .find(|r| r.class.as_bytes() == class && r.name.as_bytes() == name && r.desc.as_bytes() == desc)
        .map(|r| r.body)
}
