//! Natives, and some small Java methods, that the interpreter calls as leaves: no frame, no change of
//! thread state, no handles. A leaf neither allocates, blocks, polls nor throws; when a call needs any of
//! that, it declines, and the method's ordinary form runs. Some leaves are for compiled code only: there the
//! interpreter's form, which is the Java method, stays what they are compared with.
//!
//! `Math`'s functions are those of the C library, which meet the bounds that `java.lang.Math` states;
//! `StrictMath`'s stay with the class library, except for `sqrt`, which is exact everywhere.

mod base64;
mod ciphers;
mod digests;
mod ghash;
mod late;
mod strings;

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

use gc::object::{HASH_SHIFT, INFLATED, LOCK_MASK};
use gc::{NarrowRef, ObjRef, Prim, barrier};

use crate::class::{KlassRef, MethodRef};
use crate::runtime::arraycopy;
use crate::thread::JavaThread;
use crate::well_known::f;

/// What a leaf answers: whether it ran (else 0), and the result's bits.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct Answer {
    pub ran: u64,
    pub bits: u64,
}

impl Answer {
    const DECLINED: Answer = Answer { ran: 0, bits: 0 };
}

/// A leaf: the arguments in interpreter slots, as for a builtin. Compiled code calls it too, in place of the method and, for
/// callers that are not compiled, at the entry of the method's compiled code; arguments that a Java method does not use are
/// null or 0 there.
pub type Leaf = unsafe extern "C" fn(thread: &JavaThread, args: *const u64) -> Answer;

/// A row of the table.
pub struct Row {
    pub class: &'static str,
    pub name: &'static str,
    pub desc: &'static str,
    pub body: Leaf,
}

fn int(v: i32) -> Answer {
    Answer { ran: 1, bits: u64::from(v as u32) }
}
fn bits(v: u64) -> Answer {
    Answer { ran: 1, bits: v }
}
fn double(v: f64) -> Answer {
    bits(v.to_bits())
}
const VOID: Answer = Answer { ran: 1, bits: 0 };

/// Slot `i`.
unsafe fn slot(args: *const u64, i: usize) -> u64 {
    // SAFETY: the caller passes the method's slots.
    unsafe { *args.add(i) }
}
/// The reference in slot `i`, alive until the leaf returns.
unsafe fn object<'a>(args: *const u64, i: usize) -> Option<ObjRef<'a>> {
    // SAFETY: reference slots hold live references, and a leaf does not collect.
    unsafe { NarrowRef(slot(args, i) as u32).decode() }
}
unsafe fn d(args: *const u64, i: usize) -> f64 {
    // SAFETY: as for `slot`; a double's value is in its second slot.
    f64::from_bits(unsafe { slot(args, i + 1) })
}
/// What (base in slot 1, offset in slots 2 and 3) of an Unsafe method names.
unsafe fn place(args: *const u64) -> *mut u8 {
    // SAFETY: as for `slot`.
    unsafe {
        let base = object(args, 1).map_or(0, ObjRef::addr);
        (base as i64).wrapping_add(slot(args, 3) as i64) as *mut u8
    }
}

macro_rules! math {
    ($($name:ident |$x:ident| $e:expr;)*) => {$(
        unsafe extern "C" fn $name(_: &JavaThread, args: *const u64) -> Answer {
            // SAFETY: (D)D
            let $x = unsafe { d(args, 0) };
            double($e)
        }
    )*};
}
math! {
    sqrt |x| x.sqrt();
    sin |x| x.sin();
    cos |x| x.cos();
    tan |x| x.tan();
    exp |x| x.exp();
    log |x| x.ln();
    log10 |x| x.log10();
}

/// C's `pow` but for NaN exponents and infinite ones of bases of magnitude 1; a square is the product, and the power 0.5
/// of what is positive the root, rounded once, as in HotSpot.
unsafe extern "C" fn pow(_: &JavaThread, args: *const u64) -> Answer {
    // SAFETY: (DD)D
    let (x, y) = unsafe { (d(args, 0), d(args, 2)) };
    double(if y == 2.0 {
        x * x
    } else if y == 0.5 && x > 0.0 {
        x.sqrt()
    } else if y.is_nan() || (y.is_infinite() && x.abs() == 1.0) {
        f64::NAN
    } else {
        x.powf(y)
    })
}

