//! The boot loader.
use super::data::Loader;
use crate::class::KlassRef;
use crate::symbol::Symbol;
use crate::thread::{JResult, Scope};

/// The boot loader's data.
pub fn loader() -> &'static Loader {
    todo!()
}

/// The class `name`, loaded by the boot loader.
///
/// # Errors
/// NoClassDefFoundError when there is none; whatever loading it throws.
pub fn load(_t: &mut Scope<'_>, _name: Symbol) -> JResult<KlassRef> {
    todo!()
}

/// The class `name` if the boot loader can find it.
///
/// # Errors
/// Whatever defining it throws.
pub fn find(_t: &mut Scope<'_>, _name: Symbol) -> JResult<Option<KlassRef>> {
    todo!()
}
