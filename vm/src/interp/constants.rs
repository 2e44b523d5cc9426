//! Constants (JVMS §6.5: `*const_*`, `bipush`, `sipush`, `ldc*`).

use std::sync::atomic::Ordering;

use gc::object::SHIFT;

use super::{Flow, cell, operand, ops, pool_index, rewrite};
use crate::class::{Klass, Tag};
use crate::link::resolve;
use crate::well_known::f;

handler! {
    /// A small int or null in the operand (sign-extended).
    const_1(ip, sp, lo, t, tb, tos) {
        *sp = tos;
        next!(ip.add(1), sp.add(1), lo, t, tb, u64::from((cell(ip, 0) as i32 >> 16) as u32))
    }
    bipush(ip, sp, lo, t, tb, tos) {
        *sp = tos;
        next!(ip.add(2), sp.add(1), lo, t, tb, u64::from((cell(ip, 0) as i32 >> 16) as u32))
    }
    sipush(ip, sp, lo, t, tb, tos) {
        *sp = tos;
        next!(ip.add(3), sp.add(1), lo, t, tb, u64::from((cell(ip, 0) as i32 >> 16) as u32))
    }
    lconst(ip, sp, lo, t, tb, tos) {
        *sp = tos;
        next!(ip.add(1), sp.add(2), lo, t, tb, operand(ip) as u64)
    }
    /// Operand 0, 1 or 2.
    fconst(ip, sp, lo, t, tb, tos) {
        *sp = tos;
        next!(ip.add(1), sp.add(1), lo, t, tb, u64::from((operand(ip) as f32).to_bits()))
    }
    dconst(ip, sp, lo, t, tb, tos) {
        *sp = tos;
        next!(ip.add(1), sp.add(2), lo, t, tb, (operand(ip) as f64).to_bits())
    }
    /// `ldc` of an int or float: the value in the second cell.
    ldc_int(ip, sp, lo, t, tb, tos) {
        *sp = tos;
        next!(ip.add(2), sp.add(1), lo, t, tb, u64::from(cell(ip, 1)))
    }
    ldc_w_int(ip, sp, lo, t, tb, tos) {
        *sp = tos;
        next!(ip.add(3), sp.add(1), lo, t, tb, u64::from(cell(ip, 1)))
    }
    /// `ldc2_w`: the value in the second and third cell.
    ldc2_w_long(ip, sp, lo, t, tb, tos) {
        *sp = tos;
        let v = u64::from(cell(ip, 1)) | (u64::from(cell(ip, 2)) << 32);
        next!(ip.add(3), sp.add(2), lo, t, tb, v)
    }
    /// A resolved reference: second cell is a `RefSlot`.
    ldc_ref(ip, sp, lo, t, tb, tos) {
        *sp = tos;
        let slot = (t.ctx.class_base.get() + ((cell(ip, 1) as usize) << 2)) as *const u32;
        next!(ip.add(2), sp.add(1), lo, t, tb, u64::from(*slot))
    }
    ldc_w_ref(ip, sp, lo, t, tb, tos) {
        *sp = tos;
        let slot = (t.ctx.class_base.get() + ((cell(ip, 1) as usize) << 2)) as *const u32;
        next!(ip.add(3), sp.add(1), lo, t, tb, u64::from(*slot))
    }
    /// A resolved class: second cell is its id.
    ldc_class(ip, sp, lo, t, tb, tos) {
        *sp = tos;
        let k = (t.ctx.class_base.get() + ((cell(ip, 1) as usize) << SHIFT)) as *const Klass;
        next!(ip.add(2), sp.add(1), lo, t, tb, u64::from((*k).mirror.get().0))
    }
    ldc_w_class(ip, sp, lo, t, tb, tos) {
        *sp = tos;
        let k = (t.ctx.class_base.get() + ((cell(ip, 1) as usize) << SHIFT)) as *const Klass;
        next!(ip.add(3), sp.add(1), lo, t, tb, u64::from((*k).mirror.get().0))
    }
}

slow! {
    /// `ldc`, `ldc_w`, `ldc2_w` of an entry that is not resolved yet. Operand: the pool index.
    ldc_unresolved(s, ip, sp, lo, t) {
        let m = super::method_of(t.ctx.frame.get());
        let holder = m.holder;
        let index = pool_index(t, ip);
        let bci = ip.offset_from(m.code.load(Ordering::Relaxed).cast_const().cast::<u32>()) as usize;
        let narrow_form = m.cold.bytecode[bci] == 0x12;
        let pick = |narrow: u16, wide: u16| if narrow_form { narrow } else { wide };
        match holder.constants().tag(index) {
            Tag::Class => {
                let k = resolve::class_at(s, holder, index)?;
                rewrite(ip, pick(ops::ldc_class, ops::ldc_w_class), 0, &[k.id()]);
            }
            Tag::Dynamic => {
                let slot = resolve::constant_at(s, holder, index)?;
                let (_, desc) = holder.constants().member_name_and_type(index);
                let bits = slot.get(s).and_then(|o| {
                    Some(match desc.bytes()[0] {
                        b'Z' => u64::from(f::Boolean::value.get(o)),
                        b'C' => u64::from(f::Character::value.get(o)),
                        b'B' => u64::from(i32::from(f::Byte::value.get(o)) as u32),
                        b'S' => u64::from(i32::from(f::Short::value.get(o)) as u32),
                        b'I' => u64::from(f::Integer::value.get(o) as u32),
                        b'F' => u64::from(f::Float::value.get(o).to_bits()),
                        b'J' => f::Long::value.get(o) as u64,
                        b'D' => f::Double::value.get(o).to_bits(),
                        _ => return None,
                    })
                });
                match (bits, desc.bytes()[0]) {
                    (Some(v), b'J' | b'D') => rewrite(ip, ops::ldc2_w_long, 0, &[v as u32, (v >> 32) as u32]),
                    (Some(v), _) => rewrite(ip, pick(ops::ldc_int, ops::ldc_w_int), 0, &[v as u32]),
                    (None, _) => rewrite(ip, pick(ops::ldc_ref, ops::ldc_w_ref), 0, &[slot.0]),
                }
            }
            _ => {
                let slot = resolve::constant_at(s, holder, index)?;
                rewrite(ip, pick(ops::ldc_ref, ops::ldc_w_ref), 0, &[slot.0]);
            }
        }
        Ok(Flow { ip, sp })
    }
}