// ---- java.lang ------------------------------------------------------------------------------------

unsafe extern "C" fn get_class(_: &JavaThread, args: *const u64) -> Answer {
    // SAFETY: the receiver is not null.
    unsafe { bits(KlassRef::of(object(args, 0).unwrap_unchecked()).mirror.get().0.into()) }
}

/// The identity hash when the object has one in its header.
fn hash_of(o: ObjRef<'_>) -> Answer {
    let mark = o.mark().load(Ordering::Relaxed);
    let hash = mark >> HASH_SHIFT;
    if hash == 0 || mark & LOCK_MASK == INFLATED { Answer::DECLINED } else { int(hash as i32) }
}
unsafe extern "C" fn hash_code(_: &JavaThread, args: *const u64) -> Answer {
    // SAFETY: the receiver is not null.
    unsafe { hash_of(object(args, 0).unwrap_unchecked()) }
}
unsafe extern "C" fn identity_hash_code(_: &JavaThread, args: *const u64) -> Answer {
    // SAFETY: (Ljava/lang/Object;)I
    unsafe { object(args, 0).map_or(int(0), hash_of) }
}
unsafe extern "C" fn current_thread(t: &JavaThread, _: *const u64) -> Answer {
    bits(t.object.get().0.into())
}
unsafe extern "C" fn arraycopy(_: &JavaThread, args: *const u64) -> Answer {
    // SAFETY: (Ljava/lang/Object;ILjava/lang/Object;II)V
    unsafe {
        let (Some(src), Some(dst)) = (object(args, 0), object(args, 2)) else { return Answer::DECLINED };
        let int = |i| slot(args, i) as i32;
        let whole = src.class_id() == dst.class_id();
        if whole && arraycopy::try_copy(src, int(1), dst, int(3), int(4)) { VOID } else { Answer::DECLINED }
    }
}
unsafe extern "C" fn same_bits(_: &JavaThread, args: *const u64) -> Answer {
    // SAFETY: one slot, whose low half is the value.
    unsafe { bits(u64::from(slot(args, 0) as u32)) }
}
unsafe extern "C" fn same_bits_wide(_: &JavaThread, args: *const u64) -> Answer {
    // SAFETY: two slots, the value in the second.
    unsafe { bits(slot(args, 1)) }
}
unsafe extern "C" fn is_instance(_: &JavaThread, args: *const u64) -> Answer {
    // SAFETY: the receiver is not null.
    unsafe {
        let k = KlassRef::from_mirror(object(args, 0).unwrap_unchecked());
        int(match (k, object(args, 1)) {
            (Some(k), Some(o)) => KlassRef::of(o).is_subtype_of(k).into(),
            _ => 0,
        })
    }
}
unsafe extern "C" fn is_array(_: &JavaThread, args: *const u64) -> Answer {
    // SAFETY: the receiver is not null.
    unsafe {
        int(KlassRef::from_mirror(object(args, 0).unwrap_unchecked()).is_some_and(KlassRef::is_array).into())
    }
}
unsafe extern "C" fn is_primitive(_: &JavaThread, args: *const u64) -> Answer {
    // SAFETY: the receiver is not null.
    unsafe { int(KlassRef::from_mirror(object(args, 0).unwrap_unchecked()).is_none().into()) }
}
unsafe extern "C" fn refers_to(_: &JavaThread, args: *const u64) -> Answer {
    // SAFETY: the receiver is not null.
    unsafe {
        let referent = f::Reference::referent.get(object(args, 0).unwrap_unchecked());
        int((referent == object(args, 1)).into())
    }
}

// ---- Unsafe -----------------------------------------------------------------------------------------

