//! `java.lang.String` (JDK 9 compact strings: `value` bytes, `coder` 0 Latin-1 or 1 UTF-16) and the
//! functions that intern them, see [`string_table`].

use gc::{Handle, ObjRef};

use super::{alloc, string_table};
use crate::class::BasicType;
use crate::symbol::Symbol;
use crate::thread::{JResult, Scope};
use crate::well_known::{Wk, f};

const LATIN1: u8 = 0;
const UTF16: u8 = 1;

/// A new string.
///
/// # Errors
/// OutOfMemoryError.
pub fn new_string<'s>(t: &mut Scope<'s>, text: &str) -> JResult<Handle<'s>> {
    if text.is_ascii() {
        return new_latin1(t, text.as_bytes());
    }
    let units: Vec<u16> = text.encode_utf16().collect();
    new_utf16(t, &units)
}

/// A new string of Latin-1 characters.
///
/// # Errors
/// OutOfMemoryError.
pub fn new_latin1<'s>(t: &mut Scope<'s>, chars: &[u8]) -> JResult<Handle<'s>> {
    t.scoped(|t| {
        let value = alloc::new_prim_array(t, BasicType::Byte, chars.len() as i32)?;
        value.get(t).write_array(0, chars);
        finish(t, value, LATIN1).map(Some)
    })
    .map(|s| s.expect("a string"))
}

/// A new string of UTF-16 code units, compressed when all are Latin-1.
///
/// # Errors
/// OutOfMemoryError.
pub fn new_utf16<'s>(t: &mut Scope<'s>, units: &[u16]) -> JResult<Handle<'s>> {
    if units.iter().all(|&u| u < 256) {
        let bytes: Vec<u8> = units.iter().map(|&u| u as u8).collect();
        return new_latin1(t, &bytes);
    }
    t.scoped(|t| {
        let length = i32::try_from(units.len() * 2)
            .map_err(|_| super::out_of_memory::throw(t, super::out_of_memory::OutOfMemory::ArraySize))?;
        let value = alloc::new_prim_array(t, BasicType::Byte, length)?;
        // SAFETY: any u16 slice can be read as bytes; String keeps UTF-16 in native order.
        let bytes = unsafe { std::slice::from_raw_parts(units.as_ptr().cast::<u8>(), units.len() * 2) };
        value.get(t).write_array(0, bytes);
        finish(t, value, UTF16).map(Some)
    })
    .map(|s| s.expect("a string"))
}

fn finish<'s>(t: &mut Scope<'s>, value: Handle<'_>, coder: u8) -> JResult<Handle<'s>> {
    let s = alloc::new_instance(t, Wk::String.klass())?;
    f::String::value.set(s.get(t), Some(value.get(t)));
    f::String::coder.set(s.get(t), coder);
    Ok(s)
}

/// A new string from modified UTF-8.
///
/// # Errors
/// OutOfMemoryError.
pub fn new_from_mutf8<'s>(t: &mut Scope<'s>, bytes: &[u8]) -> JResult<Handle<'s>> {
    if bytes.is_ascii() {
        return new_latin1(t, bytes);
    }
    let units = mutf8_units(bytes);
    new_utf16(t, &units)
}

/// UTF-16 code units of modified UTF-8 (JVMS §4.4.7).
pub fn mutf8_units(bytes: &[u8]) -> Vec<u16> {
    classfile::mutf8::to_utf16(bytes)
}

/// The UTF-16 code units of a string.
pub fn units(s: ObjRef<'_>) -> Vec<u16> {
    let Some(value) = f::String::value.get(s) else { return Vec::new() };
    let bytes = value.bytes();
    if f::String::coder.get(s) == LATIN1 {
        bytes.iter().map(|&b| u16::from(b)).collect()
    } else {
        bytes.chunks_exact(2).map(|c| u16::from_ne_bytes([c[0], c[1]])).collect()
    }
}

/// Whether the string consists of these UTF-16 code units.
pub fn equals_units(s: ObjRef<'_>, key: &[u16]) -> bool {
    let Some(value) = f::String::value.get(s) else { return key.is_empty() };
    let bytes = value.bytes();
    if f::String::coder.get(s) == LATIN1 {
        bytes.len() == key.len() && bytes.iter().zip(key).all(|(&b, &k)| u16::from(b) == k)
    } else {
        bytes.len() == 2 * key.len()
            && bytes.chunks_exact(2).zip(key).all(|(c, &k)| u16::from_ne_bytes([c[0], c[1]]) == k)
    }
}

/// Number of UTF-16 code units of a string.
pub fn length(s: ObjRef<'_>) -> usize {
    f::String::value.get(s).map_or(0, |v| v.length() >> f::String::coder.get(s))
}

/// The text of a string; lone surrogates become U+FFFD.
pub fn text(s: ObjRef<'_>) -> String {
    if let Some(value) = f::String::value.get(s)
        && f::String::coder.get(s) == LATIN1
        && value.bytes().is_ascii()
    {
        return String::from_utf8_lossy(value.bytes()).into_owned();
    }
    String::from_utf16_lossy(&units(s))
}

/// The string as modified UTF-8.
pub fn mutf8(s: ObjRef<'_>) -> Vec<u8> {
    if let Some(value) = f::String::value.get(s)
        && f::String::coder.get(s) == LATIN1
        && value.bytes().iter().all(|&b| b != 0 && b < 128)
    {
        return value.bytes().to_vec();
    }
    classfile::mutf8::from_utf16(&units(s))
}

/// The string's text as a symbol (names given by Java code), dots kept.
pub fn symbol(s: ObjRef<'_>) -> Option<Symbol> {
    let b = mutf8(s);
    if b.len() > u16::MAX as usize { None } else { Some(Symbol::new(&b)) }
}

/// `String.intern`.
pub fn intern<'s>(t: &mut Scope<'s>, s: Handle<'_>) -> Handle<'s> {
    let key = units(s.get(t));
    string_table::lookup(t, &key).unwrap_or_else(|| string_table::add(t, &key, s))
}

/// The interned string with this modified UTF-8 content.
///
/// # Errors
/// OutOfMemoryError.
pub fn intern_mutf8<'s>(t: &mut Scope<'s>, bytes: &[u8]) -> JResult<Handle<'s>> {
    let key = mutf8_units(bytes);
    if let Some(s) = string_table::lookup(t, &key) {
        return Ok(s);
    }
    let s = new_utf16(t, &key)?;
    Ok(string_table::add(t, &key, s))
}

/// The interned string with this text.
///
/// # Errors
/// OutOfMemoryError.
pub fn intern_str<'s>(t: &mut Scope<'s>, text: &str) -> JResult<Handle<'s>> {
    let key: Vec<u16> = text.encode_utf16().collect();
    if let Some(s) = string_table::lookup(t, &key) {
        return Ok(s);
    }
    let s = new_utf16(t, &key)?;
    Ok(string_table::add(t, &key, s))
}
