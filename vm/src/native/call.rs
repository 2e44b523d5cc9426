//! Calls of native methods: from interpreter slots to the C ABI (JNI specification, chapter 2
//! "Native Method Arguments").
//!
//! While a native method runs, its local references are the handles made since the call, and the
//! argument slots of its interpreter frame: a reference argument is passed as the address of its slot.

use std::mem::MaybeUninit;
use std::sync::atomic::{AtomicU32, Ordering};

use gc::{Handle, NarrowRef};

use super::handles::JObject;
use super::link;
use crate::arch::{self, FPR_ARGS, GPR_ARGS};
use crate::class::{BasicType, MethodRef};
use crate::thread::{JResult, Scope, monitor};

/// How a native method's arguments travel, worked out from its descriptor at the first call.
/// [`Method::code`](crate::class::Method::code), which native methods have no other use for, points to it.
pub struct Shape {
    params: &'static [Param],
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
enum Param {
    /// boolean, byte, char, short, int
    Int,
    Float,
    Reference,
    Long,
    Double,
}

/// Most words that a method's arguments can need: 255 slots, `JNIEnv*` and the class.
const MAX_WORDS: usize = 257;

fn params_of(desc: &[u8]) -> Vec<Param> {
    let mut params = Vec::new();
    let mut i = 1;
    while i < desc.len() && desc[i] != b')' {
        params.push(match desc[i] {
            b'J' => Param::Long,
            b'D' => Param::Double,
            b'F' => Param::Float,
            b'L' | b'[' => Param::Reference,
            _ => Param::Int,
        });
        while desc[i] == b'[' {
            i += 1;
        }
        if desc[i] == b'L' {
            i += desc[i..].iter().position(|&c| c == b';').unwrap_or(desc.len() - 1 - i);
        }
        i += 1;
    }
    params
}

fn shape(m: MethodRef) -> &'static Shape {
    let p = m.code.load(Ordering::Acquire).cast::<Shape>();
    if !p.is_null() {
        // SAFETY: native methods have their shape here, which lives as long as the method.
        return unsafe { &*p };
    }
    let arena = &m.holder.data.arena;
    let shape = arena.alloc(Shape { params: arena.alloc_slice(&params_of(m.desc.bytes())) });
    m.code.store(std::ptr::from_ref(shape).cast::<AtomicU32>().cast_mut(), Ordering::Release);
    shape
}

/// Argument words by the C ABI.
struct Words {
    gpr: [u64; GPR_ARGS],
    fpr: [u64; FPR_ARGS],
    stack: [MaybeUninit<u64>; MAX_WORDS],
    gprs: usize,
    fprs: usize,
    stacked: usize,
}

impl Words {
    #[inline(always)]
    fn new() -> Words {
        Words {
            gpr: [0; GPR_ARGS],
            fpr: [0; FPR_ARGS],
            stack: [const { MaybeUninit::uninit() }; MAX_WORDS],
            gprs: 0,
            fprs: 0,
            stacked: 0,
        }
    }
    #[inline(always)]
    fn int(&mut self, v: u64) {
        if self.gprs < GPR_ARGS {
            self.gpr[self.gprs] = v;
            self.gprs += 1;
        } else {
            self.stacked(v);
        }
    }
    #[inline(always)]
    fn float(&mut self, v: u64) {
        if self.fprs < FPR_ARGS {
            self.fpr[self.fprs] = v;
            self.fprs += 1;
        } else {
            self.stacked(v);
        }
    }
    #[inline(always)]
    fn stacked(&mut self, v: u64) {
        self.stack[self.stacked].write(v);
        self.stacked += 1;
    }

    /// # Safety
    /// `args` must point to the slots of `params`.
    #[inline(always)]
    unsafe fn add_params(&mut self, params: &[Param], mut args: *mut u64) {
        for p in params {
            // SAFETY: by the caller's promise; long and double have their value in the second slot.
            unsafe {
                match p {
                    Param::Int => self.int(u64::from(*args as u32)),
                    Param::Float => self.float(u64::from(*args as u32)),
                    Param::Reference => self.int(reference(args) as u64),
                    Param::Long => {
                        args = args.add(1);
                        self.int(*args);
                    }
                    Param::Double => {
                        args = args.add(1);
                        self.float(*args);
                    }
                }
                args = args.add(1);
            }
        }
    }