macro_rules! unsafe_access {
    ($($get:ident $getv:ident $put:ident $putv:ident $ty:ty, $slot:literal, |$v:ident| $out:expr, |$raw:ident| $in:expr;)*) => {$(
        unsafe extern "C" fn $get(_: &JavaThread, args: *const u64) -> Answer {
            // SAFETY: Unsafe's callers vouch for the place; what is not aligned is left to the builtin.
            unsafe {
                let p = place(args);
                if !(p as usize).is_multiple_of(size_of::<$ty>()) {
                    return Answer::DECLINED;
                }
                let $v = <$ty as Prim>::load(p, Ordering::Relaxed);
                bits($out)
            }
        }
        unsafe extern "C" fn $getv(_: &JavaThread, args: *const u64) -> Answer {
            // SAFETY: as above.
            unsafe {
                let $v = <$ty as Prim>::load(place(args), Ordering::SeqCst);
                bits($out)
            }
        }
        unsafe extern "C" fn $put(_: &JavaThread, args: *const u64) -> Answer {
            // SAFETY: as above.
            unsafe {
                let p = place(args);
                if !(p as usize).is_multiple_of(size_of::<$ty>()) {
                    return Answer::DECLINED;
                }
                let $raw = slot(args, $slot);
                <$ty as Prim>::store(p, $in, Ordering::Relaxed);
                VOID
            }
        }
        unsafe extern "C" fn $putv(_: &JavaThread, args: *const u64) -> Answer {
            // SAFETY: as above.
            unsafe {
                let $raw = slot(args, $slot);
                <$ty as Prim>::store(place(args), $in, Ordering::SeqCst);
                VOID
            }
        }
    )*};
}
unsafe_access! {
    get_byte get_byte_volatile put_byte put_byte_volatile i8, 4, |v| u64::from(i32::from(v) as u32), |raw| raw as i8;
    get_short get_short_volatile put_short put_short_volatile i16, 4, |v| u64::from(i32::from(v) as u32), |raw| raw as i16;
    get_char get_char_volatile put_char put_char_volatile u16, 4, |v| u64::from(v), |raw| raw as u16;
    get_int get_int_volatile put_int put_int_volatile u32, 4, |v| u64::from(v), |raw| raw as u32;
    get_long get_long_volatile put_long put_long_volatile u64, 5, |v| v, |raw| raw;
}

unsafe extern "C" fn put_reference(_: &JavaThread, args: *const u64) -> Answer {
    // SAFETY: as above; references are aligned.
    unsafe {
        let p = place(args);
        if slot(args, 1) == 0 {
            return Answer::DECLINED;
        }
        AtomicU32::from_ptr(p.cast()).store(slot(args, 4) as u32, Ordering::Relaxed);
        barrier::post_write(p as usize);
        VOID
    }
}
unsafe extern "C" fn put_reference_volatile(_: &JavaThread, args: *const u64) -> Answer {
    // SAFETY: as above.
    unsafe {
        let p = place(args);
        if slot(args, 1) == 0 {
            return Answer::DECLINED;
        }
        AtomicU32::from_ptr(p.cast()).store(slot(args, 4) as u32, Ordering::SeqCst);
        barrier::post_write(p as usize);
        VOID
    }
}
unsafe fn swap32(args: *const u64) -> Result<u32, u32> {
    // SAFETY: Unsafe's callers vouch for the place and its alignment.
    unsafe {
        AtomicU32::from_ptr(place(args).cast()).compare_exchange(
            slot(args, 4) as u32,
            slot(args, 5) as u32,
            Ordering::SeqCst,
            Ordering::SeqCst,
        )
    }
}
unsafe extern "C" fn compare_and_set_int(_: &JavaThread, args: *const u64) -> Answer {
    // SAFETY: (Ljava/lang/Object;JII)Z
    unsafe { int(swap32(args).is_ok().into()) }
}
unsafe extern "C" fn compare_and_set_long(_: &JavaThread, args: *const u64) -> Answer {
    // SAFETY: (Ljava/lang/Object;JJJ)Z
    unsafe {
        let cell = AtomicU64::from_ptr(place(args).cast());
        let r = cell.compare_exchange(slot(args, 5), slot(args, 7), Ordering::SeqCst, Ordering::SeqCst);
        int(r.is_ok().into())
    }
}
unsafe extern "C" fn compare_and_set_reference(_: &JavaThread, args: *const u64) -> Answer {
    // SAFETY: (Ljava/lang/Object;JLjava/lang/Object;Ljava/lang/Object;)Z
    unsafe {
        if slot(args, 1) == 0 {
            return Answer::DECLINED;
        }
        let done = swap32(args).is_ok();
        if done {
            barrier::post_write(place(args) as usize);
        }
        int(done.into())
    }
}

