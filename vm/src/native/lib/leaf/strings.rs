//! Leaves of strings' bytes: what `StringLatin1`, `StringUTF16` and `StringCoding` do with a loop over bytes is done here by words of
//! eight. Calls whose ranges are not inside their arrays are left to the Java methods, which throw, and so are those that would keep
//! a safepoint waiting.
//!
//! The bytes of strings do not change; other arrays may, while a leaf reads them: then each byte is seen as it was at some moment, as
//! by the Java methods.

use gc::ObjRef;
use gc::object::array_base;

use super::{Answer, VOID, int, object, slot};
use crate::thread::JavaThread;

/// Bytes that a leaf goes over at most; a fraction of a millisecond.
const LONGEST: usize = 1 << 20;

const BYTE: u32 = 0;
const CHAR: u32 = 1;

/// One in each byte of a word.
const ONES: u64 = 0x0101_0101_0101_0101;
/// The sign of each byte of a word.
const SIGNS: u64 = ONES << 7;

/// Where `n` elements from `from` on are: of `1 << log2` bytes each, of which there are `length` in the array, whose own elements have
/// `1 << base` bytes. `None`: they are not all inside, or too many.
#[inline(always)]
fn range(length: usize, a: ObjRef<'_>, base: u32, log2: u32, from: i32, n: i32) -> Option<*mut u8> {
    let (from, n) = (usize::try_from(from).ok()?, usize::try_from(n).ok()?);
    if from + n > length || n > LONGEST {
        return None;
    }
    Some((a.addr() + array_base(base) + (from << log2)) as *mut u8)
}

/// Bytes of a `byte[]`.
#[inline(always)]
fn bytes(a: ObjRef<'_>, from: i32, n: i32) -> Option<*mut u8> {
    range(a.length(), a, BYTE, BYTE, from, n)
}

/// All bytes of a `byte[]`, and their number.
#[inline(always)]
fn whole(a: ObjRef<'_>) -> Option<(*mut u8, usize)> {
    let n = a.length();
    Some((bytes(a, 0, i32::try_from(n).ok()?)?, n))
}

/// Chars of a `char[]`.
#[inline(always)]
fn chars(a: ObjRef<'_>, from: i32, n: i32) -> Option<*mut u16> {
    Some(range(a.length(), a, CHAR, CHAR, from, n)?.cast())
}

/// Chars in a `byte[]`.
#[inline(always)]
fn chars_in_bytes(a: ObjRef<'_>, from: i32, n: i32) -> Option<*mut u16> {
    Some(range(a.length() / 2, a, BYTE, CHAR, from, n)?.cast())
}

/// # Safety
/// Eight bytes from `p + i` on must be inside an array.
#[inline(always)]
unsafe fn word(p: *const u8, i: usize) -> u64 {
    // SAFETY: by the caller's promise. Both architectures are little-endian.
    unsafe { p.add(i).cast::<u64>().read_unaligned() }
}

/// The first special one of `n` bytes: where `special_byte` holds, or the lowest byte that is not 0 in what `special_word` gives for the
/// eight bytes from an offset on.
#[inline(always)]
fn first(
    n: usize,
    special_word: impl Fn(usize) -> u64,
    special_byte: impl Fn(usize) -> bool,
) -> Option<usize> {
    let mut i = 0;
    while i + 8 <= n {
        let x = special_word(i);
        if x != 0 {
            return Some(i + x.trailing_zeros() as usize / 8);
        }
        i += 8;
    }
    if i == n {
        return None;
    }
    if n >= 8 {
        // the last eight, some of which are known not to be special
        let x = special_word(n - 8);
        return if x == 0 { None } else { Some(n - 8 + x.trailing_zeros() as usize / 8) };
    }
    (i..n).find(|&i| special_byte(i))
}

/// The first of `n` bytes in which two ranges differ.
///
/// # Safety
/// Both must be inside arrays.
#[inline(always)]
unsafe fn difference(a: *const u8, b: *const u8, n: usize) -> Option<usize> {
    // SAFETY: by the caller's promise; `first` stays below `n`.
    unsafe { first(n, |i| word(a, i) ^ word(b, i), |i| *a.add(i) != *b.add(i)) }
}

/// The first of `n` bytes that is `wanted`.
///
/// # Safety
/// They must be inside an array.
#[inline(always)]
unsafe fn find(p: *const u8, n: usize, wanted: u8) -> Option<usize> {
    let pattern = ONES * u64::from(wanted);
    // The lowest zero byte of `x` gets its sign set; above it there may be more.
    let zeros = |x: u64| x.wrapping_sub(ONES) & !x & SIGNS;
    // SAFETY: as in `difference`.
    unsafe { first(n, |i| zeros(word(p, i) ^ pattern), |i| *p.add(i) == wanted) }
}

/// Runs a leaf's body; what is `None` is left to the Java method.
#[inline(always)]
fn attempt(body: impl FnOnce() -> Option<Answer>) -> Answer {
    body().unwrap_or(Answer::DECLINED)
}

