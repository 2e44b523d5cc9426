//! Arithmetic, logic, conversions and comparisons (JVMS §6.5); corner cases from `classfile::arith`.

use classfile::arith;

use super::throw;

#[inline(always)]
fn f(v: u64) -> f32 {
    f32::from_bits(v as u32)
}
#[inline(always)]
fn d(v: u64) -> f64 {
    f64::from_bits(v)
}
#[inline(always)]
fn of_i(v: i32) -> u64 {
    u64::from(v as u32)
}
#[inline(always)]
fn of_f(v: f32) -> u64 {
    u64::from(v.to_bits())
}

macro_rules! int_binary {
    ($($name:ident |$a:ident, $b:ident| $e:expr;)*) => { handler! { $(
        $name(ip, sp, lo, t, tb, tos) {
            let sp = sp.sub(1);
            let ($a, $b) = (*sp as i32, tos as i32);
            next!(ip.add(1), sp, lo, t, tb, of_i($e))
        }
    )* } };
}
macro_rules! long_binary {
    ($($name:ident |$a:ident, $b:ident| $e:expr;)*) => { handler! { $(
        $name(ip, sp, lo, t, tb, tos) {
            let sp = sp.sub(2);
            let ($a, $b) = (*sp as i64, tos as i64);
            next!(ip.add(1), sp, lo, t, tb, ($e) as u64)
        }
    )* } };
}
macro_rules! float_binary {
    ($($name:ident |$a:ident, $b:ident| $e:expr;)*) => { handler! { $(
        $name(ip, sp, lo, t, tb, tos) {
            let sp = sp.sub(1);
            let ($a, $b) = (f(*sp), f(tos));
            next!(ip.add(1), sp, lo, t, tb, of_f($e))
        }
    )* } };
}
macro_rules! double_binary {
    ($($name:ident |$a:ident, $b:ident| $e:expr;)*) => { handler! { $(
        $name(ip, sp, lo, t, tb, tos) {
            let sp = sp.sub(2);
            let ($a, $b) = (d(*sp), d(tos));
            next!(ip.add(1), sp, lo, t, tb, ($e).to_bits())
        }
    )* } };
}

int_binary! {
    iadd |a, b| a.wrapping_add(b);
    isub |a, b| a.wrapping_sub(b);
    imul |a, b| a.wrapping_mul(b);
    iand |a, b| a & b;
    ior |a, b| a | b;
    ixor |a, b| a ^ b;
    ishl |a, b| a.wrapping_shl(b as u32);
    ishr |a, b| a.wrapping_shr(b as u32);
    iushr |a, b| (a as u32).wrapping_shr(b as u32) as i32;
}
long_binary! {
    ladd |a, b| a.wrapping_add(b);
    lsub |a, b| a.wrapping_sub(b);
    lmul |a, b| a.wrapping_mul(b);
    land |a, b| a & b;
    lor |a, b| a | b;
    lxor |a, b| a ^ b;
}
float_binary! {
    fadd |a, b| a + b;
    fsub |a, b| a - b;
    fmul |a, b| a * b;
    fdiv |a, b| a / b;
    frem |a, b| arith::frem(a, b);
}
double_binary! {
    dadd |a, b| a + b;
    dsub |a, b| a - b;
    dmul |a, b| a * b;
    ddiv |a, b| a / b;
    drem |a, b| arith::drem(a, b);
}

