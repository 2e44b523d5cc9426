//! Superinstructions: handlers that do the work of two or three adjacent instructions.
//!
//! A fused op stands in the first cell of the first instruction; the cells of the others keep their own
//! ops, so that jumps to them work. Two loads share the first cell's operand: the first local in the low,
//! the second in the high byte; other operands are read where they stand. The number in a name is the
//! length of the loads. When anything is out of the ordinary (null, index, a poll), a fused handler does
//! the loads only and goes on at the next instruction, which then deals with it.

use std::sync::atomic::{AtomicU8, AtomicU16, AtomicU32, AtomicU64, Ordering};

use classfile::opcode::Opcode;
use gc::object::{LENGTH_OFFSET, array_base};

use super::arrays::addr;
use super::{cell, operand, ops};

macro_rules! load_load {
    ($($name:ident $length:literal;)*) => { handler! { $(
        $name(ip, sp, lo, t, tb, tos) {
            let w = operand(ip);
            *sp = tos;
            *sp.add(1) = *lo.add(w & 0xff);
            next!(ip.add($length), sp.add(2), lo, t, tb, *lo.add(w >> 8))
        }
    )* } };
}
load_load! { load_load_2 2; load_load_3 3; load_load_4 4; }

/// `aload; iload; *aload`. `$more`: slots of the element beyond the first.
macro_rules! load_element {
    ($($name:ident $length:literal $ty:ty, $log2:literal, $more:literal, |$v:ident| $e:expr;)*) => { handler! { $(
        $name(ip, sp, lo, t, tb, tos) {
            let w = operand(ip);
            let (a, i) = (*lo.add(w & 0xff), *lo.add(w >> 8));
            *sp = tos;
            let at = addr(t, a);
            if a == 0 || i as u32 >= *((at + LENGTH_OFFSET) as *const u32) {
                *sp.add(1) = a;
                next!(ip.add($length), sp.add(2), lo, t, tb, i)
            }
            let $v = ((at + array_base($log2)) as *const $ty).add(i as u32 as usize).read_volatile();
            next!(ip.add($length + 1), sp.add(1 + $more), lo, t, tb, $e)
        }
    )* } };
}
load_element! {
    load_load_2_baload 2 i8, 0, 0, |v| u64::from(i32::from(v) as u32);
    load_load_3_baload 3 i8, 0, 0, |v| u64::from(i32::from(v) as u32);
    load_load_4_baload 4 i8, 0, 0, |v| u64::from(i32::from(v) as u32);
    load_load_2_caload 2 u16, 1, 0, |v| u64::from(v);
    load_load_3_caload 3 u16, 1, 0, |v| u64::from(v);
    load_load_4_caload 4 u16, 1, 0, |v| u64::from(v);
    load_load_2_iaload 2 u32, 2, 0, |v| u64::from(v);
    load_load_3_iaload 3 u32, 2, 0, |v| u64::from(v);
    load_load_4_iaload 4 u32, 2, 0, |v| u64::from(v);
    load_load_2_laload 2 u64, 3, 1, |v| v;
    load_load_3_laload 3 u64, 3, 1, |v| v;
    load_load_4_laload 4 u64, 3, 1, |v| v;
}

/// `iload; iload; if_icmp*` forward: the operand stack is not touched.
macro_rules! load_load_branch {
    ($($name:ident $length:literal |$a:ident, $b:ident| $e:expr;)*) => { handler! { $(
        $name(ip, sp, lo, t, tb, tos) {
            let w = operand(ip);
            let ($a, $b) = (*lo.add(w & 0xff) as i32, *lo.add(w >> 8) as i32);
            let branch = ip.add($length);
            let target = if $e { branch.offset((cell(branch, 0) as i32 >> 16) as isize) } else { branch.add(3) };
            next!(target, sp, lo, t, tb, tos)
        }
    )* } };
}
load_load_branch! {
    load_load_2_if_icmpeq 2 |a, b| a == b;
    load_load_3_if_icmpeq 3 |a, b| a == b;
    load_load_4_if_icmpeq 4 |a, b| a == b;
    load_load_2_if_icmpne 2 |a, b| a != b;
    load_load_3_if_icmpne 3 |a, b| a != b;
    load_load_4_if_icmpne 4 |a, b| a != b;
    load_load_2_if_icmplt 2 |a, b| a < b;
    load_load_3_if_icmplt 3 |a, b| a < b;
    load_load_4_if_icmplt 4 |a, b| a < b;
    load_load_2_if_icmpge 2 |a, b| a >= b;
    load_load_3_if_icmpge 3 |a, b| a >= b;
    load_load_4_if_icmpge 4 |a, b| a >= b;
    load_load_2_if_icmpgt 2 |a, b| a > b;
    load_load_3_if_icmpgt 3 |a, b| a > b;
    load_load_4_if_icmpgt 4 |a, b| a > b;
    load_load_2_if_icmple 2 |a, b| a <= b;
    load_load_3_if_icmple 3 |a, b| a <= b;
    load_load_4_if_icmple 4 |a, b| a <= b;
}