macro_rules! leaves {
    ($($(#[$doc:meta])* $name:ident $desc:literal ($args:ident) $body:block)*) => {$(
        $(#[$doc])*
        pub(super) unsafe extern "C" fn $name(_: &JavaThread, $args: *const u64) -> Answer {
            // SAFETY: a call of a method with this descriptor; ranges are checked before they are used.
            attempt(|| unsafe { $body })
        }
    )*};
}

leaves! {
    /// `StringLatin1.hashCode`
    hash_code "([B)I" (args) {
        let (p, n) = whole(object(args, 0)?)?;
        let (mut h, mut i) = (0u32, 0);
        while i + 8 <= n {
            let w = word(p, i);
            let byte = |k: u32| (w >> (8 * k)) as u8;
            let sum = (0..8).fold(0u32, |sum, k| {
                sum.wrapping_add(u32::from(byte(k)).wrapping_mul(31u32.wrapping_pow(7 - k)))
            });
            h = h.wrapping_mul(31u32.wrapping_pow(8)).wrapping_add(sum);
            i += 8;
        }
        while i < n {
            h = h.wrapping_mul(31).wrapping_add(u32::from(*p.add(i)));
            i += 1;
        }
        Some(int(h as i32))
    }
    /// `StringLatin1.equals`, `StringUTF16.equals`
    equals "([B[B)Z" (args) {
        let ((a, n), (b, m)) = (whole(object(args, 0)?)?, whole(object(args, 1)?)?);
        Some(int((n == m && difference(a, b, n).is_none()).into()))
    }
    /// `StringLatin1.compareTo`
    compare "([B[B)I" (args) {
        let ((a, n), (b, m)) = (whole(object(args, 0)?)?, whole(object(args, 1)?)?);
        Some(int(match difference(a, b, n.min(m)) {
            Some(i) => i32::from(*a.add(i)) - i32::from(*b.add(i)),
            None => n as i32 - m as i32,
        }))
    }
    /// `StringLatin1.indexOfChar`
    index_of_char "([BIII)I" (args) {
        let (c, from, to) = (slot(args, 1) as u8, slot(args, 2) as i32, slot(args, 3) as i32);
        let n = to.checked_sub(from)?;
        let p = bytes(object(args, 0)?, from, n)?;
        Some(int(find(p, n as usize, c).map_or(-1, |i| from + i as i32)))
    }
    /// `StringLatin1.indexOf`
    index_of "([BI[BII)I" (args) {
        let (n, m, from) = (slot(args, 1) as i32, slot(args, 3) as i32, slot(args, 4) as i32);
        let (a, b) = (bytes(object(args, 0)?, 0, n)?, bytes(object(args, 2)?, 0, m)?);
        if m == 0 || from < 0 || n as usize * m as usize > LONGEST {
            return None;
        }
        let (m, mut i) = (m as usize, from as usize);
        // where the string may begin
        let end = (n as usize + 1).saturating_sub(m);
        while i < end {
            let Some(skipped) = find(a.add(i), end - i, *b) else { break };
            i += skipped;
            if difference(a.add(i), b, m).is_none() {
                return Some(int(i as i32));
            }
            i += 1;
        }
        Some(int(-1))
    }
    /// `StringCoding.hasNegatives`
    has_negatives "([BII)Z" (args) {
        let (from, n) = (slot(args, 1) as i32, slot(args, 2) as i32);
        let p = bytes(object(args, 0)?, from, n)?;
        Some(int(first(n as usize, |i| word(p, i) & SIGNS, |i| *p.add(i) >= 0x80).is_some().into()))
    }
    /// `StringUTF16.compress` from chars
    compress_chars "([CI[BII)I" (args) {
        let n = slot(args, 4) as i32;
        let from = chars(object(args, 0)?, slot(args, 1) as i32, n)?;
        Some(compress(from, bytes(object(args, 2)?, slot(args, 3) as i32, n)?, n))
    }
    /// `StringUTF16.compress` from bytes
    compress_bytes "([BI[BII)I" (args) {
        let n = slot(args, 4) as i32;
        let from = chars_in_bytes(object(args, 0)?, slot(args, 1) as i32, n)?;
        Some(compress(from, bytes(object(args, 2)?, slot(args, 3) as i32, n)?, n))
    }
    /// `StringLatin1.inflate` to chars
    inflate_to_chars "([BI[CII)V" (args) {
        let n = slot(args, 4) as i32;
        let from = bytes(object(args, 0)?, slot(args, 1) as i32, n)?;
        inflate(from, chars(object(args, 2)?, slot(args, 3) as i32, n)?, n);
        Some(VOID)
    }
    /// `StringLatin1.inflate` to bytes
    inflate_to_bytes "([BI[BII)V" (args) {
        let n = slot(args, 4) as i32;
        let from = bytes(object(args, 0)?, slot(args, 1) as i32, n)?;
        inflate(from, chars_in_bytes(object(args, 2)?, slot(args, 3) as i32, n)?, n);
        Some(VOID)
    }
}

/// Stores chars as bytes; `n`, or 0 if one of them needs more than a byte: those before it are stored.
///
/// # Safety
/// The ranges must be inside arrays.
unsafe fn compress(from: *const u16, to: *mut u8, n: i32) -> Answer {
    for i in 0..n as usize {
        // SAFETY: by the caller's promise. Chars in arrays are aligned: elements begin at multiples of four.
        unsafe {
            let c = *from.add(i);
            if c > 0xff {
                return int(0);
            }
            *to.add(i) = c as u8;
        }
    }
    int(n)
}

/// Stores bytes as chars.
///
/// # Safety
/// The ranges must be inside arrays.
unsafe fn inflate(from: *const u8, to: *mut u16, n: i32) {
    for i in 0..n as usize {
        // SAFETY: as in `compress`.
        unsafe { *to.add(i) = (*from.add(i)).into() }
    }
}
