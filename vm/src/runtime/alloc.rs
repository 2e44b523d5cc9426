//! Allocation of objects. Whatever allocates may collect.

use gc::object::{self, CLASS_OFFSET, LENGTH_OFFSET, MARK_OFFSET, UNLOCKED};
use gc::{Handle, HeapError, ObjRef};

use super::collect;
use super::out_of_memory::{self, OutOfMemory};
use crate::class::klass::flag;
use crate::class::{BasicType, Klass, KlassKind, KlassRef};
use crate::loader::mirrors;
use crate::native::management;
use crate::thread::{JResult, Scope};
use crate::vm::vm;

/// Longest array: as in HotSpot, two words less than the largest int.
pub const MAX_ARRAY_LENGTH: i32 = i32::MAX - 2;

/// Zeroed memory with a header for `klass`.
#[inline]
fn raw(t: &mut Scope<'_>, klass: &Klass, size: usize) -> JResult<usize> {
    let at = match t.ctx.tlab.bump(size) {
        Some(at) => at,
        None => slow(t, size)?,
    };
    // SAFETY: fresh zeroed memory of `size` bytes, at least a header.
    unsafe {
        ((at + CLASS_OFFSET) as *mut u32).write(klass.id.get());
        ((at + MARK_OFFSET) as *mut u32).write(UNLOCKED);
    }
    Ok(at)
}

#[cold]
#[inline(never)]
fn slow(t: &mut Scope<'_>, size: usize) -> JResult<usize> {
    let heap = &vm().heap;
    if heap.stress_due() {
        collect::stress(t);
    }
    if out_of_memory::is_forced() {
        return Err(out_of_memory::throw(t, OutOfMemory::JavaHeap));
    }
    match heap.allocate(&t.ctx.tlab, size) {
        Ok(at) => {
            management::allocated();
            Ok(at)
        }
        Err(HeapError::Exhausted | HeapError::TooLarge(_) | HeapError::Reserve(..)) => {
            collect::allocate(t, size).map_err(|kind| out_of_memory::throw(t, kind))
        }
    }
}

#[inline(always)]
fn handle<'s>(t: &Scope<'s>, at: usize) -> Handle<'s> {
    // SAFETY: just allocated, nothing has collected since.
    t.handle(unsafe { ObjRef::from_addr(at) })
}

/// A new zeroed instance of an initialized, concrete class. Registers finalizable ones only through
/// `Object.<init>`.
///
/// # Errors
/// OutOfMemoryError.
#[inline]
pub fn new_instance<'s>(t: &mut Scope<'s>, k: KlassRef) -> JResult<Handle<'s>> {
    debug_assert!(k.is_instance() && !k.is_abstract());
    let at = raw(t, k.0, k.type_info.instance_size as usize)?;
    Ok(handle(t, at))
}

/// A new zeroed mirror: an instance of `java.lang.Class` with `static_size` bytes of static fields.
///
/// # Errors
/// OutOfMemoryError.
pub fn new_mirror<'s>(t: &mut Scope<'s>, class_klass: KlassRef, static_size: u32) -> JResult<Handle<'s>> {
    let size = (class_klass.type_info.instance_size + static_size).next_multiple_of(8);
    let at = raw(t, class_klass.0, size as usize)?;
    let h = handle(t, at);
    // SAFETY: mirrors have this injected field.
    unsafe { h.get(t).store(object::MIRROR_SIZE, size) };
    Ok(h)
}

/// A new array of class `k`.
///
/// # Errors
/// NegativeArraySizeException, OutOfMemoryError.
pub fn new_array<'s>(t: &mut Scope<'s>, k: KlassRef, length: i32) -> JResult<Handle<'s>> {
    debug_assert!(k.kind != KlassKind::Instance);
    if length < 0 {
        return Err(t.throw_new("java/lang/NegativeArraySizeException", &length.to_string()));
    }
    if length > MAX_ARRAY_LENGTH {
        return Err(out_of_memory::throw(t, OutOfMemory::ArraySize));
    }
    let size = object::array_size(k.type_info.log2_elem.into(), length as usize);
    let at = raw(t, k.0, size)?;
    // SAFETY: fresh memory, an array has its length here.
    unsafe { ((at + LENGTH_OFFSET) as *mut u32).write(length as u32) };
    Ok(handle(t, at))
}

/// A new primitive array.
///
/// # Errors
/// NegativeArraySizeException, OutOfMemoryError.
pub fn new_prim_array<'s>(t: &mut Scope<'s>, elem: BasicType, length: i32) -> JResult<Handle<'s>> {
    new_array(t, mirrors::primitive_array_klass(elem), length)
}

/// A new array of references with the given component class.
///
/// # Errors
/// NegativeArraySizeException, OutOfMemoryError.
pub fn new_object_array<'s>(t: &mut Scope<'s>, component: KlassRef, length: i32) -> JResult<Handle<'s>> {
    let k = crate::loader::arrays::array_klass(t, component)?;
    new_array(t, k, length)
}

/// `multianewarray`: an array of class `k` and, below it, arrays for all further `lengths`.
///
/// # Errors
/// NegativeArraySizeException (before anything is allocated), OutOfMemoryError.
pub fn new_multi_array<'s>(t: &mut Scope<'s>, k: KlassRef, lengths: &[i32]) -> JResult<Handle<'s>> {
    if let Some(n) = lengths.iter().find(|n| **n < 0) {
        return Err(t.throw_new("java/lang/NegativeArraySizeException", &n.to_string()));
    }
    multi(t, k, lengths)
}

fn multi<'s>(t: &mut Scope<'s>, k: KlassRef, lengths: &[i32]) -> JResult<Handle<'s>> {
    let array = new_array(t, k, lengths[0])?;
    if lengths.len() > 1 {
        let inner_klass = match k.component {
            Some(c) => c,
            None => mirrors::primitive_array_klass(k.elem_type),
        };
        for i in 0..lengths[0] as usize {
            let mut n = t.nested();
            let inner = multi(&mut n, inner_klass, &lengths[1..])?;
            array.get(&n).set_elem_ref(i, Some(inner.get(&n)));
        }
    }
    Ok(array)
}

/// A shallow copy of an array or of an instance of a cloneable class.
///
/// # Errors
/// OutOfMemoryError.
pub fn clone_object<'s>(t: &mut Scope<'s>, o: Handle<'_>) -> JResult<Handle<'s>> {
    let (k, size) = (KlassRef::of(o.get(t)), o.get(t).size());
    let at = raw(t, k.0, size)?;
    let from = o.get(t);
    // SAFETY: both objects have `size` bytes; the header of the copy stays its own. 32-bit steps, so
    // that a concurrently written reference or int is never torn.
    unsafe {
        let (src, dst) = (from.addr() as *const u32, at as *mut u32);
        for i in 2..size / 4 {
            dst.add(i).write(src.add(i).read_volatile());
        }
    }
    gc::barrier::post_write_range(at, size);
    debug_assert!(!k.has_flag(flag::REFERENCE));
    Ok(handle(t, at))
}
