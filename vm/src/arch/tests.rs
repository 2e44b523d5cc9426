//! The stubs against C code of the system's compiler.

use std::ffi::c_char;

use super::{FPR_ARGS, GPR_ARGS, VaList, native_call, variadic_stub};

#[allow(clippy::too_many_arguments)] // what is tested
unsafe extern "C" fn mixed(
    a: i32,
    x0: f64,
    b: i64,
    x1: f32,
    c: i32,
    x2: f64,
    d: i64,
    x3: f64,
    e: i32,
    x4: f64,
    g: i64,
    x5: f64,
    h: i32,
    x6: f64,
    i: i64,
    x7: f32,
    j: i32,
    x8: f32,
    k: i64,
    x9: f64,
) -> f64 {
    let ints = [a.into(), b, c.into(), d, e.into(), g, h.into(), i, j.into(), k];
    let floats = [x0, x1.into(), x2, x3, x4, x5, x6, x7.into(), x8.into(), x9];
    let mut sum = 0.0;
    for (n, v) in ints.iter().enumerate() {
        sum += *v as f64 * (n + 1) as f64;
    }
    for (n, v) in floats.iter().enumerate() {
        sum += v * 1000.0 * (n + 1) as f64;
    }
    sum
}

/// Calls `mixed` with words placed as the C ABI says.
#[test]
fn ten_ints_and_ten_floats() {
    // (value, whether it is floating-point) in the order of the parameters
    let floats: [(f64, bool); 10] = [
        (0.5, false),
        (1.5, true),
        (2.5, false),
        (3.5, false),
        (4.5, false),
        (5.5, false),
        (6.5, false),
        (7.5, true),
        (8.5, true),
        (9.5, false),
    ];
    let (mut gpr, mut fpr, mut stack) = ([0; GPR_ARGS], [0; FPR_ARGS], Vec::new());
    let (mut gprs, mut fprs) = (0, 0);
    let mut expected = 0.0;
    for (n, (f, single)) in floats.into_iter().enumerate() {
        let v = -(n as i64) * 7 - 1;
        let word = if n % 2 == 0 { u64::from(v as u32) } else { v as u64 };
        if gprs < GPR_ARGS {
            gpr[gprs] = word;
            gprs += 1;
        } else {
            stack.push(word);
        }
        let bits = if single { u64::from((f as f32).to_bits()) } else { f.to_bits() };
        if fprs < FPR_ARGS {
            fpr[fprs] = bits;
            fprs += 1;
        } else {
            stack.push(bits);
        }
        expected += v as f64 * (n + 1) as f64 + f * 1000.0 * (n + 1) as f64;
    }
    // SAFETY: the words are what `mixed` takes.
    let r = unsafe {
        native_call(mixed as *const () as usize, gpr.as_ptr(), fpr.as_ptr(), stack.as_ptr(), stack.len())
    };
    assert_eq!(r.float, expected);
}

unsafe extern "C" fn first(first: i64) -> i64 {
    first
}

#[test]
fn integer_result_and_odd_stack() {
    let gpr = [42u64; GPR_ARGS];
    let fpr = [0; FPR_ARGS];
    for n in 0..5 {
        let stack = vec![1u64; n];
        // SAFETY: `first` ignores what it does not take.
        let r = unsafe {
            native_call(first as *const () as usize, gpr.as_ptr(), fpr.as_ptr(), stack.as_ptr(), n)
        };
        assert_eq!(r.int, 42);
    }
}

unsafe extern "C" fn collect(out: *mut f64, kinds: *const c_char, list: *mut VaList) -> i32 {
    // SAFETY: the test passes as many kinds as arguments, and room for their values.
    unsafe {
        let mut n = 0;
        while *kinds.add(n) != 0 {
            *out.add(n) = match *kinds.add(n) as u8 {
                b'i' => f64::from((*list).word() as i32),
                b'j' => (*list).word() as i64 as f64,
                _ => (*list).double(),
            };
            n += 1;
        }
        n as i32
    }
}

variadic_stub! {
    fn collect_variadic(2) => collect;
}

type Variadic = unsafe extern "C" fn(*mut f64, *const c_char, ...) -> i32;

#[test]
fn variadic_arguments_in_registers_and_on_the_stack() {
    // SAFETY: the stub is a variadic C function of this type.
    let f: Variadic = unsafe { std::mem::transmute(collect_variadic as *const ()) };
    let mut out = [0.0; 24];
    // SAFETY: the kinds describe the arguments.
    let n = unsafe {
        f(
            out.as_mut_ptr(),
            c"idijdddddijdddidjd".as_ptr(),
            1i32,
            2.5f64,
            -3i32,
            i64::MIN,
            5.0f64,
            6.0f64,
            7.0f64,
            8.0f64,
            9.0f64,
            -10i32,
            11i64,
            12.0f64,
            13.0f64,
            14.0f64,
            15i32,
            16.0f64,
            -17i64,
            18.0f64,
        )
    };
    assert_eq!(n, 18);
    let expected = [
        1.0,
        2.5,
        -3.0,
        i64::MIN as f64,
        5.0,
        6.0,
        7.0,
        8.0,
        9.0,
        -10.0,
        11.0,
        12.0,
        13.0,
        14.0,
        15.0,
        16.0,
        -17.0,
        18.0,
    ];
    assert_eq!(&out[..18], &expected);
    // SAFETY: as above; no floating-point arguments.
    let n = unsafe { f(out.as_mut_ptr(), c"ii".as_ptr(), 7i32, 8i32) };
    assert_eq!((n, out[0], out[1]), (2, 7.0, 8.0));
}
