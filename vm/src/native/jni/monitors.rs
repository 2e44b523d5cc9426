//! Monitor operations of native code and of synchronized native methods.
use gc::Handle;

use super::{JNI_ERR, JNI_OK, Ref, jni_fn};

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

jni_fn! {
    /// `MonitorEnter`.
    fn monitor_enter(t, object: Ref) -> i32, else JNI_ERR; {
        let o = object.non_null(t)?;
        enter(t, o)?;
        Ok(JNI_OK)
    }

    /// `MonitorExit`.
    fn monitor_exit(t, object: Ref) -> i32, else JNI_ERR; {
        let o = object.non_null(t)?;
        exit(t, o)?;
        Ok(JNI_OK)
    }
}
