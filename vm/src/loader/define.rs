//! From class-file bytes to a [`Klass`](crate::class::Klass) in a loader's dictionary (JVMS §5.3.5).
use gc::Handle;

use super::data::Loader;
use crate::class::KlassRef;
use crate::symbol::Symbol;
use crate::thread::{JResult, Scope};

/// How a class is defined.
#[derive(Default)]
pub struct DefineOptions<'a> {
    /// Name that the caller expects; a mismatch is NoClassDefFoundError "... (wrong name: ...)".
    pub name: Option<Symbol>,
    pub protection_domain: Option<Handle<'a>>,
    /// Where the bytes came from, for `-Xlog:class+load`.
    pub source: Option<String>,
    /// `Lookup.defineHiddenClass`: nest host or lookup class, class data, options.
    pub hidden: Option<HiddenOptions<'a>>,
}

/// A hidden class (JEP 371).
pub struct HiddenOptions<'a> {
    pub lookup_class: KlassRef,
    pub nestmate: bool,
    pub strong: bool,
    pub access_vm_annotations: bool,
    pub class_data: Option<Handle<'a>>,
}

/// Defines a class from `bytes`, which are copied when the class keeps them.
///
/// # Errors
/// ClassFormatError, UnsupportedClassVersionError, NoClassDefFoundError, LinkageError (duplicate
/// definition), IncompatibleClassChangeError, VerifyError, ... and what loading its supers throws.
pub fn define_class(
    _t: &mut Scope<'_>,
    _loader: &'static Loader,
    _bytes: &[u8],
    _options: &DefineOptions<'_>,
) -> JResult<KlassRef> {
    todo!()
}
