//! Calls from VM code into Java.
use gc::Handle;

use crate::class::{KlassRef, MethodRef};
use crate::thread::{JResult, Scope, Value};

/// Calls exactly `m`. For instance methods `args[0]` is the receiver. The class must be initialised
/// for static methods.
///
/// # Errors
/// What the method throws.
pub fn call<'s>(_t: &mut Scope<'s>, _m: MethodRef, _args: &[Value<'_>]) -> JResult<Value<'s>> {
    todo!()
}

/// Calls the method that `m` selects for the class of `args[0]`.
///
/// # Errors
/// NullPointerException, AbstractMethodError, and what the method throws.
pub fn call_virtual<'s>(_t: &mut Scope<'s>, _m: MethodRef, _args: &[Value<'_>]) -> JResult<Value<'s>> {
    todo!()
}

/// Calls the virtual method `name desc` of `receiver`'s class.
///
/// # Errors
/// NoSuchMethodError and what the method throws.
pub fn call_virtual_named<'s>(
    _t: &mut Scope<'s>,
    _receiver: Handle<'_>,
    _name: &str,
    _desc: &str,
    _args: &[Value<'_>],
) -> JResult<Value<'s>> {
    todo!()
}

/// Initialises `k` and calls its static method `name desc`.
///
/// # Errors
/// NoSuchMethodError and what the method throws.
pub fn call_static_named<'s>(
    _t: &mut Scope<'s>,
    _k: KlassRef,
    _name: &str,
    _desc: &str,
    _args: &[Value<'_>],
) -> JResult<Value<'s>> {
    todo!()
}

/// Runs the constructor `desc` on `object`; `args` without the receiver.
///
/// # Errors
/// NoSuchMethodError and what the constructor throws.
pub fn construct(_t: &mut Scope<'_>, _object: Handle<'_>, _desc: &str, _args: &[Value<'_>]) -> JResult<()> {
    todo!()
}