/// `aload; getfield`: the offset is in the second cell of the `getfield`.
macro_rules! load_field {
    ($($name:ident $length:literal $atomic:ty, $more:literal, |$v:ident| $e:expr;)*) => { handler! { $(
        $name(ip, sp, lo, t, tb, tos) {
            let o = *lo.add(operand(ip));
            *sp = tos;
            if o == 0 {
                next!(ip.add($length), sp.add(1), lo, t, tb, o)
            }
            let at = addr(t, o) + cell(ip, $length + 1) as usize;
            let $v = <$atomic>::from_ptr(at as *mut _).load(Ordering::Relaxed);
            next!(ip.add($length + 3), sp.add(1 + $more), lo, t, tb, $e)
        }
    )* } };
}
load_field! {
    load_1_getfield_b 1 AtomicU8, 0, |v| u64::from(i32::from(v as i8) as u32);
    load_2_getfield_b 2 AtomicU8, 0, |v| u64::from(i32::from(v as i8) as u32);
    load_1_getfield_z 1 AtomicU8, 0, |v| u64::from(v);
    load_2_getfield_z 2 AtomicU8, 0, |v| u64::from(v);
    load_1_getfield_c 1 AtomicU16, 0, |v| u64::from(v);
    load_2_getfield_c 2 AtomicU16, 0, |v| u64::from(v);
    load_1_getfield_4 1 AtomicU32, 0, |v| u64::from(v);
    load_2_getfield_4 2 AtomicU32, 0, |v| u64::from(v);
    load_1_getfield_8 1 AtomicU64, 1, |v| v;
    load_2_getfield_8 2 AtomicU64, 1, |v| v;
}

handler! {
    /// `iinc; goto` backward.
    iinc_goto_b(ip, sp, lo, t, tb, tos) {
        let p = lo.add(operand(ip));
        *p = u64::from((*p as u32).wrapping_add(cell(ip, 1)));
        let jump = ip.add(3);
        let m = (*t.ctx.frame.get()).method.cast::<crate::class::Method>();
        let n = (*m).back_edges.load(Ordering::Relaxed).wrapping_add(1);
        // the jump itself deals with what is to be done
        if n & t.ctx.back_edge_mask.get() == 0 || t.ctx.poll.load(Ordering::Relaxed) != 0 {
            next!(jump, sp, lo, t, tb, tos)
        }
        (*m).back_edges.store(n, Ordering::Relaxed);
        next!(jump.offset((cell(jump, 0) as i32 >> 16) as isize), sp, lo, t, tb, tos)
    }
}

/// Fused op for two loads of this length in total and the op that follows them, or for the loads alone.
pub(super) fn for_loads(length: u32, next: Option<u16>) -> u16 {
    let by_length = |forms: [u16; 3]| forms[length as usize - 2];
    let fused = match next {
        Some(ops::baload) => [ops::load_load_2_baload, ops::load_load_3_baload, ops::load_load_4_baload],
        Some(ops::caload) => [ops::load_load_2_caload, ops::load_load_3_caload, ops::load_load_4_caload],
        Some(ops::iaload) => [ops::load_load_2_iaload, ops::load_load_3_iaload, ops::load_load_4_iaload],
        Some(ops::laload) => [ops::load_load_2_laload, ops::load_load_3_laload, ops::load_load_4_laload],
        Some(ops::if_icmpeq) => {
            [ops::load_load_2_if_icmpeq, ops::load_load_3_if_icmpeq, ops::load_load_4_if_icmpeq]
        }
        Some(ops::if_icmpne) => {
            [ops::load_load_2_if_icmpne, ops::load_load_3_if_icmpne, ops::load_load_4_if_icmpne]
        }
        Some(ops::if_icmplt) => {
            [ops::load_load_2_if_icmplt, ops::load_load_3_if_icmplt, ops::load_load_4_if_icmplt]
        }
        Some(ops::if_icmpge) => {
            [ops::load_load_2_if_icmpge, ops::load_load_3_if_icmpge, ops::load_load_4_if_icmpge]
        }
        Some(ops::if_icmpgt) => {
            [ops::load_load_2_if_icmpgt, ops::load_load_3_if_icmpgt, ops::load_load_4_if_icmpgt]
        }
        Some(ops::if_icmple) => {
            [ops::load_load_2_if_icmple, ops::load_load_3_if_icmple, ops::load_load_4_if_icmple]
        }
        _ => [ops::load_load_2, ops::load_load_3, ops::load_load_4],
    };
    by_length(fused)
}

/// Fused op for a load of this length before a quick `getfield`.
pub(super) fn for_field(length: u32, getfield: u16) -> Option<u16> {
    let forms = match getfield {
        ops::getfield_b => [ops::load_1_getfield_b, ops::load_2_getfield_b],
        ops::getfield_z => [ops::load_1_getfield_z, ops::load_2_getfield_z],
        ops::getfield_c => [ops::load_1_getfield_c, ops::load_2_getfield_c],
        ops::getfield_4 => [ops::load_1_getfield_4, ops::load_2_getfield_4],
        ops::getfield_8 => [ops::load_1_getfield_8, ops::load_2_getfield_8],
        _ => return None,
    };
    forms.get(length as usize - 1).copied()
}

/// Local that a one-slot load pushes, `None` for other instructions.
pub(super) fn loaded(opcode: Opcode, local: u16) -> Option<u16> {
    use Opcode as O;
    match opcode {
        O::Iload | O::Fload | O::Aload => Some(local),
        O::Iload0 | O::Fload0 | O::Aload0 => Some(0),
        O::Iload1 | O::Fload1 | O::Aload1 => Some(1),
        O::Iload2 | O::Fload2 | O::Aload2 => Some(2),
        O::Iload3 | O::Fload3 | O::Aload3 => Some(3),
        _ => None,
    }
}
