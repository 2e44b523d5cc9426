//! Modified UTF-8, the string encoding of class files and JNI (JVMS §4.4.7).
//!
//! It differs from UTF-8 in two ways: U+0000 is the two bytes C0 80, and a supplementary character is its two
//! surrogates, three bytes each. Decoding here is total: a byte that starts no legal sequence is taken as the
//! code unit of its value, so that malformed names of unverified classes do no harm. [`is_legal`] says what
//! the format checker accepts.

use std::borrow::Cow;

/// Whether `bytes` is what the format checker accepts (§4.4.7). Class files up to version 47 may use sequences
/// longer than needed (`lenient`).
pub fn is_legal(bytes: &[u8], lenient: bool) -> bool {
    let mut i = ascii_prefix(bytes);
    while i < bytes.len() {
        let b = bytes[i];
        match b >> 4 {
            0 if b == 0 => return false,
            0..=7 => i += 1,
            0xc | 0xd => {
                let Some(&c1) = bytes.get(i + 1) else { return false };
                let unit = (u16::from(b & 0x1f) << 6) | u16::from(c1 & 0x3f);
                if !is_continuation(c1) || !(lenient || unit == 0 || unit >= 0x80) {
                    return false;
                }
                i += 2;
            }
            0xe => {
                let Some(&[c1, c2]) = bytes.get(i + 1..i + 3) else { return false };
                let unit = three_byte_unit(b, c1, c2);
                if !is_continuation(c1) || !is_continuation(c2) || !(lenient || unit >= 0x800) {
                    return false;
                }
                i += 3;
            }
            _ => return false,
        }
    }
    true
}

/// Whether every byte is ASCII and not zero, so that the bytes are their own decoding.
#[inline]
pub fn is_ascii(bytes: &[u8]) -> bool {
    ascii_prefix(bytes) == bytes.len()
}

/// The length of the longest prefix of non-zero ASCII bytes.
#[inline]
fn ascii_prefix(bytes: &[u8]) -> usize {
    let mut i = 0;
    while let Some(chunk) = bytes.get(i..i + 8) {
        let word = u64::from_ne_bytes(chunk.try_into().unwrap_or_default());
        // A byte has its top bit set in `word | (word - 1 per byte)` when it is zero or above 0x7f; a borrow
        // can only come from a zero byte, so the test as a whole has no false negatives.
        if (word | word.wrapping_sub(0x0101_0101_0101_0101)) & 0x8080_8080_8080_8080 != 0 {
            break;
        }
        i += 8;
    }
    while i < bytes.len() && bytes[i] != 0 && bytes[i] < 0x80 {
        i += 1;
    }
    i
}

#[inline]
fn is_continuation(b: u8) -> bool {
    b & 0xc0 == 0x80
}

#[inline]
fn three_byte_unit(b0: u8, b1: u8, b2: u8) -> u16 {
    (u16::from(b0 & 0xf) << 12) | (u16::from(b1 & 0x3f) << 6) | u16::from(b2 & 0x3f)
}

/// The UTF-16 code units that modified UTF-8 bytes stand for.
#[derive(Clone, Debug)]
pub struct Utf16Units<'a> {
    rest: &'a [u8],
}

/// Decodes to UTF-16 code units, lone surrogates included.
#[inline]
pub fn utf16_units(bytes: &[u8]) -> Utf16Units<'_> {
    Utf16Units { rest: bytes }
}

impl Iterator for Utf16Units<'_> {
    type Item = u16;

    #[inline]
    fn next(&mut self) -> Option<u16> {
        match *self.rest {
            [] => None,
            [b, ref rest @ ..] if b < 0x80 => {
                self.rest = rest;
                Some(u16::from(b))
            }
            [b, c, ref rest @ ..] if b & 0xe0 == 0xc0 && is_continuation(c) => {
                self.rest = rest;
                Some((u16::from(b & 0x1f) << 6) | u16::from(c & 0x3f))
            }
            [b, c, d, ref rest @ ..] if b & 0xf0 == 0xe0 && is_continuation(c) && is_continuation(d) => {
                self.rest = rest;
                Some(three_byte_unit(b, c, d))
            }
            [b, ref rest @ ..] => {
                self.rest = rest;
                Some(u16::from(b))
            }
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.rest.len().div_ceil(3), Some(self.rest.len()))
    }
}

/// Decodes to a vector of UTF-16 code units.
pub fn to_utf16(bytes: &[u8]) -> Vec<u16> {
    let mut units = Vec::with_capacity(bytes.len());
    units.extend(utf16_units(bytes));
    units
}

/// The length of the decoding in UTF-16 code units.
pub fn utf16_len(bytes: &[u8]) -> usize {
    if is_ascii(bytes) { bytes.len() } else { utf16_units(bytes).count() }
}

