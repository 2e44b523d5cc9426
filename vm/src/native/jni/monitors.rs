//! Monitor operations (JNI specification, chapter 4 "Monitor Operations").

use super::{JNI_ERR, JNI_OK, Ref, jni_fn};
use crate::thread::monitor;

jni_fn! {
    /// `MonitorEnter`.
    fn monitor_enter(t, object: Ref) -> i32, else JNI_ERR; {
        let o = object.non_null(t)?;
        monitor::enter(t, o);
        t.jni_monitors.set(t.jni_monitors.get() + 1);
        Ok(JNI_OK)
    }

    /// `MonitorExit`.
    fn monitor_exit(t, object: Ref) -> i32, else JNI_ERR; {
        let o = object.non_null(t)?;
        monitor::exit(t, o)?;
        t.jni_monitors.set(t.jni_monitors.get().saturating_sub(1));
        Ok(JNI_OK)
    }
}
