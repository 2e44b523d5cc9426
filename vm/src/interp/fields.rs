//! Field instructions (JVMS §6.5: `getfield`, `putfield`, `getstatic`, `putstatic`).
//!
//! Quick forms by size of the value; the second cell holds the offset. Static forms have the class id
//! in the second and the offset in the third cell. `int`, `float` and references are loaded alike.
//! Volatile fields have forms of their own (`_v`), sequentially consistent.

use std::sync::atomic::{AtomicU8, AtomicU16, AtomicU32, AtomicU64, Ordering};

use gc::barrier;
use gc::object::SHIFT;

use super::arrays::addr;
use super::{Flow, cell, operand, ops, pool_index, rewrite, throw};
use crate::class::{BasicType, Field, Klass};
use crate::link::resolve;

/// `getfield` forms: type, slots beyond the first, extension.
macro_rules! gets {
    ($($get:ident $getstatic:ident $atomic:ty, $order:ident, $extra:literal, |$v:ident| $e:expr;)*) => { handler! { $(
        $get(ip, sp, lo, t, tb, tos) {
            if tos == 0 {
                jump!(throw::null_pointer, ip, sp, lo, t, tb, tos)
            }
            let $v = <$atomic>::from_ptr((addr(t, tos) + cell(ip, 1) as usize) as *mut _).load(Ordering::$order);
            next!(ip.add(3), sp.add($extra), lo, t, tb, $e)
        }
        $getstatic(ip, sp, lo, t, tb, tos) {
            *sp = tos;
            let k = (t.ctx.class_base.get() + ((cell(ip, 1) as usize) << SHIFT)) as *const Klass;
            let mirror = addr(t, u64::from((*k).mirror.get().0));
            let $v = <$atomic>::from_ptr((mirror + cell(ip, 2) as usize) as *mut _).load(Ordering::$order);
            next!(ip.add(3), sp.add(1 + $extra), lo, t, tb, $e)
        }
    )* } };
}
gets! {
    getfield_b getstatic_b AtomicU8, Relaxed, 0, |v| u64::from(i32::from(v as i8) as u32);
    getfield_z getstatic_z AtomicU8, Relaxed, 0, |v| u64::from(v);
    getfield_c getstatic_c AtomicU16, Relaxed, 0, |v| u64::from(v);
    getfield_s getstatic_s AtomicU16, Relaxed, 0, |v| u64::from(i32::from(v as i16) as u32);
    getfield_4 getstatic_4 AtomicU32, Relaxed, 0, |v| u64::from(v);
    getfield_8 getstatic_8 AtomicU64, Relaxed, 1, |v| v;
    getfield_bv getstatic_bv AtomicU8, SeqCst, 0, |v| u64::from(i32::from(v as i8) as u32);
    getfield_zv getstatic_zv AtomicU8, SeqCst, 0, |v| u64::from(v);
    getfield_cv getstatic_cv AtomicU16, SeqCst, 0, |v| u64::from(v);
    getfield_sv getstatic_sv AtomicU16, SeqCst, 0, |v| u64::from(i32::from(v as i16) as u32);
    getfield_4v getstatic_4v AtomicU32, SeqCst, 0, |v| u64::from(v);
    getfield_8v getstatic_8v AtomicU64, SeqCst, 1, |v| v;
}

/// `putfield` forms: value type, slots, barrier or nothing.
macro_rules! puts {
    ($($put:ident $putstatic:ident $atomic:ty, $order:ident, $slots:literal, |$v:ident| $e:expr, $after:path;)*) => { handler! { $(
        $put(ip, sp, lo, t, tb, tos) {
            let o = *sp.sub($slots);
            if o == 0 {
                jump!(throw::null_pointer, ip, sp, lo, t, tb, tos)
            }
            let $v = tos;
            let p = addr(t, o) + cell(ip, 1) as usize;
            <$atomic>::from_ptr(p as *mut _).store($e, Ordering::$order);
            $after(p);
            let sp = sp.sub($slots + 1);
            next!(ip.add(3), sp, lo, t, tb, *sp)
        }
        $putstatic(ip, sp, lo, t, tb, tos) {
            let k = (t.ctx.class_base.get() + ((cell(ip, 1) as usize) << SHIFT)) as *const Klass;
            let p = addr(t, u64::from((*k).mirror.get().0)) + cell(ip, 2) as usize;
            let $v = tos;
            <$atomic>::from_ptr(p as *mut _).store($e, Ordering::$order);
            $after(p);
            let sp = sp.sub($slots);
            next!(ip.add(3), sp, lo, t, tb, *sp)
        }
    )* } };
}

#[inline(always)]
fn no_barrier(_: usize) {}

puts! {
    putfield_1 putstatic_1 AtomicU8, Relaxed, 1, |v| v as u8, no_barrier;
    putfield_z putstatic_z AtomicU8, Relaxed, 1, |v| v as u8 & 1, no_barrier;
    putfield_2 putstatic_2 AtomicU16, Relaxed, 1, |v| v as u16, no_barrier;
    putfield_4 putstatic_4 AtomicU32, Relaxed, 1, |v| v as u32, no_barrier;
    putfield_8 putstatic_8 AtomicU64, Relaxed, 2, |v| v, no_barrier;
    putfield_a putstatic_a AtomicU32, Relaxed, 1, |v| v as u32, barrier::post_write;
    putfield_1v putstatic_1v AtomicU8, SeqCst, 1, |v| v as u8, no_barrier;
    putfield_zv putstatic_zv AtomicU8, SeqCst, 1, |v| v as u8 & 1, no_barrier;
    putfield_2v putstatic_2v AtomicU16, SeqCst, 1, |v| v as u16, no_barrier;
    putfield_4v putstatic_4v AtomicU32, SeqCst, 1, |v| v as u32, no_barrier;
    putfield_8v putstatic_8v AtomicU64, SeqCst, 2, |v| v, no_barrier;
    putfield_av putstatic_av AtomicU32, SeqCst, 1, |v| v as u32, barrier::post_write;
}

