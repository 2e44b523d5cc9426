//! The arithmetic of the bytecodes where Rust's operators differ or trap (JVMS §6.5, §2.8, §2.11.3): shared by
//! the interpreter, constant folding and test oracles, so that each corner case is decided once.

/// `idiv`: `None` is division by zero; MIN / -1 is MIN (§6.5.idiv).
#[inline]
pub fn idiv(dividend: i32, divisor: i32) -> Option<i32> {
    if divisor == 0 { None } else { Some(dividend.wrapping_div(divisor)) }
}

/// `irem`: `None` is division by zero; MIN % -1 is 0 (§6.5.irem).
#[inline]
pub fn irem(dividend: i32, divisor: i32) -> Option<i32> {
    if divisor == 0 { None } else { Some(dividend.wrapping_rem(divisor)) }
}

/// `ldiv`: `None` is division by zero; MIN / -1 is MIN (§6.5.ldiv).
#[inline]
pub fn ldiv(dividend: i64, divisor: i64) -> Option<i64> {
    if divisor == 0 { None } else { Some(dividend.wrapping_div(divisor)) }
}

/// `lrem`: `None` is division by zero; MIN % -1 is 0 (§6.5.lrem).
#[inline]
pub fn lrem(dividend: i64, divisor: i64) -> Option<i64> {
    if divisor == 0 { None } else { Some(dividend.wrapping_rem(divisor)) }
}

/// `ishl`: by the low five bits of the distance (§6.5.ishl).
#[inline]
pub fn ishl(value: i32, distance: i32) -> i32 {
    value.wrapping_shl(distance as u32)
}

/// `ishr`: arithmetic, by the low five bits of the distance (§6.5.ishr).
#[inline]
pub fn ishr(value: i32, distance: i32) -> i32 {
    value.wrapping_shr(distance as u32)
}

/// `iushr`: logical, by the low five bits of the distance (§6.5.iushr).
#[inline]
pub fn iushr(value: i32, distance: i32) -> i32 {
    (value as u32).wrapping_shr(distance as u32) as i32
}

/// `lshl`: by the low six bits of the distance (§6.5.lshl).
#[inline]
pub fn lshl(value: i64, distance: i32) -> i64 {
    value.wrapping_shl(distance as u32)
}

/// `lshr`: arithmetic, by the low six bits of the distance (§6.5.lshr).
#[inline]
pub fn lshr(value: i64, distance: i32) -> i64 {
    value.wrapping_shr(distance as u32)
}

/// `lushr`: logical, by the low six bits of the distance (§6.5.lushr).
#[inline]
pub fn lushr(value: i64, distance: i32) -> i64 {
    (value as u64).wrapping_shr(distance as u32) as i64
}

/// `lcmp`: -1, 0 or 1 (§6.5.lcmp).
#[inline]
pub fn lcmp(first: i64, second: i64) -> i32 {
    i32::from(first > second) - i32::from(first < second)
}

/// `fcmpl`: NaN gives -1 (§6.5.fcmp_op).
#[inline]
pub fn fcmpl(first: f32, second: f32) -> i32 {
    i32::from(first >= second) + i32::from(first > second) - 1
}

/// `fcmpg`: NaN gives 1 (§6.5.fcmp_op).
#[inline]
pub fn fcmpg(first: f32, second: f32) -> i32 {
    1 - i32::from(first <= second) - i32::from(first < second)
}

/// `dcmpl`: NaN gives -1 (§6.5.dcmp_op).
#[inline]
pub fn dcmpl(first: f64, second: f64) -> i32 {
    i32::from(first >= second) + i32::from(first > second) - 1
}

/// `dcmpg`: NaN gives 1 (§6.5.dcmp_op).
#[inline]
pub fn dcmpg(first: f64, second: f64) -> i32 {
    1 - i32::from(first <= second) - i32::from(first < second)
}

/// `frem`: the remainder of truncating division, as C's `fmod` (§6.5.frem).
#[inline]
pub fn frem(dividend: f32, divisor: f32) -> f32 {
    dividend % divisor
}

/// `drem`: the remainder of truncating division, as C's `fmod` (§6.5.drem).
#[inline]
pub fn drem(dividend: f64, divisor: f64) -> f64 {
    dividend % divisor
}

/// `f2i`: towards zero, NaN to 0, out of range to the nearest int (§6.5.f2i).
#[inline]
pub fn f2i(value: f32) -> i32 {
    value as i32
}

/// `f2l`: towards zero, NaN to 0, out of range to the nearest long (§6.5.f2l).
#[inline]
pub fn f2l(value: f32) -> i64 {
    value as i64
}

/// `d2i`: towards zero, NaN to 0, out of range to the nearest int (§6.5.d2i).
#[inline]
pub fn d2i(value: f64) -> i32 {
    value as i32
}

/// `d2l`: towards zero, NaN to 0, out of range to the nearest long (§6.5.d2l).
#[inline]
pub fn d2l(value: f64) -> i64 {
    value as i64
}

