//! Initialisation (JVMS §5.5).
use crate::class::KlassRef;
use crate::thread::{JResult, Scope};

/// Initialises `k` (links it first) unless the calling thread is doing so already.
///
/// # Errors
/// ExceptionInInitializerError, NoClassDefFoundError, linkage errors.
pub fn ensure_initialized(_t: &mut Scope<'_>, _k: KlassRef) -> JResult<()> {
    todo!()
}

/// Verifies and prepares `k`: afterwards its vtable and itable are complete.
///
/// # Errors
/// VerifyError and other linkage errors.
pub fn ensure_linked(_t: &mut Scope<'_>, _k: KlassRef) -> JResult<()> {
    todo!()
}
