//! JNI references: what a `jobject` is.
//!
//! A local reference is the address of a handle slot (4-byte aligned). Global and weak global
//! references are addresses of slots in tables of their own, tagged in the low two bits.

use std::cell::Cell;
use std::ffi::c_void;

use gc::{Handle, NarrowRef};

use crate::thread::Scope;

/// An opaque JNI reference; null is Java's null.
pub type JObject = *mut c_void;

pub const TAG_MASK: usize = 0b11;
pub const TAG_LOCAL: usize = 0b00;
pub const TAG_WEAK: usize = 0b01;
pub const TAG_GLOBAL: usize = 0b10;

impl<'s> Scope<'s> {
    /// The object behind a JNI reference of any kind; `None` for null and cleared weak references.
    ///
    /// # Safety
    /// `r` must be null or a valid JNI reference which stays valid during `'s`.
    #[inline]
    pub unsafe fn from_jni(&self, r: JObject) -> Option<Handle<'s>> {
        if r.is_null() {
            return None;
        }
        let slot = (r as usize & !TAG_MASK) as *const Cell<NarrowRef>;
        // SAFETY: by the caller's promise the address without its tag is a slot.
        unsafe { if (*slot).get().is_null() { None } else { Some(Handle::from_slot(slot)) } }
    }

    /// A new JNI local reference in this scope. It lasts as long as the scope's handles, so the
    /// scope must be the one of the native frame (see `native::entry`).
    #[inline]
    pub fn to_jni(&self, h: Option<Handle<'_>>) -> JObject {
        match h {
            Some(h) => self.new_slot(h.narrow()).cast(),
            None => std::ptr::null_mut(),
        }
    }
}
