//! Resolution of constant pool entries (JVMS §5.4.3), with access checks (§5.4.4) and loading
//! constraints; errors are remembered and thrown again.
pub use super::lookup::{lookup_field, lookup_interface_method, lookup_method, select_method};
use crate::class::{Field, KlassRef, MethodRef};
use crate::loader::data::RefSlot;
use crate::thread::{JResult, Scope};

/// The invoking instruction.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum InvokeKind {
    Static,
    Special,
    Virtual,
    Interface,
}

/// What an invoke instruction calls.
#[derive(Clone, Copy, Debug)]
pub enum ResolvedCall {
    /// Exactly this method: static, special, private, final.
    Direct(MethodRef),
    /// Through the receiver's vtable; the index is the method's `vtable_index`.
    Virtual(MethodRef),
    /// Through the receiver's itable: interface `holder`, index `vtable_index`.
    Interface(MethodRef),
    /// Signature-polymorphic call: this static adapter, with the appendix as its last argument.
    Handle { adapter: MethodRef, appendix: Option<RefSlot> },
}

/// A linked invokedynamic instruction.
#[derive(Clone, Copy, Debug)]
pub struct CallSite {
    pub adapter: MethodRef,
    pub appendix: Option<RefSlot>,
}

/// Resolves a Class entry of `holder`'s pool.
///
/// # Errors
/// NoClassDefFoundError, IllegalAccessError, what loading throws.
pub fn class_at(_t: &mut Scope<'_>, _holder: KlassRef, _index: u16) -> JResult<KlassRef> {
    todo!()
}

/// Resolves a Fieldref of `method`'s class for get/put/getstatic/putstatic in `method`, with all
/// checks of those instructions (static or not, final). Initialises the class for static ones.
///
/// # Errors
/// NoSuchFieldError, IllegalAccessError, IncompatibleClassChangeError, initialisation's.
pub fn field_at(
    _t: &mut Scope<'_>,
    _method: MethodRef,
    _index: u16,
    _is_static: bool,
    _is_put: bool,
) -> JResult<&'static Field> {
    todo!()
}

/// Resolves a Methodref or InterfaceMethodref of `method`'s class for an invoke instruction in it.
/// Initialises the class for static calls.
///
/// # Errors
/// NoSuchMethodError, IllegalAccessError, IncompatibleClassChangeError, AbstractMethodError,
/// linkage errors, initialisation's.
pub fn method_at(
    _t: &mut Scope<'_>,
    _method: MethodRef,
    _index: u16,
    _kind: InvokeKind,
) -> JResult<ResolvedCall> {
    todo!()
}

/// Resolves a String, MethodHandle, MethodType or Dynamic entry (not Class: see [`class_at`]). The
/// slot of a Dynamic entry of primitive type holds its box; a null constant has a slot holding null.
///
/// # Errors
/// Linkage errors, BootstrapMethodError.
pub fn constant_at(_t: &mut Scope<'_>, _holder: KlassRef, _index: u16) -> JResult<RefSlot> {
    todo!()
}

/// Links the invokedynamic instruction at `bci` of `method` (each instruction has its own call site).
///
/// # Errors
/// BootstrapMethodError, linkage errors.
pub fn call_site_at(_t: &mut Scope<'_>, _method: MethodRef, _bci: u32, _index: u16) -> JResult<CallSite> {
    todo!()
}
