//! `System.arraycopy`.

use gc::object::array_base;
use gc::{Handle, ObjRef, TypeKind, barrier};

use crate::class::KlassRef;
use crate::thread::{JResult, Scope, Thrown};

/// Copies `n` elements from `src[src_pos..]` to `dst[dst_pos..]`.
///
/// # Errors
/// ArrayStoreException, ArrayIndexOutOfBoundsException, with HotSpot's messages. When an element
/// has the wrong type, those before it have been copied.
#[inline]
pub fn array_copy(
    t: &mut Scope<'_>,
    src: Handle<'_>,
    src_pos: i32,
    dst: Handle<'_>,
    dst_pos: i32,
    n: i32,
) -> JResult<()> {
    if try_copy(src.get(t), src_pos, dst.get(t), dst_pos, n) {
        Ok(())
    } else {
        Err(explain(t, src, src_pos, dst, dst_pos, n))
    }
}

/// [`array_copy`] without exceptions: false when one has to be thrown (see [`explain`]).
#[inline]
pub fn try_copy(src: ObjRef<'_>, src_pos: i32, dst: ObjRef<'_>, dst_pos: i32, n: i32) -> bool {
    if !in_bounds(src, src_pos, n) || !in_bounds(dst, dst_pos, n) {
        // or they are no arrays
        return false;
    }
    let from = src.type_info();
    let same_class = src.class_id() == dst.class_id();
    let log2 = u32::from(from.log2_elem);
    let at = |o: ObjRef<'_>, i: i32| o.addr() + array_base(log2) + ((i as usize) << log2);
    let (s, d) = (at(src, src_pos), at(dst, dst_pos));
    if from.kind == TypeKind::PrimArray && same_class {
        // SAFETY: both ranges were checked; elements have 1 << log2 bytes.
        unsafe { copy_elements(s, d, n as usize, log2) };
        return true;
    }
    if from.kind != TypeKind::RefArray || dst.type_info().kind != TypeKind::RefArray {
        return false;
    }
    if !same_class && !elements_fit(src, dst) {
        return copy_checked(src, src_pos, dst, dst_pos, n);
    }
    // SAFETY: as above; every element may be stored in `dst`.
    unsafe { copy_elements(s, d, n as usize, log2) };
    barrier::post_write_range(d, (n as usize) << log2);
    true
}

#[inline(always)]
fn in_bounds(a: ObjRef<'_>, pos: i32, n: i32) -> bool {
    pos >= 0 && n >= 0 && pos as usize + n as usize <= a.length()
}

/// Copies `n` elements of `1 << log2` bytes, as by a temporary copy. No element is ever torn
/// (JLS §17.6; references must not be, and other threads may read them meanwhile): `memmove` moves
/// aligned words whole on the platforms that we run on.
///
/// # Safety
/// The ranges must be elements of live arrays.
#[inline(always)]
unsafe fn copy_elements(s: usize, d: usize, n: usize, log2: u32) {
    // SAFETY: by the caller's promise.
    unsafe { std::ptr::copy(s as *const u8, d as *mut u8, n << log2) }
}

/// Whether the component class of `dst` admits every element that `src` can have.
fn elements_fit(src: ObjRef<'_>, dst: ObjRef<'_>) -> bool {
    match (KlassRef::of(src).component, KlassRef::of(dst).component) {
        (Some(s), Some(d)) => s.is_subtype_of(d),
        _ => false,
    }
}

/// Copies element by element as long as each has `dst`'s component type; false when one has not.
fn copy_checked(src: ObjRef<'_>, src_pos: i32, dst: ObjRef<'_>, dst_pos: i32, n: i32) -> bool {
    let Some(bound) = KlassRef::of(dst).component else { return false };
    for i in 0..n as usize {
        let e = src.elem_ref(src_pos as usize + i);
        if e.is_some_and(|e| !KlassRef::of(e).is_subtype_of(bound)) {
            return false;
        }
        dst.set_elem_ref(dst_pos as usize + i, e);
    }
    true
}

/// Throws what a copy that cannot be done must throw.
#[cold]
pub fn explain(
    t: &mut Scope<'_>,
    src: Handle<'_>,
    src_pos: i32,
    dst: Handle<'_>,
    dst_pos: i32,
    n: i32,
) -> Thrown {
    let (class, message) = reason(src.get(t), src_pos, dst.get(t), dst_pos, n);
    t.throw_new(class, &message)
}

const STORE: &str = "java/lang/ArrayStoreException";
const BOUNDS: &str = "java/lang/ArrayIndexOutOfBoundsException";

/// "int" for `int[]`, "object array" for arrays of references.
fn kind_of(k: KlassRef) -> &'static str {
    if k.component.is_some() { "object array" } else { k.elem_type.keyword() }
}

fn reason(src: ObjRef<'_>, src_pos: i32, dst: ObjRef<'_>, dst_pos: i32, n: i32) -> (&'static str, String) {
    let (sk, dk) = (KlassRef::of(src), KlassRef::of(dst));
    if !sk.is_array() {
        return (STORE, format!("arraycopy: source type {} is not an array", sk.external_name()));
    }
    if !dk.is_array() {
        return (STORE, format!("arraycopy: destination type {} is not an array", dk.external_name()));
    }
    let (s, d) = (kind_of(sk), kind_of(dk));
    if s != d {
        return (STORE, format!("arraycopy: type mismatch: can not copy {s}[] into {d}[]"));
    }
    let (sl, dl) = (src.length(), dst.length());
    if src_pos < 0 {
        return (BOUNDS, format!("arraycopy: source index {src_pos} out of bounds for {s}[{sl}]"));
    }
    if dst_pos < 0 {
        return (BOUNDS, format!("arraycopy: destination index {dst_pos} out of bounds for {d}[{dl}]"));
    }
    if n < 0 {
        return (BOUNDS, format!("arraycopy: length {n} is negative"));
    }
    let (s_end, d_end) = (src_pos as u32 + n as u32, dst_pos as u32 + n as u32);
    if s_end as usize > sl {
        return (BOUNDS, format!("arraycopy: last source index {s_end} out of bounds for {s}[{sl}]"));
    }
    if d_end as usize > dl {
        return (BOUNDS, format!("arraycopy: last destination index {d_end} out of bounds for {d}[{dl}]"));
    }
    let (Some(st), Some(bound)) = (sk.component, dk.component) else {
        return (STORE, format!("arraycopy: type mismatch: can not copy {s}[] into {d}[]"));
    };
    let (from, to) = (st.external_name(), bound.external_name());
    if !bound.is_subtype_of(st) {
        return (STORE, format!("arraycopy: type mismatch: can not copy {from}[] into {to}[]"));
    }
    let text = format!(
        "arraycopy: element type mismatch: can not cast one of the elements of {from}[] to the type of the \
         destination array, {to}"
    );
    (STORE, text)
}
