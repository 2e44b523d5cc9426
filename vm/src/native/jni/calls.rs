//! Calls of methods by native code, and `NewObject` (JNI specification, chapter 4 "Calling Instance
//! Methods", "Calling Static Methods", "Object Operations").
//!
//! Each function has three forms: arguments as `...`, as a `va_list`, as an array of `jvalue`. The
//! forms are generic over the result's type and over how the method is selected.

use gc::Handle;

use super::objects::alloc_object;
use super::{MethodId, Ref, jni_fn};
use crate::arch::{self, VaList};
use crate::class::MethodRef;
use crate::native::entry::{self, Env};
use crate::native::handles::JObject;
use crate::runtime::java_call;
use crate::thread::{JResult, Scope, Value};

/// `Call<Type>Method`: the method that the receiver's class selects.
pub const VIRTUAL: u8 = 0;
/// `CallNonvirtual<Type>Method`: the method itself.
pub const NONVIRTUAL: u8 = 1;
/// `CallStatic<Type>Method`.
pub const STATIC: u8 = 2;

/// A call's arguments.
#[derive(Clone, Copy)]
enum Arguments {
    List(*mut VaList),
    /// `jvalue`s.
    Array(*const u64),
}

impl Arguments {
    /// The next argument, of a type that is not passed as floating-point.
    fn word(&mut self) -> u64 {
        // SAFETY: native code gives arguments as the method's descriptor says (see `native::jni`).
        unsafe {
            match self {
                Arguments::List(l) => (**l).word(),
                Arguments::Array(p) => {
                    let v = p.read();
                    *p = p.add(1);
                    v
                }
            }
        }
    }

    fn float(&mut self) -> f32 {
        match self {
            // SAFETY: as in `word`. Floats are promoted in a variable argument list.
            Arguments::List(l) => unsafe { (**l).double() as f32 },
            Arguments::Array(_) => f32::from_bits(self.word() as u32),
        }
    }

    fn double(&mut self) -> f64 {
        match self {
            // SAFETY: as in `word`.
            Arguments::List(l) => unsafe { (**l).double() },
            Arguments::Array(_) => f64::from_bits(self.word()),
        }
    }

    /// The arguments of `m`, behind `receiver`.
    fn values<'s>(mut self, t: &Scope<'s>, m: MethodRef, receiver: Option<Handle<'s>>) -> Vec<Value<'s>> {
        let mut values = Vec::with_capacity(m.arg_slots.into());
        values.extend(receiver.map(|r| Value::Ref(Some(r))));
        let mut types = m.desc.bytes()[1..].iter();
        while let Some(&c) = types.next()
            && c != b')'
        {
            values.push(match c {
                // a jvalue's upper bytes mean nothing
                b'Z' => Value::Int((self.word() as u8 != 0).into()),
                b'B' => Value::Int((self.word() as i8).into()),
                b'C' => Value::Int((self.word() as u16).into()),
                b'S' => Value::Int((self.word() as i16).into()),
                b'I' => Value::Int(self.word() as i32),
                b'J' => Value::Long(self.word() as i64),
                b'F' => Value::Float(self.float()),
                b'D' => Value::Double(self.double()),
                _ => {
                    let mut last = c;
                    while last == b'[' {
                        last = types.next().copied().unwrap_or(b')');
                    }
                    if last == b'L' {
                        types.by_ref().find(|&&c| c == b';');
                    }
                    Value::Ref(Ref(self.word() as JObject).get(t))
                }
            });
        }
        values
    }
}

/// Calls the method; `target` is the receiver, or the class of a static method (which is not used).
fn invoke<'s, const HOW: u8>(
    t: &mut Scope<'s>,
    target: Ref,
    method: MethodId,
    arguments: Arguments,
) -> JResult<Value<'s>> {
    let m = method.method();
    if HOW == STATIC {
        let values = arguments.values(t, m, None);
        return java_call::call(t, m, &values);
    }
    let receiver = target.non_null(t)?;
    let values = arguments.values(t, m, Some(receiver));
    if HOW == VIRTUAL {
        return java_call::call_virtual(t, m, &values);
    }
    if m.is_abstract() {
        return Err(t.throw_new("java/lang/AbstractMethodError", &m.name.text()));
    }
    java_call::call(t, m, &values)
}

/// A type that a call can have as its result. A result of another type than asked for, which is an
/// error of native code, is converted bit by bit.
pub(super) trait Returned {
    /// Runs `f` in the VM and turns its value into this type; zero when it throws.
    ///
    /// # Safety
    /// As for [`entry::enter`].
    unsafe fn enter(env: Env, f: impl for<'s> FnOnce(&mut Scope<'s>) -> JResult<Value<'s>>) -> Self;
}