    /// # Safety
    /// `function` must be a C function with parameters as the words have been added.
    #[inline(always)]
    unsafe fn call(&self, function: usize) -> arch::NativeResult {
        // SAFETY: by the caller's promise.
        unsafe {
            arch::native_call(
                function,
                self.gpr.as_ptr(),
                self.fpr.as_ptr(),
                self.stack.as_ptr().cast(),
                self.stacked,
            )
        }
    }
}

/// The local reference that an argument slot is; null for null.
#[inline(always)]
unsafe fn reference(slot: *mut u64) -> JObject {
    // SAFETY: the caller passes an argument slot.
    if unsafe { *slot } == 0 { std::ptr::null_mut() } else { slot.cast() }
}

/// Calls a native method with its arguments in interpreter slots, in state in-VM.
///
/// The result is as it lies in an operand stack slot: int-like types narrowed to their type and
/// zero-extended from 32 bits, a float's bits, a reference as a zero-extended [`NarrowRef`].
///
/// # Errors
/// UnsatisfiedLinkError, and what the method throws.
///
/// # Safety
/// `args` must point to the method's arguments in slots that the collector knows as roots.
pub unsafe fn call_native(t: &mut Scope<'_>, m: MethodRef, args: *mut u64) -> JResult<u64> {
    let function = link::resolve(t, m)?;
    if !m.is_synchronized() {
        // SAFETY: by the caller's promise; linking found the function for this method.
        return unsafe { call_function(t, m, function, args) };
    }
    let mut n = t.nested();
    let lock = if m.is_static() {
        n.handle(m.holder.mirror(&n))
    } else {
        // SAFETY: slot 0 holds the receiver, which the caller has checked for null.
        unsafe { n.handle_from(NarrowRef(*args as u32)) }.expect("a receiver is not null")
    };
    monitor::enter(&mut n, lock);
    // SAFETY: as above.
    let result = unsafe { call_function(&mut n, m, function, args) };
    let pending = n.take_pending();
    let unlocked = monitor::exit(&mut n, lock);
    match pending {
        Some(e) => Err(n.throw(e)),
        None => unlocked.and(result),
    }
}

/// # Safety
/// As for [`call_native`], with the function of `m`.
unsafe fn call_function(t: &mut Scope<'_>, m: MethodRef, function: usize, args: *mut u64) -> JResult<u64> {
    let t = t.nested();
    let thread = t.thread();
    let mut words = Words::new();
    words.int(std::ptr::from_ref(&thread.jni_env) as u64);
    let mut first = args;
    if m.is_static() {
        words.int(t.new_slot(m.holder.mirror(&t).narrow()) as u64);
    } else {
        words.int(args as u64);
        // SAFETY: slot 0 is the receiver's.
        first = unsafe { args.add(1) };
    }
    // SAFETY: by the caller's promise.
    unsafe { words.add_params(shape(m).params, first) };
    let frame = thread.locals.enter_native(&thread.handles);
    thread.vm_to_native();
    // SAFETY: the words were made from the method's descriptor.
    let r = unsafe { words.call(function) };
    thread.native_to_vm();
    let result = match m.return_type {
        BasicType::Void => 0,
        // a C boolean is a byte, true unless it is zero
        BasicType::Boolean => u64::from(r.int as u8 != 0),
        BasicType::Byte => u64::from(r.int as i8 as u32),
        BasicType::Short => u64::from(r.int as i16 as u32),
        BasicType::Char => u64::from(r.int as u16),
        BasicType::Int => u64::from(r.int as u32),
        BasicType::Long => r.int,
        BasicType::Float => u64::from(r.float.to_bits() as u32),
        BasicType::Double => r.float.to_bits(),
        BasicType::Object | BasicType::Array => {
            // SAFETY: a native method returns null or a reference that is valid in its frame.
            unsafe { t.from_jni(r.int as JObject) }.map_or(0, narrow_slot)
        }
    };
    thread.locals.leave_native(frame);
    t.check_pending()?;
    Ok(result)
}

#[inline(always)]
fn narrow_slot(h: Handle<'_>) -> u64 {
    u64::from(h.narrow().0)
}
