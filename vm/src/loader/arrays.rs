//! Array classes (JVMS §5.3.3).
use crate::class::KlassRef;
use crate::thread::{JResult, Scope};

/// The array class with component class `component`, made when there is none yet.
///
/// # Errors
/// OutOfMemoryError.
pub fn array_klass(_t: &mut Scope<'_>, _component: KlassRef) -> JResult<KlassRef> {
    todo!()
}
