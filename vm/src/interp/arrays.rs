//! Array instructions (JVMS §6.5: `*aload`, `*astore`, `arraylength`).

use std::sync::atomic::{AtomicU32, Ordering};

use gc::barrier;
use gc::object::{LENGTH_OFFSET, SHIFT, array_base};

use super::{T, throw};
use crate::class::klass::DISPLAY;
use crate::class::{BasicType, Klass, KlassRef};

/// Address of the object that a slot names.
#[inline(always)]
pub(super) fn addr(t: T, slot: u64) -> usize {
    t.ctx.heap_base.get() + ((slot as usize) << SHIFT)
}

/// The class of the object at `a`.
#[inline(always)]
pub(super) unsafe fn class_of(t: T, a: usize) -> KlassRef {
    // SAFETY: the header of a live object holds its class's id.
    unsafe {
        KlassRef(&*((t.ctx.class_base.get() + ((*(a as *const u32) as usize) << SHIFT)) as *const Klass))
    }
}

#[inline(always)]
unsafe fn length(a: usize) -> u32 {
    // SAFETY: `a` is an array's address.
    unsafe { *((a + LENGTH_OFFSET) as *const u32) }
}

/// Loads: `.., array, index -> .., value`; `$keep` is 0 for 8-byte elements (two slots stay).
macro_rules! loads {
    ($($name:ident $ty:ty, $log2:literal, $pop:literal, |$v:ident| $e:expr;)*) => { handler! { $(
        $name(ip, sp, lo, t, tb, tos) {
            let a = *sp.sub(1);
            if a == 0 {
                jump!(throw::null_pointer, ip, sp, lo, t, tb, tos)
            }
            let a = addr(t, a);
            let i = tos as u32;
            if i >= length(a) {
                jump!(throw::array_index, ip, sp, lo, t, tb, tos)
            }
            let $v = ((a + array_base($log2)) as *const $ty).add(i as usize).read_volatile();
            next!(ip.add(1), sp.sub($pop), lo, t, tb, $e)
        }
    )* } };
}
loads! {
    baload i8, 0, 1, |v| u64::from(i32::from(v) as u32);
    caload u16, 1, 1, |v| u64::from(v);
    saload i16, 1, 1, |v| u64::from(i32::from(v) as u32);
    iaload u32, 2, 1, |v| u64::from(v);
    laload u64, 3, 0, |v| v;
}

/// Stores of one-slot primitives: `.., array, index, value -> ..`.
macro_rules! stores {
    ($($name:ident $ty:ty, $log2:literal, $slots:literal;)*) => { handler! { $(
        $name(ip, sp, lo, t, tb, tos) {
            let a = *sp.sub($slots + 1);
            if a == 0 {
                jump!(throw::null_pointer, ip, sp, lo, t, tb, tos)
            }
            let a = addr(t, a);
            let i = *sp.sub($slots) as u32;
            if i >= length(a) {
                jump!(throw::array_index, ip, sp, lo, t, tb, tos)
            }
            ((a + array_base($log2)) as *mut $ty).add(i as usize).write_volatile(tos as $ty);
            let sp = sp.sub($slots + 2);
            next!(ip.add(1), sp, lo, t, tb, *sp)
        }
    )* } };
}
stores! {
    castore u16, 1, 1;
    iastore u32, 2, 1;
    lastore u64, 3, 2;
}

handler! {
    bastore(ip, sp, lo, t, tb, tos) {
        let a = *sp.sub(2);
        if a == 0 {
            jump!(throw::null_pointer, ip, sp, lo, t, tb, tos)
        }
        let a = addr(t, a);
        let i = *sp.sub(1) as u32;
        if i >= length(a) {
            jump!(throw::array_index, ip, sp, lo, t, tb, tos)
        }
        let k = class_of(t, a);
        let v = if k.elem_type == BasicType::Boolean { tos as u8 & 1 } else { tos as u8 };
        ((a + array_base(0)) as *mut u8).add(i as usize).write_volatile(v);
        let sp = sp.sub(3);
        next!(ip.add(1), sp, lo, t, tb, *sp)
    }
    aastore(ip, sp, lo, t, tb, tos) {
        let a = *sp.sub(2);
        if a == 0 {
            jump!(throw::null_pointer, ip, sp, lo, t, tb, tos)
        }
        let a = addr(t, a);
        let i = *sp.sub(1) as u32;
        if i >= length(a) {
            jump!(throw::array_index, ip, sp, lo, t, tb, tos)
        }
        if tos != 0 {
            let array = class_of(t, a);
            let value = class_of(t, addr(t, tos));
            // an array of references always has a component class
            let component = array.component.unwrap_unchecked();
            let depth = component.depth.get() as usize;
            if depth >= DISPLAY || value.display[depth].get() != component.id() {
                jump!(aastore_checked, ip, sp, lo, t, tb, tos)
            }
        }
        let slot = a + array_base(2) + 4 * i as usize;
        AtomicU32::from_ptr(slot as *mut u32).store(tos as u32, Ordering::Relaxed);
        barrier::post_write(slot);
        let sp = sp.sub(3);
        next!(ip.add(1), sp, lo, t, tb, *sp)
    }
    /// `aastore` of a value whose class is not found in the display; array and index are checked.
    aastore_checked(ip, sp, lo, t, tb, tos) {
        let a = addr(t, *sp.sub(2));
        let component = class_of(t, a).component.unwrap_unchecked();
        if !class_of(t, addr(t, tos)).is_subtype_of(component) {
            jump!(throw::array_store, ip, sp, lo, t, tb, tos)
        }
        let slot = a + array_base(2) + 4 * (*sp.sub(1) as u32) as usize;
        AtomicU32::from_ptr(slot as *mut u32).store(tos as u32, Ordering::Relaxed);
        barrier::post_write(slot);
        let sp = sp.sub(3);
        next!(ip.add(1), sp, lo, t, tb, *sp)
    }
    arraylength(ip, sp, lo, t, tb, tos) {
        if tos == 0 {
            jump!(throw::null_pointer, ip, sp, lo, t, tb, tos)
        }
        next!(ip.add(1), sp, lo, t, tb, u64::from(length(addr(t, tos))))
    }
}
