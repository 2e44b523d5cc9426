//! Array operations (JNI specification, chapter 4 "Array Operations"). Elements are given out as
//! copies, which stay right when the collector moves the array; but see `critical`.

use gc::{Handle, Prim};

use super::strings::c_memory;
use super::{Ref, jni_fn, set_is_copy};
use crate::class::{BasicType, KlassRef};
use crate::loader::arrays::array_klass;
use crate::native::entry::{self, Env};
use crate::native::handles::JObject;
use crate::runtime::alloc;
use crate::thread::{JResult, Scope};

const INDEX_OUT_OF_BOUNDS: &str = "java/lang/ArrayIndexOutOfBoundsException";

/// `Release<Type>ArrayElements`' mode: copy back, and keep the buffer.
const JNI_COMMIT: i32 = 1;
/// Free the buffer without copying back.
const JNI_ABORT: i32 = 2;

/// An array and the index of an element of it.
fn element<'s>(t: &mut Scope<'s>, array: Ref, index: i32) -> JResult<(Handle<'s>, usize)> {
    let a = array.non_null(t)?;
    let length = a.get(t).length();
    match usize::try_from(index) {
        Ok(i) if i < length => Ok((a, i)),
        _ => {
            let message = format!("Index {index} out of bounds for length {length}");
            Err(t.throw_new(INDEX_OUT_OF_BOUNDS, &message))
        }
    }
}

/// The text of the ArrayStoreException for `value` in `array[index]`.
fn mismatch(value: KlassRef, array: KlassRef, index: usize) -> String {
    let mut component = array.component;
    let mut bottom = String::new();
    let mut brackets = String::new();
    while let Some(c) = component {
        if c.is_array() {
            brackets.push_str("[]");
        }
        bottom = if c.is_array() && c.component.is_none() {
            c.elem_type.keyword().into()
        } else {
            c.external_name()
        };
        component = c.component;
    }
    format!("type mismatch: can not store {} to {bottom}[{index}]{brackets}", value.external_name())
}

jni_fn! {
    /// `GetArrayLength`.
    fn get_array_length(t, array: Ref) -> i32, else 0; {
        let a = array.non_null(t)?;
        Ok(a.get(t).length() as i32)
    }

    /// `NewObjectArray`.
    fn new_object_array(t, length: i32, class: Ref, initial: Ref) -> object {
        let array = match class.klass(t)? {
            Some(k) => {
                let k = array_klass(t, k)?;
                alloc::new_array(t, k, length)?
            }
            None => return Err(t.throw_bare("java/lang/IllegalArgumentException")),
        };
        if let Some(v) = initial.get(t) {
            for i in 0..length as usize {
                array.get(t).set_elem_ref(i, Some(v.get(t)));
            }
        }
        Ok(Some(array))
    }

    /// `GetObjectArrayElement`.
    fn get_object_array_element(t, array: Ref, index: i32) -> object {
        let (a, i) = element(t, array, index)?;
        Ok(t.handle_opt(a.get(t).elem_ref(i)))
    }

    /// `SetObjectArrayElement`.
    fn set_object_array_element(t, array: Ref, index: i32, value: Ref) {
        let (a, i) = element(t, array, index)?;
        let v = value.get(t);
        if let Some(v) = v {
            let (array, value) = (KlassRef::of(a.get(t)), KlassRef::of(v.get(t)));
            if !array.component.is_some_and(|c| value.is_subtype_of(c)) {
                return Err(t.throw_new("java/lang/ArrayStoreException", &mismatch(value, array, i)));
            }
        }
        a.get(t).set_elem_ref(i, v.map(|v| v.get(t)));
        Ok(())
    }
}

fn elements<T: Prim>(t: &mut Scope<'_>, array: Ref, is_copy: *mut u8) -> JResult<*mut T> {
    let a = array.non_null(t)?;
    let length = a.get(t).length();
    let buffer = c_memory::<T>(t, length)?;
    // SAFETY: just allocated and zeroed.
    a.get(t).read_array(0, unsafe { std::slice::from_raw_parts_mut(buffer, length) });
    set_is_copy(is_copy, true);
    Ok(buffer)
}