macro_rules! returned {
    ($($t:ty, $from_bits:expr;)*) => {$(
        impl Returned for $t {
            unsafe fn enter(env: Env, f: impl for<'s> FnOnce(&mut Scope<'s>) -> JResult<Value<'s>>) -> Self {
                // SAFETY: by the caller's promise.
                let bits = unsafe { entry::enter_or(env, 0, |t| f(t).map(bits)) };
                $from_bits(bits)
            }
        }
    )*};
}
returned! {
    (), |_: u64| ();
    u8, |v: u64| v as u8;
    i8, |v: u64| v as i8;
    u16, |v: u64| v as u16;
    i16, |v: u64| v as i16;
    i32, |v: u64| v as i32;
    i64, |v: u64| v as i64;
    f32, |v: u64| f32::from_bits(v as u32);
    f64, f64::from_bits;
}

impl Returned for JObject {
    unsafe fn enter(env: Env, f: impl for<'s> FnOnce(&mut Scope<'s>) -> JResult<Value<'s>>) -> Self {
        // SAFETY: by the caller's promise.
        unsafe {
            entry::enter_object(env, |t| {
                Ok(match f(t)? {
                    Value::Ref(h) => h,
                    _ => None,
                })
            })
        }
    }
}

/// A primitive value's bits; 0 for a reference, which means nothing as a number.
fn bits(v: Value<'_>) -> u64 {
    match v {
        Value::Void | Value::Ref(_) => 0,
        Value::Int(v) => v as u64,
        Value::Long(v) => v as u64,
        Value::Float(v) => v.to_bits().into(),
        Value::Double(v) => v.to_bits(),
    }
}

/// `Call<Type>MethodV`, `CallStatic<Type>MethodV`.
pub(super) unsafe extern "C" fn call_v<R: Returned, const HOW: u8>(
    env: Env,
    target: Ref,
    method: MethodId,
    arguments: *mut VaList,
) -> R {
    // SAFETY: native code passes the JNIEnv* of its thread.
    unsafe { R::enter(env, |t| invoke::<HOW>(t, target, method, Arguments::List(arguments))) }
}

/// `Call<Type>MethodA`, `CallStatic<Type>MethodA`.
pub(super) unsafe extern "C" fn call_a<R: Returned, const HOW: u8>(
    env: Env,
    target: Ref,
    method: MethodId,
    arguments: *const u64,
) -> R {
    // SAFETY: native code passes the JNIEnv* of its thread.
    unsafe { R::enter(env, |t| invoke::<HOW>(t, target, method, Arguments::Array(arguments))) }
}

/// `CallNonvirtual<Type>MethodV`.
pub(super) unsafe extern "C" fn call_nonvirtual_v<R: Returned>(
    env: Env,
    receiver: Ref,
    _class: Ref,
    method: MethodId,
    arguments: *mut VaList,
) -> R {
    // SAFETY: native code passes the JNIEnv* of its thread.
    unsafe { call_v::<R, NONVIRTUAL>(env, receiver, method, arguments) }
}

/// `CallNonvirtual<Type>MethodA`.
pub(super) unsafe extern "C" fn call_nonvirtual_a<R: Returned>(
    env: Env,
    receiver: Ref,
    _class: Ref,
    method: MethodId,
    arguments: *const u64,
) -> R {
    // SAFETY: native code passes the JNIEnv* of its thread.
    unsafe { call_a::<R, NONVIRTUAL>(env, receiver, method, arguments) }
}

fn construct<'s>(
    t: &mut Scope<'s>,
    class: Ref,
    method: MethodId,
    arguments: Arguments,
) -> JResult<Option<Handle<'s>>> {
    let m = method.method();
    let object = alloc_object(t, class)?;
    let values = arguments.values(t, m, Some(object));
    java_call::call(t, m, &values)?;
    Ok(Some(object))
}

jni_fn! {
    /// `NewObjectV`.
    fn new_object_v(t, class: Ref, method: MethodId, arguments: *mut VaList) -> object {
        construct(t, class, method, Arguments::List(arguments))
    }

    /// `NewObjectA`.
    fn new_object_a(t, class: Ref, method: MethodId, arguments: *const u64) -> object {
        construct(t, class, method, Arguments::Array(arguments))
    }
}

arch::variadic_stub! {
    /// `Call<Type>Method`, `CallStatic<Type>Method`.
    pub(super) fn call[R: Returned, const HOW: u8](3) => call_v::<R, HOW>;
    /// `CallNonvirtual<Type>Method`.
    pub(super) fn call_nonvirtual[R: Returned](4) => call_nonvirtual_v::<R>;
    /// `NewObject`.
    pub(super) fn new_object(3) => new_object_v;
}