/// Quick op for a field: (plain, volatile) by type.
fn quick(f: &Field, forms: [[u16; 2]; 7]) -> u16 {
    let i = match f.ty {
        BasicType::Byte => 0,
        BasicType::Boolean => 1,
        BasicType::Char => 2,
        BasicType::Short => 3,
        BasicType::Int | BasicType::Float => 4,
        BasicType::Long | BasicType::Double => 5,
        BasicType::Object | BasicType::Array | BasicType::Void => 6,
    };
    forms[i][usize::from(f.is_volatile())]
}

slow! {
    getfield(s, ip, sp, lo, t) {
        let f = resolve::field_at(s, super::method_of(t.ctx.frame.get()), pool_index(t, ip), false, false)?;
        let op = quick(f, [
            [ops::getfield_b, ops::getfield_bv], [ops::getfield_z, ops::getfield_zv], [ops::getfield_c, ops::getfield_cv],
            [ops::getfield_s, ops::getfield_sv], [ops::getfield_4, ops::getfield_4v], [ops::getfield_8, ops::getfield_8v],
            [ops::getfield_4, ops::getfield_4v],
        ]);
        rewrite(ip, op, operand(ip) as u16, &[f.offset]);
        // the load before it, if any, and this become one
        let distance = cell(ip, 2);
        if distance != 0
            && let Some(both) = super::fused::for_field(distance, op)
        {
            let load = ip.sub(distance as usize);
            rewrite(load, both, operand(load) as u16, &[]);
        }
        Ok(Flow { ip, sp })
    }
    putfield(s, ip, sp, lo, t) {
        let f = resolve::field_at(s, super::method_of(t.ctx.frame.get()), pool_index(t, ip), false, true)?;
        let op = quick(f, [
            [ops::putfield_1, ops::putfield_1v], [ops::putfield_z, ops::putfield_zv], [ops::putfield_2, ops::putfield_2v],
            [ops::putfield_2, ops::putfield_2v], [ops::putfield_4, ops::putfield_4v], [ops::putfield_8, ops::putfield_8v],
            [ops::putfield_a, ops::putfield_av],
        ]);
        rewrite(ip, op, operand(ip) as u16, &[f.offset]);
        Ok(Flow { ip, sp })
    }
    getstatic(s, ip, sp, lo, t) {
        let f = resolve::field_at(s, super::method_of(t.ctx.frame.get()), pool_index(t, ip), true, false)?;
        let op = quick(f, [
            [ops::getstatic_b, ops::getstatic_bv], [ops::getstatic_z, ops::getstatic_zv], [ops::getstatic_c, ops::getstatic_cv],
            [ops::getstatic_s, ops::getstatic_sv], [ops::getstatic_4, ops::getstatic_4v], [ops::getstatic_8, ops::getstatic_8v],
            [ops::getstatic_4, ops::getstatic_4v],
        ]);
        finish_static(s, ip, sp, f, op)
    }
    putstatic(s, ip, sp, lo, t) {
        let f = resolve::field_at(s, super::method_of(t.ctx.frame.get()), pool_index(t, ip), true, true)?;
        let op = quick(f, [
            [ops::putstatic_1, ops::putstatic_1v], [ops::putstatic_z, ops::putstatic_zv], [ops::putstatic_2, ops::putstatic_2v],
            [ops::putstatic_2, ops::putstatic_2v], [ops::putstatic_4, ops::putstatic_4v], [ops::putstatic_8, ops::putstatic_8v],
            [ops::putstatic_a, ops::putstatic_av],
        ]);
        finish_static(s, ip, sp, f, op)
    }
}

/// Rewrites when the class is initialised for everybody; while this thread is initialising it, the
/// instruction stays slow for others: it is executed here, through a one-off copy of its quick form.
unsafe fn finish_static(
    s: &mut crate::thread::Scope<'_>,
    ip: *const u32,
    sp: *mut u64,
    f: &'static Field,
    op: u16,
) -> crate::thread::JResult<Flow> {
    // SAFETY: interpreter registers; see the module's head.
    unsafe {
        if f.holder.is_initialized() {
            rewrite(ip, op, operand(ip) as u16, &[f.holder.id(), f.offset]);
            return Ok(Flow { ip, sp });
        }
        // run the quick form out of line: its three cells, then a jump back
        let copy = s.ctx.once.as_ptr().cast::<u32>().cast_mut();
        let cells = [u32::from(op), f.holder.id(), f.offset, u32::from(ops::resume)];
        for (i, c) in cells.iter().enumerate() {
            copy.add(i).write(*c);
        }
        s.ctx.resume.set(ip.add(3));
        Ok(Flow { ip: copy, sp })
    }
}

handler! {
    /// Back from a one-off copy of an instruction into the method's code.
    resume(ip, sp, lo, t, tb, tos) {
        next!(t.ctx.resume.get(), sp, lo, t, tb, tos)
    }
}
