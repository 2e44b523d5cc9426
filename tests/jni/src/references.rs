//! Local, global and weak references, frames, capacity, monitors.

use crate::table::*;
use crate::{Log, call, find, natives, new_string, show, taken};
use std::ptr::null_mut;
use std::sync::atomic::{AtomicPtr, Ordering};

static KEPT: AtomicPtr<std::ffi::c_void> = AtomicPtr::new(null_mut());

natives! {
    fn Java_JniReferences_scenario(env, _class, object: jobject) -> jstring {
        let mut log = Log::default();
        let local = call!(env, NewLocalRef, object);
        let global = call!(env, NewGlobalRef, object);
        let weak = call!(env, NewWeakGlobalRef, object);
        for (name, r) in [("argument", object), ("local", local), ("global", global), ("weak", weak)] {
            log.say(name, format!("{} {} {}", call!(env, GetObjectRefType, r), call!(env, IsSameObject, r, object), show(env, r)));
        }
        log.say("null", format!("{} {}", call!(env, IsSameObject, null_mut(), null_mut()), call!(env, IsSameObject, object, null_mut())));
        log.say("null refs", [call!(env, NewLocalRef, null_mut()), call!(env, NewGlobalRef, null_mut()), call!(env, NewWeakGlobalRef, null_mut())]
            .iter().all(|r| r.is_null()));
        let from_weak = call!(env, NewLocalRef, weak);
        log.say("from weak", format!("{} {}", call!(env, GetObjectRefType, from_weak), call!(env, IsSameObject, from_weak, object)));
        call!(env, DeleteLocalRef, local);
        call!(env, DeleteGlobalRef, global);
        call!(env, DeleteWeakGlobalRef, weak);
        call!(env, DeleteLocalRef, null_mut());
        call!(env, DeleteGlobalRef, null_mut());
        log.say("capacity", format!("{} {}", call!(env, EnsureLocalCapacity, 0), call!(env, EnsureLocalCapacity, 1000)));
        log.say("push", call!(env, PushLocalFrame, 3));
        let inner = new_string(env, "result");
        for i in 0..200 {
            let s = new_string(env, "filler");
            if i % 3 == 0 {
                call!(env, DeleteLocalRef, s);
            }
        }
        log.say("nested push", call!(env, PushLocalFrame, 100));
        let deeper = new_string(env, "deeper");
        let out = call!(env, PopLocalFrame, deeper);
        log.say("deeper", show(env, out));
        let result = call!(env, PopLocalFrame, inner);
        log.say("result", format!("{} {}", show(env, result), call!(env, GetObjectRefType, result)));
        log.say("argument is still there", show(env, object));
        for _ in 0..10_000 {
            let s = new_string(env, "x");
            call!(env, DeleteLocalRef, s);
        }
        let many: Vec<jobject> = (0..3000).map(|i| call!(env, NewGlobalRef, new_string(env, &i.to_string()))).collect();
        log.say("many globals", many.iter().step_by(500).map(|&g| show(env, g)).collect::<Vec<_>>().join(","));
        many.iter().for_each(|&g| call!(env, DeleteGlobalRef, g));
        log.finish(env)
    }

    fn Java_JniReferences_keep(env, _class, object: jobject) {
        let old = KEPT.swap(call!(env, NewGlobalRef, object), Ordering::SeqCst);
        call!(env, DeleteGlobalRef, old);
    }

    fn Java_JniReferences_kept(env, _class) -> jobject {
        call!(env, NewLocalRef, KEPT.load(Ordering::SeqCst))
    }

    fn Java_JniReferences_monitors(env, class, lock: jobject) -> jstring {
        let mut log = Log::default();
        log.say("enter", format!("{} {}", call!(env, MonitorEnter, lock), call!(env, MonitorEnter, lock)));
        let thread = find(env, "java/lang/Thread");
        let holds = crate::static_method(env, thread, "holdsLock", "(Ljava/lang/Object;)Z");
        log.say("holds", call!(env, CallStaticBooleanMethod, thread, holds, lock));
        log.say("exit", call!(env, MonitorExit, lock));
        log.say("holds", call!(env, CallStaticBooleanMethod, thread, holds, lock));
        log.say("exit", call!(env, MonitorExit, lock));
        log.say("holds", call!(env, CallStaticBooleanMethod, thread, holds, lock));
        log.say("exit too much", format!("{} {}", call!(env, MonitorExit, lock) != 0, taken(env)));
        log.say("class", format!("{} {}", call!(env, MonitorEnter, class), call!(env, MonitorExit, class)));
        log.finish(env)
    }

    /// Counts under the lock.
    fn Java_JniReferences_count(env, _class, lock: jobject, counter: jarray) {
        call!(env, MonitorEnter, lock);
        let mut value = 0;
        call!(env, GetIntArrayRegion, counter, 0, 1, &mut value);
        value += 1;
        call!(env, SetIntArrayRegion, counter, 0, 1, &value);
        call!(env, MonitorExit, lock);
    }
}
