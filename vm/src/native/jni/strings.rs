//! String operations (JNI specification, chapter 4 "String Operations"). Characters are always given
//! out as copies.

use std::ffi::c_char;

use gc::ObjRef;

use super::{Ref, Text, jni_fn, set_is_copy};
use crate::native::entry::Env;
use crate::runtime::out_of_memory::{self, OutOfMemory};
use crate::runtime::strings;
use crate::thread::{JResult, Scope};

/// `length` elements of C memory, zeroed; never null for length 0.
///
/// # Errors
/// OutOfMemoryError.
pub(super) fn c_memory<T>(t: &mut Scope<'_>, length: usize) -> JResult<*mut T> {
    // SAFETY: calloc checks the product for overflow.
    let p = unsafe { libc::calloc(length.max(1), size_of::<T>()) };
    if p.is_null() {
        return Err(out_of_memory::throw(t, OutOfMemory::CHeap));
    }
    Ok(p.cast())
}

/// Copies UTF-16 units `start..start + length` of a string.
///
/// # Safety
/// `out` must have room for them.
unsafe fn copy_units(s: ObjRef<'_>, start: usize, length: usize, out: *mut u16) {
    let units = strings::units(s);
    // SAFETY: by the caller's promise; the slice checks the range.
    unsafe { std::ptr::copy_nonoverlapping(units[start..start + length].as_ptr(), out, length) }
}

fn chars(t: &mut Scope<'_>, string: Ref, is_copy: *mut u8) -> JResult<*mut u16> {
    let s = string.non_null(t)?;
    let length = strings::length(s.get(t));
    let out = c_memory::<u16>(t, length + 1)?;
    // SAFETY: just allocated, with a terminator behind.
    unsafe { copy_units(s.get(t), 0, length, out) };
    set_is_copy(is_copy, true);
    Ok(out)
}

/// Start and length of a region that lies within a string.
fn region(t: &mut Scope<'_>, string: Ref, start: i32, length: i32) -> JResult<(usize, usize)> {
    let s = string.non_null(t)?;
    let whole = strings::length(s.get(t)) as i64;
    if start < 0 || length < 0 || i64::from(start) + i64::from(length) > whole {
        return Err(t.throw_bare("java/lang/StringIndexOutOfBoundsException"));
    }
    Ok((start as usize, length as usize))
}

jni_fn! {
    /// `NewString`.
    fn new_string(t, units: *const u16, length: i32) -> object {
        let units: &[u16] = if units.is_null() || length <= 0 {
            &[]
        } else {
            // SAFETY: native code gives so many characters (see `native::jni`).
            unsafe { std::slice::from_raw_parts(units, length as usize) }
        };
        strings::new_utf16(t, units).map(Some)
    }

    /// `NewStringUTF`: null for null.
    fn new_string_utf(t, text: Text) -> object {
        match text.bytes() {
            Some(b) => strings::new_from_mutf8(t, b).map(Some),
            None => Ok(None),
        }
    }

    /// `GetStringLength`.
    fn get_string_length(t, string: Ref) -> i32, else 0; {
        let s = string.non_null(t)?;
        Ok(strings::length(s.get(t)) as i32)
    }

    /// `GetStringUTFLength`.
    fn get_string_utf_length(t, string: Ref) -> i32, else 0; {
        let s = string.non_null(t)?;
        Ok(strings::mutf8(s.get(t)).len() as i32)
    }

    /// `GetStringChars`: terminated by a zero that does not count.
    fn get_string_chars(t, string: Ref, is_copy: *mut u8) -> *mut u16, else std::ptr::null_mut(); {
        chars(t, string, is_copy)
    }

    /// `GetStringCritical`: a copy, so nothing stops meanwhile.
    fn get_string_critical(t, string: Ref, is_copy: *mut u8) -> *mut u16, else std::ptr::null_mut(); {
        chars(t, string, is_copy)
    }

    /// `GetStringUTFChars`.
    fn get_string_utf_chars(t, string: Ref, is_copy: *mut u8) -> *mut c_char, else std::ptr::null_mut(); {
        let s = string.non_null(t)?;
        let bytes = strings::mutf8(s.get(t));
        let out = c_memory::<u8>(t, bytes.len() + 1)?;
        // SAFETY: just allocated, with a terminator behind.
        unsafe { std::ptr::copy_nonoverlapping(bytes.as_ptr(), out, bytes.len()) };
        set_is_copy(is_copy, true);
        Ok(out.cast())
    }

    /// `GetStringRegion`.
    fn get_string_region(t, string: Ref, start: i32, length: i32, out: *mut u16) {
        let (start, length) = region(t, string, start, length)?;
        if length > 0 {
            let s = string.non_null(t)?;
            // SAFETY: native code gives room for the characters (see `native::jni`).
            unsafe { copy_units(s.get(t), start, length, out) };
        }
        Ok(())
    }

    /// `GetStringUTFRegion`: terminated, as HotSpot's is.
    fn get_string_utf_region(t, string: Ref, start: i32, length: i32, out: *mut c_char) {
        let (start, length) = region(t, string, start, length)?;
        if out.is_null() {
            return Ok(());
        }
        let s = string.non_null(t)?;
        let bytes = classfile::mutf8::from_utf16(&strings::units(s.get(t))[start..start + length]);
        // SAFETY: native code gives room for the bytes and a terminator (see `native::jni`).
        unsafe {
            std::ptr::copy_nonoverlapping(bytes.as_ptr(), out.cast::<u8>(), bytes.len());
            out.add(bytes.len()).write(0);
        }
        Ok(())
    }
}

/// `ReleaseStringChars`, `ReleaseStringUTFChars`, `ReleaseStringCritical`.
pub(super) unsafe extern "C" fn release(_env: Env, _string: Ref, chars: *mut std::ffi::c_void) {
    // SAFETY: native code gives back what the functions above have allocated, or null.
    unsafe { libc::free(chars) }
}
