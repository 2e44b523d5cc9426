//! Locals and operand stack manipulation (JVMS §6.5: loads, stores, `dup*`, `pop*`, `swap`, `iinc`).
//!
//! `int`, `float` and references share handlers, as do `long` and `double`.

use super::{cell, operand};

macro_rules! load_n {
    ($($name:ident $n:literal;)*) => { handler! { $(
        $name(ip, sp, lo, t, tb, tos) {
            *sp = tos;
            next!(ip.add(1), sp.add(1), lo, t, tb, *lo.add($n))
        }
    )* } };
}
macro_rules! store_n {
    ($($name:ident $n:literal;)*) => { handler! { $(
        $name(ip, sp, lo, t, tb, tos) {
            *lo.add($n) = tos;
            let sp = sp.sub(1);
            next!(ip.add(1), sp, lo, t, tb, *sp)
        }
    )* } };
}
load_n! { load_0 0; load_1 1; load_2 2; load_3 3; }
store_n! { store_0 0; store_1 1; store_2 2; store_3 3; }

handler! {
    nop(ip, sp, lo, t, tb, tos) {
        next!(ip.add(1), sp, lo, t, tb, tos)
    }
    /// `iload`, `fload`, `aload` with an index byte.
    load(ip, sp, lo, t, tb, tos) {
        *sp = tos;
        next!(ip.add(2), sp.add(1), lo, t, tb, *lo.add(operand(ip)))
    }
    /// `lload_n`, `dload_n`: the operand is the index of the second slot.
    load2_n(ip, sp, lo, t, tb, tos) {
        *sp = tos;
        next!(ip.add(1), sp.add(2), lo, t, tb, *lo.add(operand(ip)))
    }
    load2(ip, sp, lo, t, tb, tos) {
        *sp = tos;
        next!(ip.add(2), sp.add(2), lo, t, tb, *lo.add(operand(ip)))
    }
    load_wide(ip, sp, lo, t, tb, tos) {
        *sp = tos;
        next!(ip.add(4), sp.add(1), lo, t, tb, *lo.add(operand(ip)))
    }
    load2_wide(ip, sp, lo, t, tb, tos) {
        *sp = tos;
        next!(ip.add(4), sp.add(2), lo, t, tb, *lo.add(operand(ip)))
    }
    store(ip, sp, lo, t, tb, tos) {
        *lo.add(operand(ip)) = tos;
        let sp = sp.sub(1);
        next!(ip.add(2), sp, lo, t, tb, *sp)
    }
    store2_n(ip, sp, lo, t, tb, tos) {
        *lo.add(operand(ip)) = tos;
        let sp = sp.sub(2);
        next!(ip.add(1), sp, lo, t, tb, *sp)
    }
    store2(ip, sp, lo, t, tb, tos) {
        *lo.add(operand(ip)) = tos;
        let sp = sp.sub(2);
        next!(ip.add(2), sp, lo, t, tb, *sp)
    }
    store_wide(ip, sp, lo, t, tb, tos) {
        *lo.add(operand(ip)) = tos;
        let sp = sp.sub(1);
        next!(ip.add(4), sp, lo, t, tb, *sp)
    }
    store2_wide(ip, sp, lo, t, tb, tos) {
        *lo.add(operand(ip)) = tos;
        let sp = sp.sub(2);
        next!(ip.add(4), sp, lo, t, tb, *sp)
    }
    /// Operand: local index; second cell: the constant.
    iinc(ip, sp, lo, t, tb, tos) {
        let p = lo.add(operand(ip));
        *p = u64::from((*p as u32).wrapping_add(cell(ip, 1)));
        next!(ip.add(3), sp, lo, t, tb, tos)
    }
    iinc_wide(ip, sp, lo, t, tb, tos) {
        let p = lo.add(operand(ip));
        *p = u64::from((*p as u32).wrapping_add(cell(ip, 1)));
        next!(ip.add(6), sp, lo, t, tb, tos)
    }
    pop(ip, sp, lo, t, tb, tos) {
        let sp = sp.sub(1);
        next!(ip.add(1), sp, lo, t, tb, *sp)
    }
    pop2(ip, sp, lo, t, tb, tos) {
        let sp = sp.sub(2);
        next!(ip.add(1), sp, lo, t, tb, *sp)
    }
    dup(ip, sp, lo, t, tb, tos) {
        *sp = tos;
        next!(ip.add(1), sp.add(1), lo, t, tb, tos)
    }
    dup_x1(ip, sp, lo, t, tb, tos) {
        *sp = *sp.sub(1);
        *sp.sub(1) = tos;
        next!(ip.add(1), sp.add(1), lo, t, tb, tos)
    }
    dup_x2(ip, sp, lo, t, tb, tos) {
        *sp = *sp.sub(1);
        *sp.sub(1) = *sp.sub(2);
        *sp.sub(2) = tos;
        next!(ip.add(1), sp.add(1), lo, t, tb, tos)
    }
    dup2(ip, sp, lo, t, tb, tos) {
        *sp = tos;
        *sp.add(1) = *sp.sub(1);
        next!(ip.add(1), sp.add(2), lo, t, tb, tos)
    }
    /// .., c, b, a -> .., b, a, c, b, a
    dup2_x1(ip, sp, lo, t, tb, tos) {
        let b = *sp.sub(1);
        let c = *sp.sub(2);
        *sp.sub(2) = b;
        *sp.sub(1) = tos;
        *sp = c;
        *sp.add(1) = b;
        next!(ip.add(1), sp.add(2), lo, t, tb, tos)
    }
    /// .., d, c, b, a -> .., b, a, d, c, b, a
    dup2_x2(ip, sp, lo, t, tb, tos) {
        let b = *sp.sub(1);
        let c = *sp.sub(2);
        let d = *sp.sub(3);
        *sp.sub(3) = b;
        *sp.sub(2) = tos;
        *sp.sub(1) = d;
        *sp = c;
        *sp.add(1) = b;
        next!(ip.add(1), sp.add(2), lo, t, tb, tos)
    }
    swap(ip, sp, lo, t, tb, tos) {
        let b = *sp.sub(1);
        *sp.sub(1) = tos;
        next!(ip.add(1), sp, lo, t, tb, b)
    }
}