fn release_elements<T: Prim>(t: &mut Scope<'_>, array: Ref, buffer: *mut T, mode: i32) -> JResult<()> {
    let a = array.non_null(t)?;
    if buffer.is_null() {
        return Ok(());
    }
    if mode != JNI_ABORT {
        let length = a.get(t).length();
        // SAFETY: native code gives back the buffer of this array's elements (see `native::jni`).
        a.get(t).write_array(0, unsafe { std::slice::from_raw_parts(buffer, length) });
    }
    if mode != JNI_COMMIT {
        // SAFETY: as above; `c_memory` allocated it.
        unsafe { libc::free(buffer.cast()) };
    }
    Ok(())
}

/// Checks that a region lies within an array.
fn check_region(t: &mut Scope<'_>, array: Ref, start: i32, length: i32) -> JResult<(usize, usize)> {
    let a = array.non_null(t)?;
    let whole = a.get(t).length() as i64;
    if length < 0 {
        return Err(t.throw_new(INDEX_OUT_OF_BOUNDS, &format!("Length {length} is negative")));
    }
    let end = i64::from(start) + i64::from(length);
    if start < 0 || end > whole {
        let message = format!("Array region {start}..{end} out of bounds for length {whole}");
        return Err(t.throw_new(INDEX_OUT_OF_BOUNDS, &message));
    }
    Ok((start as usize, length as usize))
}

/// `New<Type>Array`, with the type's [`BasicType`] as number.
pub(super) unsafe extern "C" fn new_array<const TYPE: u8>(env: Env, length: i32) -> JObject {
    // SAFETY: native code passes the JNIEnv* of its thread.
    unsafe {
        entry::enter_object(env, |t| {
            let ty = BasicType::PRIMITIVES[usize::from(TYPE - BasicType::Boolean as u8)];
            alloc::new_prim_array(t, ty, length).map(Some)
        })
    }
}

/// `Get<Type>ArrayElements`.
pub(super) unsafe extern "C" fn get_elements<T: Prim>(env: Env, array: Ref, is_copy: *mut u8) -> *mut T {
    // SAFETY: native code passes the JNIEnv* of its thread.
    unsafe { entry::enter_or(env, std::ptr::null_mut(), |t| elements(t, array, is_copy)) }
}

/// `Release<Type>ArrayElements`.
pub(super) unsafe extern "C" fn release<T: Prim>(env: Env, array: Ref, buffer: *mut T, mode: i32) {
    // SAFETY: native code passes the JNIEnv* of its thread.
    unsafe { entry::enter_or(env, (), |t| release_elements(t, array, buffer, mode)) }
}

/// `Get<Type>ArrayRegion`.
pub(super) unsafe extern "C" fn get_region<T: Prim>(
    env: Env,
    array: Ref,
    start: i32,
    length: i32,
    out: *mut T,
) {
    // SAFETY: native code passes the JNIEnv* of its thread, and room for the elements.
    unsafe {
        entry::enter_or(env, (), |t| {
            let (start, length) = check_region(t, array, start, length)?;
            if length > 0 {
                let a = array.non_null(t)?;
                a.get(t).read_array(start, std::slice::from_raw_parts_mut(out, length));
            }
            Ok(())
        })
    }
}

/// `Set<Type>ArrayRegion`.
pub(super) unsafe extern "C" fn set_region<T: Prim>(
    env: Env,
    array: Ref,
    start: i32,
    length: i32,
    from: *const T,
) {
    // SAFETY: native code passes the JNIEnv* of its thread, and the elements.
    unsafe {
        entry::enter_or(env, (), |t| {
            let (start, length) = check_region(t, array, start, length)?;
            if length > 0 {
                let a = array.non_null(t)?;
                a.get(t).write_array(start, std::slice::from_raw_parts(from, length));
            }
            Ok(())
        })
    }
}
