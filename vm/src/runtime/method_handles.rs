//! What `java.lang.invoke` asks of the VM.
use gc::Handle;

use crate::class::{KlassRef, MethodRef};
use crate::link::resolve::{CallSite, ResolvedCall};
use crate::symbol::Symbol;
use crate::thread::{JResult, Scope};

/// Upcall `MethodHandleNatives.findMethodHandleType`: the MethodType of a descriptor as seen by `accessing`.
///
/// # Errors
/// Linkage errors.
pub fn method_type<'s>(_t: &mut Scope<'s>, _desc: Symbol, _accessing: KlassRef) -> JResult<Handle<'s>> {
    todo!()
}

/// Upcall `linkMethodHandleConstant`: a CONSTANT_MethodHandle of `holder`'s pool.
///
/// # Errors
/// Linkage errors.
pub fn method_handle_constant<'s>(_t: &mut Scope<'s>, _holder: KlassRef, _index: u16) -> JResult<Handle<'s>> {
    todo!()
}

/// Upcall `linkDynamicConstant` for a CONSTANT_Dynamic; the value is boxed when primitive.
///
/// # Errors
/// BootstrapMethodError, linkage errors.
pub fn dynamic_constant<'s>(
    _t: &mut Scope<'s>,
    _holder: KlassRef,
    _index: u16,
) -> JResult<Option<Handle<'s>>> {
    todo!()
}

/// Upcall `linkCallSite` for an invokedynamic instruction.
///
/// # Errors
/// BootstrapMethodError, linkage errors.
pub fn link_call_site(_t: &mut Scope<'_>, _method: MethodRef, _bci: u32, _index: u16) -> JResult<CallSite> {
    todo!()
}

/// Upcall `linkMethod` for a signature-polymorphic call (`MethodHandle.invokeExact` ...) from
/// `accessing`; for the VM's intrinsics (`invokeBasic`, `linkTo*`) [`ResolvedCall::Direct`].
///
/// # Errors
/// Linkage errors.
pub fn link_polymorphic(
    _t: &mut Scope<'_>,
    _accessing: KlassRef,
    _target: MethodRef,
    _desc: Symbol,
) -> JResult<ResolvedCall> {
    todo!()
}
