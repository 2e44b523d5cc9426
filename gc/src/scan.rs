//! Finding the reference slots of objects.

use crate::object::{
    ALIGNMENT, CLASS_OFFSET, FILLER_CLASS, LENGTH_OFFSET, MARK_OFFSET, MIRROR_SIZE, MIRROR_STATIC_REFS,
    NarrowRef, SHIFT, TypeInfo, TypeKind, array_base, array_size, class_base,
};

/// Address of a reference slot in an object.
pub(crate) type Slot = *mut NarrowRef;

/// # Safety
/// `addr` must be a mapped heap address, 4-byte aligned.
#[inline(always)]
pub(crate) unsafe fn read32(addr: usize) -> u32 {
    // SAFETY: by the caller's promise.
    unsafe { *(addr as *const u32) }
}

/// The class description with this id.
///
/// # Safety
/// `class` must be a class's id.
#[inline(always)]
pub(crate) unsafe fn info_of<'a>(class: u32) -> &'a TypeInfo {
    // SAFETY: by the caller's promise metadata lies there, which starts with a TypeInfo.
    unsafe { &*((class_base() + ((class as usize) << SHIFT)) as *const TypeInfo) }
}

/// Bytes of the object at `addr`, of a class described by `info`.
///
/// # Safety
/// Such an object must lie there; its header is not looked at.
#[inline(always)]
pub(crate) unsafe fn size_with(addr: usize, info: &TypeInfo) -> usize {
    match info.kind {
        TypeKind::Instance | TypeKind::Reference | TypeKind::ClassLoader => info.instance_size as usize,
        // SAFETY: arrays have a length.
        TypeKind::RefArray | TypeKind::PrimArray => unsafe {
            array_size(info.log2_elem.into(), read32(addr + LENGTH_OFFSET) as usize)
        },
        // SAFETY: mirrors have this field.
        TypeKind::Mirror => unsafe { read32(addr + MIRROR_SIZE) as usize },
    }
}

/// Bytes of the filler at `addr`, `None` when an object is there.
///
/// # Safety
/// An object or filler, with an intact header, must lie there.
#[inline(always)]
pub(crate) unsafe fn filler_size(addr: usize) -> Option<usize> {
    // SAFETY: by the caller's promise.
    unsafe {
        match read32(addr + CLASS_OFFSET) {
            FILLER_CLASS => Some((read32(addr + MARK_OFFSET) as usize) << SHIFT),
            0 => Some(ALIGNMENT),
            _ => None,
        }
    }
}

/// Calls `f` with each reference slot, but a reference's `referent` and `discovered`, of the object at `addr`.
///
/// # Safety
/// An object of a class described by `info` must lie there.
#[inline(always)]
pub(crate) unsafe fn for_each_slot(addr: usize, info: &TypeInfo, mut f: impl FnMut(Slot)) {
    // SAFETY: by the caller's promise the slots lie in the object.
    unsafe {
        match info.kind {
            TypeKind::PrimArray => {}
            TypeKind::RefArray => {
                let n = read32(addr + LENGTH_OFFSET) as usize;
                let first = (addr + array_base(2)) as Slot;
                for i in 0..n {
                    f(first.add(i));
                }
            }
            _ => {
                for b in 0..info.ref_block_count as usize {
                    let block = *info.ref_blocks.add(b);
                    let first = (addr + block.offset as usize) as Slot;
                    for i in 0..block.count as usize {
                        f(first.add(i));
                    }
                }
                if info.kind == TypeKind::Mirror {
                    let first = (addr + info.instance_size as usize) as Slot;
                    for i in 0..read32(addr + MIRROR_STATIC_REFS) as usize {
                        f(first.add(i));
                    }
                }
            }
        }
    }
}

/// As [`for_each_slot`], for slots with addresses in `[from, to)`.
///
/// # Safety
/// As for [`for_each_slot`].
pub(crate) unsafe fn for_each_slot_in(
    addr: usize,
    info: &TypeInfo,
    from: usize,
    to: usize,
    mut f: impl FnMut(Slot),
) {
    // SAFETY: by the caller's promise; only elements in the array's bounds are touched.
    unsafe {
        if info.kind == TypeKind::RefArray {
            let n = read32(addr + LENGTH_OFFSET) as usize;
            let first = addr + array_base(2);
            let begin = from.max(first);
            let end = to.min(first + n * 4);
            let mut at = begin.next_multiple_of(4);
            while at < end {
                f(at as Slot);
                at += 4;
            }
        } else {
            for_each_slot(addr, info, |s| {
                if (from..to).contains(&(s as usize)) {
                    f(s);
                }
            });
        }
    }
}
