//! Global, weak global and local references (JNI specification, chapter 4 "Global and Local
//! References", "Weak Global References").

use gc::{Handle, NarrowRef};

use super::{JNI_ERR, JNI_OK, Ref, classes, jni_fn};
use crate::native::entry::{self, Env};
use crate::native::handles::{GLOBALS, JObject, TAG_LOCAL, TAG_MASK, WEAK_GLOBALS};
use crate::thread::Scope;

/// Largest capacity that is granted (HotSpot's `MaxJNILocalCapacity`).
const MAX_LOCAL_CAPACITY: i32 = 65536;

jni_fn! {
    /// `NewGlobalRef`.
    with_pending fn new_global_ref(t, object: Ref) -> JObject {
        match object.get(t) {
            Some(o) => GLOBALS.new_ref(o.get(t)),
            None => std::ptr::null_mut(),
        }
    }

    /// `DeleteGlobalRef`.
    with_pending fn delete_global_ref(_t, object: Ref) -> () {
        GLOBALS.delete(object.0);
    }

    /// `NewWeakGlobalRef`.
    with_pending fn new_weak_global_ref(t, object: Ref) -> JObject {
        match object.get(t) {
            Some(o) => WEAK_GLOBALS.new_ref(o.get(t)),
            None => std::ptr::null_mut(),
        }
    }

    /// `DeleteWeakGlobalRef`.
    with_pending fn delete_weak_global_ref(_t, object: Ref) -> () {
        WEAK_GLOBALS.delete(object.0);
    }

    /// `NewLocalRef`.
    fn new_local_ref(t, object: Ref) -> object {
        Ok(object.get(t))
    }

    /// `DeleteLocalRef`.
    with_pending fn delete_local_ref(t, object: Ref) -> () {
        if !object.0.is_null() && object.0 as usize & TAG_MASK == TAG_LOCAL {
            // SAFETY: native code gives a local reference (see `native::jni`).
            unsafe { t.locals.delete(&t.handles, object.0.cast()) }
        }
    }

    /// `IsSameObject`.
    with_pending fn is_same_object(t, a: Ref, b: Ref) -> u8 {
        classes::same(t, a, b).into()
    }

    /// `PushLocalFrame`.
    with_pending fn push_local_frame(t, capacity: i32) -> i32 {
        if !(0..=MAX_LOCAL_CAPACITY).contains(&capacity) {
            return JNI_ERR;
        }
        t.locals.push(&t.handles);
        JNI_OK
    }
}

/// `PopLocalFrame`: the result is a local reference of the frame below. Without a pushed frame, the
/// reference itself.
pub(super) unsafe extern "C" fn pop_local_frame(env: Env, result: Ref) -> JObject {
    // SAFETY: native code passes the JNIEnv* of its thread.
    let thread = unsafe { entry::thread_of(env) };
    thread.native_to_vm();
    let n = {
        // SAFETY: the thread has just entered the VM; native code holds no token.
        let scope = unsafe { Scope::attach(thread) };
        result.get(&scope).map_or(NarrowRef::NULL, Handle::narrow)
    };
    // no handle of the VM is in use, and the thread stays in the VM until `n` is in its new place
    let r = if thread.locals.pop(&thread.handles) { entry::new_local(thread, n) } else { result.0 };
    thread.vm_to_native();
    r
}

/// `EnsureLocalCapacity`: there is always room.
pub(super) unsafe extern "C" fn ensure_local_capacity(_env: Env, capacity: i32) -> i32 {
    if (0..=MAX_LOCAL_CAPACITY).contains(&capacity) { JNI_OK } else { JNI_ERR }
}