macro_rules! rows {
    ($rows:ident $($class:literal { $($name:literal $desc:literal $body:expr;)* })*) => {
        static $rows: &[Row] = &[$($(Row { class: $class, name: $name, desc: $desc, body: $body }),*),*];
    };
}
rows! { ROWS
    "java/lang/Math" {
        "sqrt" "(D)D" sqrt;
        "sin" "(D)D" sin;
        "cos" "(D)D" cos;
        "tan" "(D)D" tan;
        "exp" "(D)D" exp;
        "log" "(D)D" log;
        "log10" "(D)D" log10;
        "pow" "(DD)D" pow;
    }
    "java/lang/StrictMath" { "sqrt" "(D)D" sqrt; }
    "java/lang/Object" {
        "getClass" "()Ljava/lang/Class;" get_class;
        "hashCode" "()I" hash_code;
    }
    "java/lang/System" {
        "arraycopy" "(Ljava/lang/Object;ILjava/lang/Object;II)V" arraycopy;
        "identityHashCode" "(Ljava/lang/Object;)I" identity_hash_code;
    }
    "java/lang/Thread" { "currentThread" "()Ljava/lang/Thread;" current_thread; }
    "java/lang/Class" {
        "isInstance" "(Ljava/lang/Object;)Z" is_instance;
        "isArray" "()Z" is_array;
        "isPrimitive" "()Z" is_primitive;
    }
    "java/lang/Float" {
        "floatToRawIntBits" "(F)I" same_bits;
        "intBitsToFloat" "(I)F" same_bits;
    }
    "java/lang/Double" {
        "doubleToRawLongBits" "(D)J" same_bits_wide;
        "longBitsToDouble" "(J)D" same_bits_wide;
    }
    "java/lang/ref/Reference" { "refersTo0" "(Ljava/lang/Object;)Z" refers_to; }
    "jdk/internal/misc/Unsafe" {
        "getByte" "(Ljava/lang/Object;J)B" get_byte;
        "getByteVolatile" "(Ljava/lang/Object;J)B" get_byte_volatile;
        "putByte" "(Ljava/lang/Object;JB)V" put_byte;
        "putByteVolatile" "(Ljava/lang/Object;JB)V" put_byte_volatile;
        "getShort" "(Ljava/lang/Object;J)S" get_short;
        "getShortVolatile" "(Ljava/lang/Object;J)S" get_short_volatile;
        "putShort" "(Ljava/lang/Object;JS)V" put_short;
        "putShortVolatile" "(Ljava/lang/Object;JS)V" put_short_volatile;
        "getChar" "(Ljava/lang/Object;J)C" get_char;
        "getCharVolatile" "(Ljava/lang/Object;J)C" get_char_volatile;
        "putChar" "(Ljava/lang/Object;JC)V" put_char;
        "putCharVolatile" "(Ljava/lang/Object;JC)V" put_char_volatile;
        "getInt" "(Ljava/lang/Object;J)I" get_int;
        "getIntVolatile" "(Ljava/lang/Object;J)I" get_int_volatile;
        "putInt" "(Ljava/lang/Object;JI)V" put_int;
        "putIntVolatile" "(Ljava/lang/Object;JI)V" put_int_volatile;
        "getFloat" "(Ljava/lang/Object;J)F" get_int;
        "putFloat" "(Ljava/lang/Object;JF)V" put_int;
        "getLong" "(Ljava/lang/Object;J)J" get_long;
        "getLongVolatile" "(Ljava/lang/Object;J)J" get_long_volatile;
        "putLong" "(Ljava/lang/Object;JJ)V" put_long;
        "putLongVolatile" "(Ljava/lang/Object;JJ)V" put_long_volatile;
        "getDouble" "(Ljava/lang/Object;J)D" get_long;
        "putDouble" "(Ljava/lang/Object;JD)V" put_long;
        "getReference" "(Ljava/lang/Object;J)Ljava/lang/Object;" get_int;
        "getReferenceVolatile" "(Ljava/lang/Object;J)Ljava/lang/Object;" get_int_volatile;
        "putReference" "(Ljava/lang/Object;JLjava/lang/Object;)V" put_reference;
        "putReferenceVolatile" "(Ljava/lang/Object;JLjava/lang/Object;)V" put_reference_volatile;
        "compareAndSetInt" "(Ljava/lang/Object;JII)Z" compare_and_set_int;
        "compareAndSetLong" "(Ljava/lang/Object;JJJ)Z" compare_and_set_long;
        "compareAndSetReference" "(Ljava/lang/Object;JLjava/lang/Object;Ljava/lang/Object;)Z" compare_and_set_reference;
    }
}

