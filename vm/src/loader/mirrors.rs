//! `java.lang.Class` objects.
use gc::Handle;

use crate::class::{BasicType, KlassRef};
use crate::thread::Scope;

/// Array class of a primitive type; there from the start of boot.
pub fn primitive_array_klass(_elem: BasicType) -> KlassRef {
    todo!()
}

/// Mirror of a primitive type or `void`.
pub fn primitive_mirror<'s>(_t: &Scope<'s>, _ty: BasicType) -> Handle<'s> {
    todo!()
}

/// The primitive type (or `void`) whose mirror this is; `None` for a class's mirror.
pub fn primitive_type_of(_t: &Scope<'_>, _mirror: Handle<'_>) -> Option<BasicType> {
    todo!()
}
