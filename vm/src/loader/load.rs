//! Loading a class by name through a loader (JVMS §5.3).
use super::data::Loader;
use crate::class::KlassRef;
use crate::symbol::Symbol;
use crate::thread::{JResult, Scope};

/// The class `name` (internal form, or an array descriptor) as `loader` sees it: found in its
/// dictionary, by the boot loader's own search, or by calling `loadClass` in Java.
///
/// # Errors
/// ClassNotFoundException from a Java loader (callers that resolve turn it into
/// NoClassDefFoundError, see `link::resolve`), LinkageError and others.
pub fn load_class(_t: &mut Scope<'_>, _name: Symbol, _loader: &'static Loader) -> JResult<KlassRef> {
    todo!()
}