/// `i2b`: the low 8 bits, sign-extended (§6.5.i2b).
#[inline]
pub fn i2b(value: i32) -> i32 {
    i32::from(value as i8)
}

/// `i2c`: the low 16 bits, zero-extended (§6.5.i2c).
#[inline]
pub fn i2c(value: i32) -> i32 {
    i32::from(value as u16)
}

/// `i2s`: the low 16 bits, sign-extended (§6.5.i2s).
#[inline]
pub fn i2s(value: i32) -> i32 {
    i32::from(value as i16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn division() {
        assert_eq!(idiv(i32::MIN, -1), Some(i32::MIN));
        assert_eq!(irem(i32::MIN, -1), Some(0));
        assert_eq!(ldiv(i64::MIN, -1), Some(i64::MIN));
        assert_eq!(lrem(i64::MIN, -1), Some(0));
        assert_eq!((idiv(1, 0), irem(1, 0), ldiv(1, 0), lrem(1, 0)), (None, None, None, None));
        assert_eq!((idiv(-7, 2), irem(-7, 2), irem(7, -2)), (Some(-3), Some(-1), Some(1)));
        assert_eq!((ldiv(-7, 2), lrem(-7, 2), lrem(7, -2)), (Some(-3), Some(-1), Some(1)));
    }

    #[test]
    fn shifts_use_the_low_bits_of_the_distance() {
        assert_eq!((ishl(1, 33), ishl(1, -1), ishl(1, 32)), (2, i32::MIN, 1));
        assert_eq!((ishr(-8, 1), ishr(-8, 33), iushr(-8, 1), iushr(-1, 31)), (-4, -4, 0x7fff_fffc, 1));
        assert_eq!((lshl(1, 65), lshl(1, -1), lshl(1, 32)), (2, i64::MIN, 1 << 32));
        assert_eq!((lshr(-8, 65), lushr(-1, 63), lushr(-1, 64)), (-4, 1, -1));
    }

    #[test]
    fn comparisons() {
        let values = [f64::NEG_INFINITY, -1.0, -0.0, 0.0, f64::MIN_POSITIVE, 1.0, f64::INFINITY];
        for a in values {
            for b in values {
                let expected = if a < b {
                    -1
                } else if a == b {
                    0
                } else {
                    1
                };
                assert_eq!((dcmpl(a, b), dcmpg(a, b)), (expected, expected), "{a} {b}");
                let (a, b) = (a as f32, b as f32);
                let expected = if a < b {
                    -1
                } else if a == b {
                    0
                } else {
                    1
                };
                assert_eq!((fcmpl(a, b), fcmpg(a, b)), (expected, expected), "{a} {b}");
            }
            assert_eq!((dcmpl(a, f64::NAN), dcmpg(a, f64::NAN)), (-1, 1));
            assert_eq!((dcmpl(f64::NAN, a), dcmpg(f64::NAN, a)), (-1, 1));
            assert_eq!((fcmpl(a as f32, f32::NAN), fcmpg(f32::NAN, a as f32)), (-1, 1));
        }
        assert_eq!((dcmpl(f64::NAN, f64::NAN), dcmpg(f64::NAN, f64::NAN)), (-1, 1));
        assert_eq!((lcmp(i64::MIN, i64::MAX), lcmp(3, 3), lcmp(4, 3)), (-1, 0, 1));
    }

    #[test]
    fn remainders() {
        assert_eq!((drem(5.5, -2.0), drem(-5.5, 2.0), frem(5.5, 2.0)), (1.5, -1.5, 1.5));
        assert!(drem(f64::INFINITY, 2.0).is_nan() && drem(1.0, 0.0).is_nan() && frem(f32::NAN, 1.0).is_nan());
        assert_eq!(drem(1.0, f64::INFINITY), 1.0);
        assert!(drem(-0.0, 1.0).is_sign_negative() && frem(-4.0, 2.0).is_sign_negative());
        assert_eq!(drem(1e300, 7.0), 1.0);
    }

    #[test]
    fn conversions() {
        for nan in [f64::NAN, -f64::NAN] {
            assert_eq!((d2i(nan), d2l(nan), f2i(nan as f32), f2l(nan as f32)), (0, 0, 0, 0));
        }
        assert_eq!((d2i(1e10), d2i(-1e10), d2i(-1.9), d2i(2147483647.5)), (i32::MAX, i32::MIN, -1, i32::MAX));
        assert_eq!((d2l(1e30), d2l(f64::NEG_INFINITY), d2l(-1.9)), (i64::MAX, i64::MIN, -1));
        assert_eq!(
            (f2i(1e10), f2i(f32::NEG_INFINITY), f2l(1e30), f2l(-1e30)),
            (i32::MAX, i32::MIN, i64::MAX, i64::MIN)
        );
        assert_eq!((i2b(0x1ff), i2b(0x80), i2c(-1), i2s(0x18000)), (-1, -128, 0xffff, -32768));
    }
}
