//! Monitor operations of native code and of synchronized native methods.
use gc::Handle;

use crate::thread::{JResult, Scope};

/// Enters the monitor of `o`.
///
/// # Errors
/// What the monitor throws.
pub fn enter(_t: &mut Scope<'_>, _o: Handle<'_>) -> JResult<()> {
    todo!()
}

/// Leaves the monitor of `o`.
///
/// # Errors
/// IllegalMonitorStateException.
pub fn exit(_t: &mut Scope<'_>, _o: Handle<'_>) -> JResult<()> {
    todo!()
}