macro_rules! int_divide {
    ($($name:ident $op:path;)*) => { handler! { $(
        $name(ip, sp, lo, t, tb, tos) {
            match $op(*sp.sub(1) as i32, tos as i32) {
                Some(v) => next!(ip.add(1), sp.sub(1), lo, t, tb, of_i(v)),
                None => jump!(throw::division_by_zero, ip, sp, lo, t, tb, tos),
            }
        }
    )* } };
}
macro_rules! long_divide {
    ($($name:ident $op:path;)*) => { handler! { $(
        $name(ip, sp, lo, t, tb, tos) {
            match $op(*sp.sub(2) as i64, tos as i64) {
                Some(v) => next!(ip.add(1), sp.sub(2), lo, t, tb, v as u64),
                None => jump!(throw::division_by_zero, ip, sp, lo, t, tb, tos),
            }
        }
    )* } };
}
int_divide! { idiv arith::idiv; irem arith::irem; }
long_divide! { ldiv arith::ldiv; lrem arith::lrem; }

macro_rules! long_shift {
    ($($name:ident |$a:ident, $s:ident| $e:expr;)*) => { handler! { $(
        $name(ip, sp, lo, t, tb, tos) {
            let sp = sp.sub(1);
            let ($a, $s) = (*sp as i64, tos as u32);
            next!(ip.add(1), sp, lo, t, tb, ($e) as u64)
        }
    )* } };
}
long_shift! {
    lshl |a, s| a.wrapping_shl(s);
    lshr |a, s| a.wrapping_shr(s);
    lushr |a, s| (a as u64).wrapping_shr(s);
}

/// One value in, one out; `$delta` is the change in slots.
macro_rules! unary {
    ($($name:ident $delta:literal |$v:ident| $e:expr;)*) => { handler! { $(
        $name(ip, sp, lo, t, tb, tos) {
            let $v = tos;
            next!(ip.add(1), sp.offset($delta), lo, t, tb, $e)
        }
    )* } };
}
unary! {
    ineg 0 |v| of_i((v as i32).wrapping_neg());
    lneg 0 |v| (v as i64).wrapping_neg() as u64;
    fneg 0 |v| of_f(-f(v));
    dneg 0 |v| (-d(v)).to_bits();
    i2l 1 |v| i64::from(v as i32) as u64;
    i2f 0 |v| of_f(v as i32 as f32);
    i2d 1 |v| f64::from(v as i32).to_bits();
    l2i -1 |v| u64::from(v as u32);
    l2f -1 |v| of_f(v as i64 as f32);
    l2d 0 |v| (v as i64 as f64).to_bits();
    f2i 0 |v| of_i(arith::f2i(f(v)));
    f2l 1 |v| arith::f2l(f(v)) as u64;
    f2d 1 |v| f64::from(f(v)).to_bits();
    d2i -1 |v| of_i(arith::d2i(d(v)));
    d2l 0 |v| arith::d2l(d(v)) as u64;
    d2f -1 |v| of_f(d(v) as f32);
    i2b 0 |v| of_i(i32::from(v as i8));
    i2c 0 |v| u64::from(v as u16);
    i2s 0 |v| of_i(i32::from(v as i16));
}

handler! {
    lcmp(ip, sp, lo, t, tb, tos) {
        let (a, b) = (*sp.sub(2) as i64, tos as i64);
        next!(ip.add(1), sp.sub(3), lo, t, tb, of_i(i32::from(a > b) - i32::from(a < b)))
    }
    fcmpl(ip, sp, lo, t, tb, tos) {
        next!(ip.add(1), sp.sub(1), lo, t, tb, of_i(arith::fcmpl(f(*sp.sub(1)), f(tos))))
    }
    fcmpg(ip, sp, lo, t, tb, tos) {
        next!(ip.add(1), sp.sub(1), lo, t, tb, of_i(arith::fcmpg(f(*sp.sub(1)), f(tos))))
    }
    dcmpl(ip, sp, lo, t, tb, tos) {
        next!(ip.add(1), sp.sub(3), lo, t, tb, of_i(arith::dcmpl(d(*sp.sub(2)), d(tos))))
    }
    dcmpg(ip, sp, lo, t, tb, tos) {
        next!(ip.add(1), sp.sub(3), lo, t, tb, of_i(arith::dcmpg(d(*sp.sub(2)), d(tos))))
    }
}