/// Whether every code unit is below 256, so that a compact string (JEP 254) can hold it in one byte each.
pub fn is_latin1(bytes: &[u8]) -> bool {
    is_ascii(bytes) || utf16_units(bytes).all(|unit| unit < 0x100)
}

/// Decodes to a string; lone surrogates become U+FFFD. Borrows when the bytes are plain ASCII.
pub fn to_str(bytes: &[u8]) -> Cow<'_, str> {
    if is_ascii(bytes)
        && let Ok(text) = std::str::from_utf8(bytes)
    {
        return Cow::Borrowed(text);
    }
    Cow::Owned(
        char::decode_utf16(utf16_units(bytes)).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect(),
    )
}

/// Decodes to an owned string; lone surrogates become U+FFFD.
pub fn to_string(bytes: &[u8]) -> String {
    to_str(bytes).into_owned()
}

/// Appends the encoding of one UTF-16 code unit.
#[inline]
pub fn push_unit(out: &mut Vec<u8>, unit: u16) {
    match unit {
        0x01..=0x7f => out.push(unit as u8),
        0x00 | 0x80..=0x7ff => out.extend_from_slice(&[0xc0 | (unit >> 6) as u8, 0x80 | (unit & 0x3f) as u8]),
        _ => out.extend_from_slice(&[
            0xe0 | (unit >> 12) as u8,
            0x80 | ((unit >> 6) & 0x3f) as u8,
            0x80 | (unit & 0x3f) as u8,
        ]),
    }
}

/// Encodes UTF-16 code units.
pub fn from_utf16(units: &[u16]) -> Vec<u8> {
    let mut out = Vec::with_capacity(units.len());
    for &unit in units {
        push_unit(&mut out, unit);
    }
    out
}

/// Encodes a string. Borrows when it is plain ASCII without U+0000.
pub fn from_str(text: &str) -> Cow<'_, [u8]> {
    if is_ascii(text.as_bytes()) {
        return Cow::Borrowed(text.as_bytes());
    }
    let mut out = Vec::with_capacity(text.len() + 8);
    for unit in text.encode_utf16() {
        push_unit(&mut out, unit);
    }
    Cow::Owned(out)
}

/// The number of bytes that encode these UTF-16 code units.
pub fn encoded_len(units: impl IntoIterator<Item = u16>) -> usize {
    units
        .into_iter()
        .map(|unit| match unit {
            0x01..=0x7f => 1,
            0x00 | 0x80..=0x7ff => 2,
            _ => 3,
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_trips_every_code_unit() {
        let all: Vec<u16> = (0..=u16::MAX).collect();
        let bytes = from_utf16(&all);
        assert!(is_legal(&bytes, false));
        assert_eq!(to_utf16(&bytes), all);
        assert_eq!(utf16_len(&bytes), all.len());
        assert_eq!(encoded_len(all.iter().copied()), bytes.len());
    }

    #[test]
    fn encodes_as_the_specification_says() {
        assert_eq!(&*from_str("a\0b"), b"a\xc0\x80b");
        assert_eq!(&*from_str("\u{e9}"), b"\xc3\xa9");
        assert_eq!(&*from_str("\u{1F600}"), b"\xed\xa0\xbd\xed\xb8\x80");
        assert_eq!(to_str(b"\xed\xa0\xbd\xed\xb8\x80"), "\u{1F600}");
        assert_eq!(to_str(b"\xed\xa0\xbd"), "\u{fffd}");
        assert!(matches!(from_str("plain"), Cow::Borrowed(_)));
        assert!(matches!(to_str(b"plain text of more than eight bytes"), Cow::Borrowed(_)));
    }

    #[test]
    fn legality() {
        for bad in [
            &b"\0"[..],
            b"12345678\0",
            b"\x80",
            b"\xc3",
            b"\xc3a",
            b"\xe1\x80",
            b"\xe1a\x80",
            b"\xf0\x9f\x98\x80",
            b"\xff",
        ] {
            assert!(!is_legal(bad, false), "{bad:x?}");
            assert!(!is_legal(bad, true), "{bad:x?}");
            assert!(to_utf16(bad).len() <= bad.len());
        }
        assert!(is_legal(b"", false));
        assert!(is_legal(b"\xc0\x80", false));
        // Longer than needed: U+0041 in two bytes, U+007F in three.
        assert!(!is_legal(b"\xc1\x81", false) && is_legal(b"\xc1\x81", true));
        assert!(!is_legal(b"\xe0\x81\xbf", false) && is_legal(b"\xe0\x81\xbf", true));
    }

    #[test]
    fn latin1() {
        assert!(is_latin1(&from_str("caf\u{e9}")));
        assert!(!is_latin1(&from_str("\u{20ac}")));
        assert!(is_latin1(b"\xc0\x80"));
    }
}
