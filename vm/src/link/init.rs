//! Linking (JVMS §5.4) and initialisation (§5.5).
use super::itable;
use crate::class::klass::flag;
use crate::class::{InitState, KlassRef};
use crate::thread::{JResult, Scope};

/// Initialises `k` (links it first) unless the calling thread is doing so already.
///
/// # Errors
/// ExceptionInInitializerError, NoClassDefFoundError, linkage errors.
pub fn ensure_initialized(t: &mut Scope<'_>, k: KlassRef) -> JResult<()> {
    if k.is_initialized() {
        return Ok(());
    }
    ensure_linked(t, k)?;
    if k.is_array() {
        return Ok(());
    }
    super::clinit::initialize(t, k)
}

/// Verifies and prepares `k`: afterwards its vtable and itable are complete.
///
/// # Errors
/// VerifyError and other linkage errors.
pub fn ensure_linked(t: &mut Scope<'_>, k: KlassRef) -> JResult<()> {
    if k.init_state() >= InitState::Linked {
        return Ok(());
    }
    if let Some(s) = k.superclass.get() {
        ensure_linked(t, s)?;
    }
    for &i in k.cold.interfaces.get() {
        ensure_linked(t, i)?;
    }
    itable::build(k);
    k.set_flag(flag::VERIFIED);
    k.set_linked();
    Ok(())
}

/// Whether `thread` is the one that is initialising `k`: `init_thread` holds its address.
pub fn is_initializing(thread: &crate::thread::JavaThread, k: KlassRef) -> bool {
    k.cold.init_thread.load(std::sync::atomic::Ordering::Relaxed) == std::ptr::from_ref(thread) as usize
}