rows! { COMPILED
    "java/lang/StringLatin1" {
        "hashCode" "([B)I" strings::hash_code;
        "equals" "([B[B)Z" strings::equals;
        "compareTo" "([B[B)I" strings::compare;
        "indexOfChar" "([BIII)I" strings::index_of_char;
        "indexOf" "([BI[BII)I" strings::index_of;
        "inflate" "([BI[CII)V" strings::inflate_to_chars;
        "inflate" "([BI[BII)V" strings::inflate_to_bytes;
    }
    "java/lang/StringUTF16" {
        "equals" "([B[B)Z" strings::equals;
        "compress" "([CI[BII)I" strings::compress_chars;
        "compress" "([BI[BII)I" strings::compress_bytes;
    }
    "java/lang/StringCoding" { "hasNegatives" "([BII)Z" strings::has_negatives; }
    "sun/security/provider/MD5" { "implCompress0" "([BI)V" digests::md5; }
    "sun/security/provider/SHA" { "implCompress0" "([BI)V" digests::sha1; }
    "sun/security/provider/SHA2" { "implCompress0" "([BI)V" digests::sha256; }
    "sun/security/provider/SHA5" { "implCompress0" "([BI)V" digests::sha512; }
    "sun/security/provider/SHA3" { "implCompress0" "([BI)V" digests::sha3; }
    "com/sun/crypto/provider/AESCrypt" {
        "implEncryptBlock" "([BI[BI)V" ciphers::encrypt_block;
        "implDecryptBlock" "([BI[BI)V" ciphers::decrypt_block;
    }
    "com/sun/crypto/provider/CipherBlockChaining" {
        "implEncrypt" "([BII[BI)I" ciphers::cbc_encrypt;
        "implDecrypt" "([BII[BI)I" ciphers::cbc_decrypt;
    }
    "com/sun/crypto/provider/CounterMode" { "implCrypt" "([BII[BI)I" ciphers::ctr_crypt; }
    "com/sun/crypto/provider/GHASH" { "processBlocks" "([BII[J[J)V" ghash::process_blocks; }
    "java/util/Base64$Encoder" { "encodeBlock" "([BII[BIZ)V" base64::encode_block; }
    "java/util/Base64$Decoder" { "decodeBlock" "([BII[BIZZ)I" base64::decode_block; }
}

fn find_in(rows: &[Row], m: MethodRef) -> Option<Leaf> {
    if !m.holder.loader.is_boot() {
        return None;
    }
    // most classes have none: their methods need no search
    let mut rows = rows.iter().skip_while(|r| r.class.as_bytes() != m.holder.name.bytes());
    rows.find(|r| {
        r.class.as_bytes() == m.holder.name.bytes()
            && r.name.as_bytes() == m.name.bytes()
            && r.desc.as_bytes() == m.desc.bytes()
    })
    .map(|r| r.body)
}

/// The leaf that the interpreter calls for a method.
pub fn find(m: MethodRef) -> Option<Leaf> {
    find_in(ROWS, m)
}

/// The leaf that compiled code calls for a method.
pub fn find_for_compiled(m: MethodRef) -> Option<Leaf> {
    find_in(ROWS, m).or_else(|| find_in(COMPILED, m))
}
