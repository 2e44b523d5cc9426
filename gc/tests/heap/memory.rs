//! Objects in the heap's memory: how the tests make, fill, read and write them.

use gc::object::{
    AGE_MASK, CLASS_OFFSET, FAST_LOCKED, HASH_BITS, HASH_SHIFT, INFLATED, LENGTH_OFFSET, MARK_OFFSET,
    MIRROR_CLASS, MIRROR_SIZE, MIRROR_STATIC_REFS, UNLOCKED, array_base,
};
use gc::{NarrowRef, ObjRef, TypeKind};

use crate::classes::{Class, REFERENCE};
use crate::rng::{Rng, mix};

/// An object that is known to be at `addr` now.
///
/// Good until the next poll of the thread that has it: only collections move objects, and the tests
/// collect when all threads poll.
pub fn object<'a>(addr: usize) -> ObjRef<'a> {
    // SAFETY: callers have read the address from a root, or have just allocated, and no collection has run since.
    unsafe { ObjRef::from_addr(addr) }
}

/// The object at `n`, as an address; 0 for null.
pub fn address(n: NarrowRef) -> usize {
    if n.is_null() { 0 } else { n.address() }
}

pub fn narrow(addr: usize) -> NarrowRef {
    if addr == 0 { NarrowRef::NULL } else { object(addr).narrow() }
}

/// A word of memory that holds part of an object.
pub fn read32(addr: usize) -> u32 {
    // SAFETY: callers pass addresses of words inside objects, and the world is stopped or the word is the thread's.
    unsafe { (addr as *const u32).read() }
}

fn write32(addr: usize, value: u32) {
    // SAFETY: as in `read32`; no field of a reference.
    unsafe { (addr as *mut u32).write(value) }
}

/// The reference at `offset` of the object at `addr`.
pub fn load(addr: usize, offset: usize) -> NarrowRef {
    NarrowRef(read32(addr + offset))
}

/// Stores a reference, with the barrier.
pub fn store(addr: usize, offset: usize, value: usize) {
    let value = (value != 0).then(|| object(value));
    // SAFETY: callers pass offsets of fields of references.
    unsafe { object(addr).store_ref(offset, value) };
}

/// Asserts that freshly allocated memory is zero.
pub fn assert_zero(addr: usize, size: usize) {
    // SAFETY: the memory has just been handed out.
    let words = unsafe { std::slice::from_raw_parts(addr as *const u64, size / 8) };
    if let Some(i) = words.iter().position(|&w| w != 0) {
        panic!("{size} bytes at {addr:#x}: at {:#x} stands {:#x}", i * 8, words[i]);
    }
}

/// Makes zeroed memory an object.
pub fn initialize(addr: usize, class: &Class, length: usize, stamp: u32) {
    write32(addr + CLASS_OFFSET, class.id);
    write32(addr + MARK_OFFSET, UNLOCKED);
    if class.is_array() {
        write32(addr + LENGTH_OFFSET, length as u32);
    }
    if class.kind == TypeKind::Mirror {
        write32(addr + MIRROR_SIZE, class.object_size(length) as u32);
        write32(addr + MIRROR_STATIC_REFS, length as u32);
    }
    if class.stamp != 0 {
        write32(addr + class.stamp, stamp);
    }
    if class.kind == TypeKind::PrimArray {
        fill(addr, class, length, stamp);
    }
}

/// Lets a mirror stand for a class.
pub fn set_mirror_class(addr: usize, class: u32) {
    write32(addr + MIRROR_CLASS, class);
}

fn words(addr: usize, class: &Class, length: usize) -> (usize, usize) {
    let from = addr + array_base(class.log2);
    (from, (length << class.log2) / 4)
}

/// Fills an array with contents that depend on `stamp`.
pub fn fill(addr: usize, class: &Class, length: usize, stamp: u32) {
    let (from, count) = words(addr, class, length);
    let mut x = mix(stamp.into());
    for i in 0..count {
        write32(from + 4 * i, x as u32);
        x = x.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(1);
    }
}

/// Whether an array's contents are those of `stamp`.
pub fn filled(addr: usize, class: &Class, length: usize, stamp: u32) -> bool {
    let (from, count) = words(addr, class, length);
    let mut x = mix(stamp.into());
    (0..count).all(|i| {
        let same = read32(from + 4 * i) == x as u32;
        x = x.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(1);
        same
    })
}

/// A mark word as threads leave it: some hash, some lock state.
pub fn random_mark(rng: &mut Rng) -> u32 {
    let lock = [UNLOCKED, UNLOCKED, FAST_LOCKED, INFLATED][rng.below(4)];
    (rng.below(1 << HASH_BITS) as u32) << HASH_SHIFT | lock
}

/// Sets all of the mark word but the age.
pub fn set_mark(addr: usize, mark: u32) {
    let age = read32(addr + MARK_OFFSET) & AGE_MASK;
    write32(addr + MARK_OFFSET, mark | age);
}

/// The mark word without the age.
pub fn mark(addr: usize) -> u32 {
    read32(addr + MARK_OFFSET) & !AGE_MASK
}

/// Notes the number of a loader in its class loader object.
pub fn set_loader_number(addr: usize, class: &Class, number: u32) {
    write32(addr + class.stamp + 4, number);
}

/// Sets the timestamp of a soft reference.
pub fn set_timestamp(addr: usize, clock: i64) {
    // SAFETY: references have the field; it is 8-byte aligned.
    unsafe { ((addr + REFERENCE.timestamp) as *mut i64).write(clock) }
}
